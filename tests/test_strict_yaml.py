"""YAML is read strictly: numbers as in YAML 1.2, nothing twice, no tags, no anchors, every line kept."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterecon.ground.errors import InputError
from clusterecon.ground.yaml import parse, read


def mistakes_of(text):
    """The mistakes found in a text."""
    with pytest.raises(InputError) as caught:
        parse(text, "x.yaml")
    return caught.value.mistakes


def value_of(text):
    """A single value, as `--set` reads it."""
    return parse(text, "--set").data


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("+.5e3", 500.0),
        ("-4", -4),
        ("007", 7),
        ("2.", 2.0),
        ("1:30", "1:30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("False", False),
        ("2025-02-03", "2025-02-03"),
        ("'5'", "5"),
        ('"true"', "true"),
        ("~", None),
        ("null", None),
        ("", None),
        ("Hà Đông", "Hà Đông"),
        ("[1, a]", [1, "a"]),
        ("{a: 1, 2025: 6}", {"a": 1, 2025: 6}),
    ],
)
def test_values_are_read_as_in_yaml_1_2(text, value):
    found = value_of(text)
    assert found == value
    assert type(found) is type(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_python_writes_is_read_back(number):
    assert value_of(repr(number)) == number


@given(st.integers(-(10**16), 10**16))
def test_whole_numbers_stay_whole(number):
    found = value_of(str(number))
    assert found == number
    assert isinstance(found, int)


@pytest.mark.parametrize("text", ["1e400", "-1e999", "9" * 400, "-" + "9" * 400])
def test_a_number_too_large_for_the_machine_is_refused(text):
    (mistake,) = mistakes_of(f"a: 1\nb: {text}")
    assert mistake.startswith("x.yaml, line 2:")
    assert "too large" in mistake


@pytest.mark.parametrize("text", [".inf", "-.INF", ".NaN", ".nan", "+.Inf"])
def test_what_is_not_finite_is_refused(text):
    assert mistakes_of(f"a: {text}") == (f"x.yaml, line 1: {text} is not a finite number",)


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch /nowhere']",
        "!!python/name:os.system",
        "!!python/tuple [1, 2]",
        "!local 1",
        "!!binary aGk=",
        "!!set {a}",
        "!!omap [a: 1]",
        "!<tag:example.org,2025:x> 1",
    ],
)
def test_tags_are_refused_with_their_line(tag):
    (mistake,) = mistakes_of(f"a: 1\nb: {tag}")
    assert mistake.startswith("x.yaml, line 2: the tag ")
    assert mistake.endswith("is not allowed")


@pytest.mark.parametrize("text", ["!!python/name:os.x a: 1", "a: !!str 5", "a: !!int abc", "!!map {a: 1}"])
def test_every_tag_is_refused_on_keys_and_plain_values_too(text):
    assert "is not allowed" in mistakes_of(text)[0]


@pytest.mark.parametrize("text", ["a: &x 1", "&x a: 1", "a: &x [1]\nb: *x", "a: &x {b: 1}\nc:\n  <<: *x"])
def test_anchors_and_aliases_are_refused(text):
    (mistake,) = mistakes_of(text)
    assert "line 1" in mistake
    assert "anchors and aliases" in mistake


def test_a_bomb_of_aliases_is_refused_at_once():
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)]
    assert "anchors and aliases" in mistakes_of("\n".join(lines))[0]


def test_an_unknown_alias_is_refused():
    assert "line 1" in mistakes_of("a: *nothing")[0]


def test_a_second_document_is_refused_with_its_line():
    assert mistakes_of("a: 1\n---\nb: 2") == ("x.yaml, line 2: a second document; one file holds one",)


def test_a_key_that_stands_twice_is_refused_with_both_lines():
    (mistake,) = mistakes_of("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3")
    assert mistake == "x.yaml, line 5: the key 'c' stands twice; the first is on line 3"


def test_the_same_number_written_two_ways_is_one_key():
    assert "stands twice" in mistakes_of("2025: 1\n02025: 2")[0]


@pytest.mark.parametrize("key", ["true", "1.5", "~", "[a]", "{a: 1}"])
def test_a_key_is_a_word_or_a_whole_number(key):
    assert "a key must be" in mistakes_of(f"? {key}\n: 1")[0]


def test_all_mistakes_are_listed_at_once():
    assert len(mistakes_of("a: .inf\na: 2\nb: !x 1\n1.5: 3")) == 4


def test_a_mistake_in_the_syntax_names_its_line():
    (mistake,) = mistakes_of("a: 1\nb: [1, 2")
    assert mistake.startswith("x.yaml, line 3: not valid YAML:")


@pytest.mark.parametrize("text", ["a: \x00", "a: \x07b"])
def test_control_characters_are_refused(text):
    assert "not valid YAML" in mistakes_of(text)[0]


def test_every_key_and_item_keeps_its_line():
    document = parse("a: 1\nb:\n  c:\n  - 5\n  - 6\n2025: x\n", "x.yaml")
    assert document.lines[("a",)] == 1
    assert document.lines["b", "c"] == 3
    assert document.lines["b", "c", 1] == 5
    assert document.lines[(2025,)] == 6


def test_a_hundred_levels_are_read():
    value = value_of("[" * 100 + "]" * 100)
    for _ in range(99):
        (value,) = value
    assert value == []


@pytest.mark.parametrize("depth", [101, 700, 900, 5_000])
def test_deeper_nesting_is_refused(depth):
    assert mistakes_of("\n" + "[" * depth + "]" * depth) == ("x.yaml, line 2: nested more than 100 deep",)


@pytest.mark.parametrize("text", ["'[' * 200_000", "'{a: ' * 100_000", "'- ' * 100_000 + 'a'"])
def test_very_deep_nesting_does_not_crash_the_process(text):
    code = (
        "from clusterecon.ground.yaml import parse\n"
        "from clusterecon.ground.errors import InputError\n"
        f"try: parse({text}, 'x')\n"
        "except InputError: raise SystemExit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert done.returncode == 9, done.stderr[-300:]


def test_a_file_is_read_with_its_name_from_the_root(tmp_path):
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "scenarios" / "a.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    document = read(file, tmp_path)
    assert document.data == {"a": 1}
    assert document.name == "scenarios/a.yaml"


def test_a_byte_order_mark_is_no_mistake(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read(file).data == {"a": 1}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "a.yaml: the file is empty"),
        (b"# nothing\n\n", "a.yaml: the file is empty"),
        (b"a: 1\nb: \xe9t\xe9\n", "a.yaml, line 2: not UTF-8; save the file as UTF-8"),
        ("a: Hà".encode("utf-16"), "a.yaml, line 1: not UTF-8; save the file as UTF-8"),
        (b"#" * 2_000_001, "a.yaml: 2,000,001 bytes; a scenario file holds at most 2,000,000"),
    ],
)
def test_a_file_that_cannot_be_a_scenario_is_refused(tmp_path, content, complaint):
    file = tmp_path / "a.yaml"
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(file, tmp_path)
    assert caught.value.mistakes == (complaint,)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    (tmp_path / "b.yaml").mkdir()
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(InputError, match=f"{name}: cannot be read"):
            read(tmp_path / name, tmp_path)
