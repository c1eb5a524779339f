import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from clusterecon.baseline.distribution import (
    Mixture,
    StudentT,
    predict,
    predictive,
    regress,
    unknown_mean,
)

PARTS = st.lists(
    st.tuples(st.floats(-10, 20), st.floats(0.05, 5), st.floats(3, 30)), min_size=1, max_size=4
).map(lambda parts: Mixture.equal(*(StudentT(*part) for part in parts)))
THREE = Mixture((StudentT(6, 1, 5), StudentT(8, 2, 12), StudentT(5, 0.5, np.inf)), (0.5, 0.3, 0.2))


@given(PARTS)
def test_quantiles_are_roots_of_the_distribution_function(mixture):
    p = np.array([0.001, 0.05, 0.1, 0.5, 0.9, 0.95, 0.999])
    assert mixture.cdf(mixture.quantile(p)) == pytest.approx(p, abs=1e-8)
    assert (np.diff(mixture.quantile(np.linspace(0.0005, 0.9995, 1000))) >= 0).all()


def test_moments_are_those_of_the_density():
    t = [stats.t(5, 6, 1), stats.t(12, 8, 2), stats.norm(5, 0.5)]

    def density(x):
        return sum(w * part.pdf(x) for w, part in zip(THREE.weights, t, strict=True))

    mean = integrate.quad(lambda x: x * density(x), -np.inf, np.inf)[0]
    variance = integrate.quad(lambda x: (x - mean) ** 2 * density(x), -np.inf, np.inf)[0]
    assert THREE.mean == pytest.approx(mean)
    assert THREE.variance == pytest.approx(variance)


def test_moving_and_adding_keep_mean_and_variance():
    moved = THREE.moved(3.0, 0.4)
    assert (moved.mean, moved.variance) == pytest.approx((3.0, 0.16 * THREE.variance))
    added = THREE.plus(StudentT(0.3, 0.7, 5))
    assert added.mean == pytest.approx(THREE.mean + 0.3)
    assert added.variance == pytest.approx(THREE.variance + 0.49 * 5 / 3)
    point = THREE.moved(7.05, 0.0)
    assert point.is_known
    assert point.quantile([0.1, 0.9]).tolist() == [7.05, 7.05]


@pytest.mark.parametrize("y", [-3.0, 5.9, 6.0, 11.0])
def test_crps_of_normal_and_student_t_is_the_published_formula(y):
    """Gneiting & Raftery (2007) for the normal; Jordan, Krüger & Lerch (2019) for Student t."""
    normal = Mixture.equal(StudentT(6, 2, np.inf))
    z = (y - 6) / 2
    expected = 2 * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert normal.crps(y) == pytest.approx(expected, abs=1e-4)
    v = 7.0
    student = Mixture.equal(StudentT(6, 2, v))
    ratio = special.beta(0.5, v - 0.5) / special.beta(0.5, v / 2) ** 2
    spread = 2 * np.sqrt(v) / (v - 1) * ratio
    density = stats.t.pdf(z, v) * (v + z**2) / (v - 1)
    expected = 2 * (z * (2 * stats.t.cdf(z, v) - 1) + 2 * density - spread)
    assert student.crps(y) == pytest.approx(expected, abs=1e-4)


def test_predictive_and_mean_of_readings():
    x = [5.0, 4.5, 8.3, 7.0]
    one, mean = predictive(x), unknown_mean(x)
    assert (one.location, one.degrees_of_freedom) == (pytest.approx(6.2), 3)
    assert one.scale == pytest.approx(np.std(x, ddof=1) * np.sqrt(1.25))
    assert mean.scale == pytest.approx(np.std(x, ddof=1) / 2)
    with pytest.raises(ValueError, match="at least two"):
        predictive([1.0])


def test_a_prediction_is_that_of_the_textbook():
    rng = np.random.default_rng(5)
    x = rng.normal(6, 2, 13)
    y = 1.4 + 0.7 * x + rng.normal(0, 1.2, 13)
    fit, at = regress(*(pd.Series(values, index=range(2012, 2025)) for values in (y, x))), 7.5
    slope, intercept, *_ = stats.linregress(x, y)
    s2 = ((y - intercept - slope * x) ** 2).sum() / 11
    leverage = 1 / 13 + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    told = predict(fit, at)
    assert told.location == pytest.approx(intercept + slope * at)
    assert told.scale == pytest.approx(np.sqrt(s2 * (1 + leverage)))
    assert told.degrees_of_freedom == 11
    wide = predict(fit, at, 4.0)
    more = slope**2 * 4 + s2 * 11 / 9 * 4 / ((x - x.mean()) ** 2).sum()
    assert wide.variance == pytest.approx(told.variance + more)


def test_least_squares_refuses_too_little():
    with pytest.raises(ValueError, match="three pairs"):
        regress(pd.Series([1.0, 2.0]), pd.Series([1.0, 2.0]))
    with pytest.raises(ValueError, match="varies"):
        regress(pd.Series([1.0, 2.0, 3.0]), pd.Series([1.0, 1.0, 1.0]))
