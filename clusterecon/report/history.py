"""All runs as a table, and the probability of each target over them as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from clusterecon.ground.csv import csv_text
from clusterecon.language.numbers import percent, probability
from clusterecon.report.publish import Published
from clusterecon.results.changes import KEY_FIELDS, headline_rows

if TYPE_CHECKING:
    from clusterecon.charts.style import Look

COLUMNS = (
    *(
        "sequence",
        "started",
        "folder",
        "notebook",
        "report_scenario",
        "lang",
        "hash",
        "as_of",
        "seed",
        "draws",
    ),
    *KEY_FIELDS,
    "value",
)
_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 900, 240, 54, 460, 14, 30
_LONGEST_NAME = 50
"""Of a scenario, in letters: so many of 12 pixels, with the figure, have room right of the picture."""
_LANG = "vi"


def history_csv(reports: Sequence[Published]) -> str:
    """Return the history as CSV with `COLUMNS`: one row for each headline figure, oldest report first.

    A report without a headline has one row without a figure.
    """
    rows = [
        [_one_line(cell) for cell in (*_about(report), *(row.get(field) for field in (*KEY_FIELDS, "value")))]
        for report in sorted(reports, key=lambda report: report.sequence)
        for row in headline_rows(report.record) or [{}]
    ]
    return csv_text(COLUMNS, rows)


@dataclass(frozen=True)
class ProbabilityLine:
    """The probability of one target in one scenario, run after run."""

    scenario: str
    points: tuple[tuple[int, float], ...]
    """Sequence of the report, probability (0 to 1)."""


def probability_lines(reports: Sequence[Published]) -> dict[str, list[ProbabilityLine]]:
    """Return the probabilities in the reports' headlines over runs, by target, oldest run first.

    Reports of the same figures (by ``figures``, else by ``hash``), such as the two languages of one run,
    count once.
    """
    series: dict[str, dict[str, list[tuple[int, float]]]] = {}
    seen: set[tuple[str, str, str]] = set()
    for report in sorted(reports, key=lambda report: report.sequence):
        for row in headline_rows(report.record):
            name, scenario, value = str(row.get("name")), str(row.get("scenario")), row.get("value")
            key = (name, scenario, str(report.record.get("figures") or report.record.get("hash")))
            if row.get("measure") == "probability" and isinstance(value, int | float) and key not in seen:
                seen.add(key)
                series.setdefault(name, {}).setdefault(scenario, []).append((report.sequence, float(value)))
    return {
        name: [ProbabilityLine(scenario, tuple(points)) for scenario, points in by_scenario.items()]
        for name, by_scenario in series.items()
    }


def probability_svg(
    name: str, lines: Sequence[ProbabilityLine], names: Mapping[str, str] | None = None
) -> str:
    """Draw the probability of one target over runs as SVG: a line a scenario, named at its end.

    A scenario looks the same in every picture that has the same titles (``names``).
    """
    from clusterecon.charts.style import looks

    known = names or {}
    drawn = looks([line.scenario for line in lines], known)
    numbers = sorted({number for line in lines for number, _ in line.points})
    place = {number: _across(index, len(numbers)) for index, number in enumerate(numbers)}
    ends = _spread([_up(line.points[-1][1]) for line in lines])
    labels = [f"{_short(known.get(line.scenario, line.scenario))} {_last(line)}" for line in lines]
    parts = [
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(name)}</title><desc>{escape('; '.join(labels))}</desc>",
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _up(share)
        parts.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{percent(100 * share, _LANG, 0)}</text>'
        )
    parts += [
        f'<text x="{place[number]:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">#{number}</text>'
        for number in (numbers[0], numbers[-1])[: len(numbers)]
    ]
    for line, label, end in zip(lines, labels, ends, strict=True):
        parts += _line(line, place, (label, end), drawn[line.scenario])
    return "\n".join([*parts, "</svg>"])


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _last(line: ProbabilityLine) -> str:
    return probability(line.points[-1][1], _LANG)


def _line(
    line: ProbabilityLine, place: Mapping[int, float], label: tuple[str, float], look: "Look"
) -> list[str]:
    start, (text, end) = _WIDTH - _RIGHT + 8, label
    dash = "" if look.dashes == "solid" else " ".join(f"{2 * length:g}" for length in look.dashes[1])
    corners = " ".join(f"{place[number]:.1f},{_up(value):.1f}" for number, value in line.points)
    last, value = line.points[-1]
    return [
        f'<polyline points="{corners}" fill="none" stroke="{look.colour}" stroke-width="2" '
        f'stroke-dasharray="{dash}"/>',
        f'<circle cx="{place[last]:.1f}" cy="{_up(value):.1f}" r="3" fill="{look.colour}"/>',
        f'<line x1="{start}" x2="{start + 26}" y1="{end:.1f}" y2="{end:.1f}" stroke="{look.colour}" '
        f'stroke-width="2" stroke-dasharray="{dash}"/>',
        f'<text x="{start + 32}" y="{end + 4:.1f}">{escape(text)}</text>',
    ]


def _across(index: int, count: int) -> float:
    width = _WIDTH - _LEFT - _RIGHT
    return _LEFT + (width * index / (count - 1) if count > 1 else width / 2)


def _up(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def _spread(heights: Sequence[float], gap: float = 15.0) -> list[float]:
    """Move labels apart so that none covers another, keeping their order."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    placed = [0.0] * len(heights)
    lowest = _TOP - gap
    for index in order:
        placed[index] = lowest = max(heights[index], lowest + gap)
    excess = max(0.0, lowest - (_HEIGHT - _BOTTOM))
    return [height - excess for height in placed]


def _about(report: Published) -> tuple[Any, ...]:
    record, about, run = report.record, report.record["report"], report.record.get("run", {})
    names = (about["notebook"], about["scenario"], about["lang"])
    inputs = (run.get("as_of"), run.get("seed"), run.get("draws"))
    return (report.sequence, record.get("started"), report.folder, *names, record.get("hash"), *inputs)


def _one_line(cell: object) -> object:
    return " ".join(cell.split()) if isinstance(cell, str) else cell
