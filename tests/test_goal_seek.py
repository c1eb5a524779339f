"""What it would take: the least value of one lever, on common random numbers; unreachable is an answer."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon import Search
from clusterecon.ground.errors import InputError
from clusterecon.results.goal_seek import Odds, hectares_needed, seek
from clusterecon.scenario.fields import limits

SEARCH = Search(draws=400)


class Curve:
    """Odds known in closed form: a stand-in for a simulation."""

    lever, target = "completion_rate", "jobs_2030"

    def __init__(self, scenario, chance, whole=False):
        self.scenario, self.chance, self.whole = scenario, chance, whole
        self.asked = []

    def by_year(self, value):
        self.asked.append(value)
        return {2030: self.chance(value)}


@pytest.fixture
def curve(shipped):
    """Make odds from a function of the lever."""
    return lambda chance, whole=False: Curve(shipped.scenario("track-record"), chance, whole)


# ---------------------------------------------------------------- the search itself


@given(st.floats(0.05, 0.95), st.floats(0.1, 0.9))
def test_the_least_value_of_a_rising_curve_is_found(shipped, threshold, wanted):
    odds = Curve(shipped.scenario("track-record"), lambda v: min(1.0, wanted * v / threshold))
    found = seek(odds, (0.0, 1.0), 2030, wanted)
    assert found.reachable
    assert found.value == pytest.approx(threshold, rel=2e-4)
    assert found.probability >= wanted


def test_a_falling_lever_is_met_at_its_lower_bound(curve):
    found = seek(curve(lambda v: 1 - v), (0.0, 1.0), 2030, 0.5)
    assert found.value == 0
    assert found.probability == 1


def test_a_hump_is_met_on_its_way_up(curve):
    found = seek(curve(lambda v: 1 - abs(v - 0.6)), (0.0, 1.0), 2030, 0.9)
    assert found.value == pytest.approx(0.5, rel=2e-4)


def test_where_nothing_reaches_it_the_best_is_told(curve):
    found = seek(curve(lambda v: 0.4 - abs(v - 0.25)), (0.0, 1.0), 2030, 0.5)
    assert not found.reachable
    assert found.value is None
    assert (found.best_value, found.probability) == (0.25, 0.4)


def test_the_curve_is_an_even_grid_of_the_bounds(curve):
    found = seek(curve(lambda v: v), (0.2, 1.0), 2030, 2.0)
    assert [v for v, _ in found.curve] == pytest.approx(np.linspace(0.2, 1, 9))
    assert [p for _, p in found.curve] == pytest.approx(np.linspace(0.2, 1, 9))


@pytest.mark.parametrize("threshold", range(1, 40))
def test_a_whole_lever_is_met_at_the_least_whole_number(curve, threshold):
    odds = curve(lambda v: float(v >= threshold), whole=True)
    found = seek(odds, (0.0, 40.0), 2030, 0.5)
    assert found.value == threshold
    assert all(value == int(value) for value in odds.asked)


def test_few_whole_values_are_each_tried_once(curve):
    found = seek(curve(lambda v: v / 3, whole=True), (0.0, 3.0), 2030, 0.6)
    assert [v for v, _ in found.curve] == [0, 1, 2, 3]
    assert found.value == 2


# ---------------------------------------------------------------- on the study


def test_completions_a_year_for_an_even_chance_of_the_jobs(shipped):
    found = shipped.goal_seek(
        "completion_rate", scenario="track-record", target="jobs_2030", probability=0.5,
        bounds=(0, 1), search=SEARCH,
    )  # fmt: skip
    assert found.reachable
    assert found.unit == "share of what is outstanding, per year"
    assert 0.3 < found.value < 1
    assert found.year == 2030
    here, below = (
        shipped.simulate([shipped.scenario("track-record").set({"completion_rate": v})], draws=400, seed=7)
        for v in (found.value, found.value * 0.99)
    )
    chances = [
        r.targets().set_index("target").loc["jobs_2030", "probability"] for r in (here, below)
    ]  # fmt: skip
    assert chances[0] == found.probability >= 0.5
    assert chances[1] <= chances[0]


def test_more_certainty_takes_no_less(shipped):
    values = [
        shipped.goal_seek(
            "completion_rate", scenario="track-record", target="jobs_2030", probability=p,
            bounds=(0.0, 1.0), search=Search(draws=64),
        ).value
        for p in (0.2, 0.6)
    ]  # fmt: skip
    assert values == sorted(values)


def test_a_lever_that_cannot_reach_it_says_so(shipped):
    found = shipped.goal_seek(
        "cohorts.new.clusters", scenario="plan", target="industry_growth_2025", probability=0.9,
        bounds=(0, 100), search=SEARCH,
    )  # fmt: skip
    assert not found.reachable
    assert 0.2 < found.probability < 0.9
    assert len({p for _, p in found.curve}) == 1


def test_clusters_are_whole(shipped):
    found = shipped.goal_seek(
        "cohorts.started.clusters", scenario="plan", target="jobs_2030", probability=0.5,
        bounds=(0, 60), search=SEARCH,
    )  # fmt: skip
    assert found.value == int(found.value)
    assert limits("cohorts.started.clusters").unit == "clusters"


def test_years_are_whole(shipped):
    """Later completion is met from the first year on; the lever is still tried in whole years only."""
    found = shipped.goal_seek(
        "construction_years",
        scenario="plan",
        target="jobs_2030",
        probability=0.99,
        bounds=(1, 4),
        search=SEARCH,
    )
    assert [v for v, _ in found.curve] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("construction_years", True),
        ("cohorts.new.planned", True),
        ("stock.wastewater_counted", True),
        ("years_to_fill", False),
        ("stock.jobs", False),
    ],
)
def test_what_is_possible_is_read_from_the_field(path, whole):
    assert limits(path).whole is whole


def test_the_bounds_are_those_of_the_distribution_where_none_are_given(shipped):
    found = shipped.goal_seek(
        "workers_per_leased_ha", scenario="plan", target="jobs_2030", probability=0.5, search=SEARCH
    )
    assert found.bounds == (45, 85)


def test_the_spread_of_another_scenario_bounds_what_this_one_fixed(shipped):
    found = shipped.goal_seek(
        "completion_rate", scenario="plan", target="jobs_2030", probability=0.5, search=SEARCH
    )
    assert found.bounds == (0.03, 0.30)


def test_every_value_is_tried_once(shipped):
    plan, inputs_of = shipped.scenario("plan"), shipped.inputs_of(None)
    odds = Odds(inputs_of, plan, "workers_per_leased_ha", "jobs_2030", SEARCH)
    assert odds.by_year(60.0) is odds.by_year(60.0)
    assert list(odds.by_year(60.0)) == list(range(2025, 2036))


def test_all_mistakes_come_at_once(shipped):
    with pytest.raises(InputError) as caught:
        shipped.goal_seek(
            "leakge", scenario="plan", target="jobs_2031", probability=1.5, bounds=(2, 1), search=SEARCH
        )
    assert caught.value.mistakes == (
        "lever: no assumption 'leakge'; did you mean 'leakage'?",
        "target: no target 'jobs_2031'; did you mean 'jobs_2030'?",
        "probability: 1.5 is not allowed; it must lie between 0 and 1",
        "bounds: 2 must be below 1",
    )


def test_the_date_of_a_search_may_be_text_as_everywhere(shipped):
    def found(when):
        search = Search(draws=64, as_of=when)
        return shipped.goal_seek(
            "leakage", scenario="plan", target="jobs_2030", probability=0.5, search=search
        )

    assert found("2024-12-31") == found(date(2024, 12, 31))
    with pytest.raises(InputError, match="'soon' is not a date"):
        found("soon")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"lever": "ramp"}, "lever: no assumption 'ramp'"),
        ({"bounds": (0, 2)}, "2.0 is not allowed; it must lie between 0 and 1|2 is not allowed"),
        ({"bounds": (-0.1, 1)}, "-0.1 is not allowed"),
        ({"bounds": (0, float("inf"))}, "finite"),
        ({"bounds": (float("nan"), 1)}, "must be below"),
        ({"probability": float("nan")}, "nan is not allowed"),
        ({"probability": 0}, "0 is not allowed"),
        ({"scenario": "plna"}, "no scenario 'plna'; did you mean 'plan'?"),
        ({"lever": "cohorts.new.clusters", "bounds": (0.5, 3)}, "bounds: 0.5 is not a whole number"),
        ({"lever": "cohorts.new.planned", "bounds": (2025, 2040)}, "the year 2040 lies outside the horizon"),
        ({"lever": "land_rent_per_leased_ha"}, "has no range of its own; name them with --bounds LOW HIGH"),
        ({"search": Search(draws=-1)}, "draws: -1 is not allowed"),
        ({"search": Search(draws=10, seed=-1)}, "seed: -1 is not allowed"),
    ],
)
def test_an_impossible_question_is_refused(shipped, arguments, said):
    asked = {
        "lever": "leakage", "scenario": "plan", "target": "jobs_2030", "probability": 0.5, "search": SEARCH,
        **arguments,
    }  # fmt: skip
    with pytest.raises(InputError) as caught:
        shipped.goal_seek(asked.pop("lever"), **asked)
    assert any(part in str(caught.value) for part in said.split("|"))


def test_hectares_needed_has_two_years_and_two_probabilities(shipped):
    run = shipped.simulate(["plan"], draws=200)
    frame = hectares_needed(shipped.inputs_of(run.as_of), shipped.scenarios, run)
    assert list(frame.columns) == ["year", "wanted", "hectares", "probability", "most_hectares"]
    assert frame[["year", "wanted"]].to_numpy().tolist() == [
        [2025, 0.5],
        [2025, 0.8],
        [2030, 0.5],
        [2030, 0.8],
    ]
    reached = frame.dropna(subset="hectares")
    assert (reached["hectares"] <= reached["most_hectares"]).all()
    assert (reached["probability"] >= reached["wanted"]).all()


def test_the_hectares_needed_follow_what_a_user_set(shipped):
    """With nobody per hectare no land helps: the best chance is that of the baseline alone."""
    none = shipped.changed({"workers_per_leased_ha": 0})
    run = none.simulate(["track-record"], draws=64)
    frame = hectares_needed(none.inputs_of(run.as_of), none.scenarios, run)
    alone = none.simulate(["reference"], draws=64).targets().set_index("target")
    assert frame.loc[0, "probability"] == alone.loc["industry_growth_2025", "probability"]
    assert frame["hectares"].dropna().eq(0).all()
