import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_toys import notebook

from clusterecon.report.parameters import declared_parameters, parameter_mistakes


def declared(source):
    return declared_parameters(notebook(parameters=source))


def mistakes(source, **given_values):
    return parameter_mistakes(declared(source), given_values, "toy")


def test_names_and_kinds_come_from_the_parameters_cell_in_order():
    found = declared(
        "scenarios: list[str] = []\nlang = 'vi'\nseed: int = 7\nx = y = 1.5\nz = None\nw = 2 * 3"
    )
    assert list(found) == ["scenarios", "lang", "seed", "x", "y", "z", "w"]
    assert [p.kind for p in found.values()] == [
        "list[str]",
        "str",
        "int",
        "float",
        "float",
        "any value",
        "any value",
    ]


def test_a_notebook_without_a_parameters_cell_declares_nothing():
    assert declared_parameters({"cells": []}) == {}
    untagged = notebook()
    untagged["cells"][0]["metadata"] = {}
    assert declared_parameters(untagged) == {}


def test_source_may_be_a_list_of_lines():
    book = notebook()
    book["cells"][0]["source"] = ["seed: int = 7\n", "lang = 'vi'\n"]
    assert list(declared_parameters(book)) == ["seed", "lang"]


def test_only_the_first_tagged_cell_counts():
    book = notebook("seed: int = 7", parameters="lang = 'vi'")
    book["cells"][1]["metadata"] = {"tags": ["parameters"]}
    assert list(declared_parameters(book)) == ["lang"]


def test_a_cell_that_is_not_python_is_refused():
    with pytest.raises(SyntaxError):
        declared("%matplotlib inline")


def test_an_unknown_name_is_told_with_the_nearest_valid_one():
    (line,) = mistakes("scenarios: list[str] = []\ndraws: int = 1", drawz=5)
    assert line == "notebook toy: no parameter 'drawz'; did you mean 'draws'? (it takes: scenarios, draws)"


def test_a_notebook_that_takes_nothing_says_so():
    (line,) = mistakes("pass", x=1)
    assert line.endswith("(it takes: none)")


def test_all_mistakes_come_at_once():
    assert len(mistakes("a: int = 1\nb: str = ''", a="x", b=2, c=3)) == 3


ACCEPTED = [
    ("int", 3),
    ("float", 3),
    ("float", 3.5),
    ("str", "x"),
    ("bool", True),
    ("list", [1, "a"]),
    ("list[str]", ["a"]),
    ("list[str]", ("a", "b")),
    ("list[int | str]", [1, "a"]),
    ("tuple[str, ...]", ["a"]),
    ("Sequence[float]", [1, 2.5]),
    ("dict", {"a": 1}),
    ("dict[str, float]", {"a": 1}),
    ("Mapping[str, list[int]]", {"a": [1]}),
    ("str | None", None),
    ("Optional[str]", None),
    ("typing.Optional[int]", 4),
    ("Union[int, str]", "x"),
    ("Literal['a', 'b']", "a"),
    ("'int'", 3),
    ("object", {"a": [None]}),
    ("Any", None),
    ("datetime.date", "2025-02-03"),
    ("list[...]", [1]),
    ("tuple[()]", [1]),
    ("mine.Kind[int]", 1),
]
REFUSED = [
    ("int", 3.5),
    ("int", "3"),
    ("int", True),
    ("int", None),
    ("float", "3"),
    ("float", False),
    ("str", 3),
    ("bool", 1),
    ("bool", "true"),
    ("list", "abc"),
    ("list[str]", "abc"),
    ("list[str]", ["a", 1]),
    ("list[int]", [True]),
    ("dict[str, float]", {"a": "x"}),
    ("dict", [1]),
    ("str | None", 3),
    ("Optional[int]", "x"),
    ("Union[int, str]", 1.5),
    ("Literal['a', 'b']", "c"),
    ("Literal[1]", True),
    ("'int'", "x"),
    ("float", 10**400),
    ("list[Literal['a'] | None]", ["b"]),
]


@pytest.mark.parametrize(("annotation", "value"), ACCEPTED)
def test_a_fitting_value_is_taken(annotation, value):
    assert mistakes(f"x: {annotation} = {value!r}", x=value) == []
    assert mistakes(f"x: {annotation}", x=value) == []


@pytest.mark.parametrize(("annotation", "value"), REFUSED)
def test_a_value_of_the_wrong_type_is_refused_with_what_is_wanted(annotation, value):
    (line,) = mistakes(f"x: {annotation} = 0", x=value)
    assert line.startswith("notebook toy: parameter 'x' takes ")
    assert type(value).__name__ in line


@pytest.mark.parametrize(
    ("default", "good", "bad"),
    [("7", 8, "8"), ("0.5", 1, "x"), ("'a'", "b", 1), ("[]", ["x"], "x"), ("{}", {}, []), ("False", True, 1)],
)
def test_without_annotation_the_default_decides(default, good, bad):
    assert mistakes(f"x = {default}", x=good) == []
    assert len(mistakes(f"x = {default}", x=bad)) == 1


def test_none_may_be_given_where_it_is_the_default():
    assert mistakes("x: str = None", x=None) == []
    assert mistakes("x = None", x=3) == []


def test_what_papermill_cannot_write_down_is_refused():
    assert mistakes("x = None", x=object())[0].endswith("must be plain text, numbers, lists or mappings")
    assert mistakes("x = None", x={1: "a"}) != []
    assert mistakes("x = None", x=[{"a": (1, None)}]) == []


def test_long_values_are_cut_in_the_message():
    (line,) = mistakes("x: int = 1", x="a" * 500)
    assert len(line) < 150


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(JSON)
def test_every_plain_value_fits_a_parameter_that_takes_anything(value):
    assert mistakes("x = None", x=value) == []


@given(JSON, st.sampled_from(["int", "float", "str", "bool", "list", "dict"]))
def test_a_value_fits_its_type_and_no_other(value, kind):
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    fits = {
        "int": isinstance(value, int) and is_number,
        "float": is_number,
        "str": isinstance(value, str),
        "bool": isinstance(value, bool),
        "list": isinstance(value, list),
        "dict": isinstance(value, dict),
    }[kind]
    assert (mistakes(f"x: {kind}", x=value) == []) is fits
