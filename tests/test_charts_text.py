import unicodedata
from itertools import pairwise

import pytest
from charts_samples import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.charts.style import DASHES, MARKERS, PALETTE, SETTINGS, SIZES, looks, style
from clusterecon.charts.text import ChartText, spread_out
from clusterecon.document.typesetting import drawn_width, legible, line_height, wrap
from clusterecon.ground.errors import InputError


def _linear(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def _luminance(colour):
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lightness(colour):
    return 116 * _luminance(colour) ** (1 / 3) - 16


# Machado, Oliveira and Fernandes (2009), full deficiency, on linear RGB.
DEFICIENCIES = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def _lab(rgb):
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    xyz = [sum(m * min(max(c, 0), 1) for m, c in zip(row, rgb, strict=True)) for row in matrix]
    f = [
        (t / w) ** (1 / 3) if t / w > 0.008856 else 7.787 * t / w + 16 / 116
        for t, w in zip(xyz, white, strict=True)
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("name", DEFICIENCIES)
def test_colours_stay_apart_for_the_colour_blind(name):
    seen = [
        _lab([sum(m * c for m, c in zip(row, _linear(colour), strict=True)) for row in DEFICIENCIES[name]])
        for colour in PALETTE
    ]
    for i, a in enumerate(seen):
        for b in seen[:i]:
            assert sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5 > 9


def test_colours_stay_apart_in_grey_and_on_white():
    greys = sorted(_lightness(colour) for colour in PALETTE)
    assert min(b - a for a, b in pairwise(greys)) > 4.5
    for colour in PALETTE:
        assert 1.05 / (_luminance(colour) + 0.05) >= 3
    first_two = sorted(_lightness(colour) for colour in PALETTE[:2])
    assert first_two[1] - first_two[0] > 20


def test_each_series_has_a_look_of_its_own():
    given_looks = looks([f"s{i}" for i in range(7)])
    assert len(set(given_looks.values())) == 7
    assert looks(["a", *"bcdefgh"])["h"] == looks(["a"])["a"]
    assert len(PALETTE) == len(DASHES) == len(MARKERS)


def test_a_series_looks_the_same_whichever_others_are_drawn():
    order = ["reference", "plan", "record"]
    assert looks(["plan"], order)["plan"] == looks(order)["plan"]
    assert looks(["other", "record"], order)["record"] == looks(order)["record"]
    assert looks(["other"], order)["other"] == looks([*order, "other"])["other"]


def test_style_restores_what_was_set_before():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["svg.hashsalt"] == SETTINGS["svg.hashsalt"]
        assert mpl.rcParams["text.parse_math"] is False
    assert dict(mpl.rcParams) == before


def test_sizes():
    assert SIZES["slide"][:2] == (13.333, 7.5)


def test_clean_makes_any_title_harmless():
    text = legible(HOSTILE, 70)
    assert len(text) <= 70
    assert text.endswith("…")
    assert "$x^2$" in text
    assert "🏭" not in text
    assert legible("Ke\u0302\u0301 hoa\u0323ch") == unicodedata.normalize("NFC", "Kế hoạch") == "Kế hoạch"
    assert legible("a\nb\tc\x07  d\u200b") == "a b c d"
    assert legible("a" * 300, 20) == "a" * 19 + "…"
    assert legible("") == ""


@given(st.text(max_size=400))
def test_clean_keeps_to_one_line_and_length_and_is_idempotent(text):
    once = legible(text, 70)
    assert len(once) <= 70
    assert not any(unicodedata.category(c)[0] == "C" for c in once)
    assert legible(once, 70) == once


def test_chart_text_cleans_and_falls_back_to_the_identifier():
    words = ChartText("Ke\u0302\n t", "s", "f", "vi", {"a": "A" * 100, "b": "🏭"})
    assert words.title == "Kê t"
    assert len(words.name("a")) == 70
    assert words.name("b") == "b"
    assert words.name("other") == "other"
    with pytest.raises(InputError, match="language 'fr'"):
        ChartText("t", "s", "f", "fr")


def test_text_width_agrees_with_what_is_drawn():
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    for text, weight in (("Kế hoạch như công bố 80.000", "normal"), ("Tăng trưởng công nghiệp", "bold")):
        drawn = TextPath((0, 0), text, size=20, prop=FontProperties(family="DejaVu Sans", weight=weight))
        width = drawn_width(text, 20, weight == "bold") * 72
        assert width == pytest.approx(drawn.get_extents().width, rel=0.04)
    assert drawn_width("", 10) == 0
    assert line_height(72) == 1.25


def test_wrap_keeps_to_width_and_lines():
    text = "Kể cả khi hoàn thành đúng kế hoạch, các cụm mới chỉ thêm rất ít vào tăng trưởng"
    whole = wrap(text, 3.0, 12, lines=9)
    assert whole.replace("\n", " ") == text
    assert max(drawn_width(line, 12) for line in whole.split("\n")) <= 3.0
    cut = wrap(text, 2.0, 12, lines=2)
    assert cut.count("\n") == 1
    assert cut.endswith("…")
    assert wrap("", 1, 10) == ""
    assert wrap("x" * 50, 1.0, 10, lines=9).replace("\n", "") == "x" * 50


@given(st.text(alphabet="abc đế ", max_size=120), st.floats(0.3, 5), st.integers(1, 4))
def test_wrapped_lines_always_fit(text, width, lines):
    wrapped = wrap(legible(text), width, 10, lines=lines)
    parts = wrapped.split("\n")
    assert len(parts) <= lines
    assert all(drawn_width(part, 10) <= width for part in parts)


@given(st.lists(st.floats(-1, 2), max_size=12), st.floats(0.001, 0.3))
def test_labels_are_spread_within_bounds(wanted, gap):
    placed = spread_out(wanted, gap, 0.0, 1.0)
    assert len(placed) == len(wanted)
    if not placed:
        return
    kept = min(gap, 1 / max(1, len(wanted) - 1))
    ordered = sorted(placed)
    assert ordered[0] >= -1e-9
    assert ordered[-1] <= 1 + 1e-9
    assert all(b - a >= kept - 1e-9 for a, b in pairwise(ordered))
    for i, a in enumerate(wanted):
        for j, b in enumerate(wanted):
            assert a >= b or placed[i] < placed[j] + 1e-9


def test_labels_far_enough_apart_stay_where_they_are():
    assert spread_out([0.9, 0.1, 0.5], 0.1, 0.0, 1.0) == pytest.approx([0.9, 0.1, 0.5])
    assert spread_out([0.5, 0.5], 0.2, 0.0, 1.0) == pytest.approx([0.4, 0.6])
