"""One strict reader of YAML, for files and for single values of ``--set``.

Numbers are read as in YAML 1.2 (``1e-3`` is a number, ``1:30`` is text, only ``true`` and ``false`` are
booleans, dates stay text). Duplicate keys, tags, anchors and several documents in one file are refused.
Every key keeps its line, so that a later complaint can name it.
"""

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from clusterecon.ground.errors import InputError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"
_LARGEST_FILE = 2_000_000
_DEEPEST = 100


@dataclass(frozen=True)
class Document:
    """What a YAML text says, in plain Python, and the name of the file.

    Every key and list item has its line (from 1) by its path from the top.
    """

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    name: str = ""


def read(path: Path, root: Path | None = None) -> Document:
    """Read one YAML file strictly; messages name it from ``root``.

    Raises
    ------
    InputError
        The file is missing, empty, too large, not UTF-8 or not strict YAML.
    """
    name = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise InputError(f"{name}: cannot be read (a device or a pipe, not a file)")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{name}: cannot be read ({error.strerror})") from None
    if len(raw) > _LARGEST_FILE:
        raise InputError(f"{name}: {len(raw):,} bytes; a scenario file holds at most {_LARGEST_FILE:,}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InputError(f"{name}, line {line}: not UTF-8; save the file as UTF-8") from None
    document = parse(text, name)
    if document.data is None:
        raise InputError(f"{name}: the file is empty")
    return document


def parse(text: str, name: str) -> Document:
    """Read YAML from text strictly; messages call it by ``name``.

    Raises
    ------
    InputError
        The text is not YAML, or uses what is refused here; every such place is listed.
    """
    try:
        mistakes = _tags(text, name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "the text holds a character YAML does not allow"
        raise InputError(f"{name}{where}: not valid YAML: {problem}") from None
    reader = _Reader(name)
    data = None if node is None else reader.value(node, ())
    mistakes += reader.mistakes
    if mistakes:
        raise InputError(mistakes)
    return Document(data, reader.lines, name)


def _tags(text: str, name: str) -> list[str]:
    """Return where a text uses tags, and refuse what cannot be composed safely.

    The parser's events are looked at one by one, before anything is composed of them: composing recurses,
    and an alias may stand for any amount of text.
    """
    mistakes: list[str] = []
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        where = f"{name}, line {event.start_mark.line + 1}" if event.start_mark else name
        if getattr(event, "anchor", None):
            raise InputError(f"{where}: anchors and aliases (&, *) are not allowed; write it out")
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise InputError(f"{where}: a second document; one file holds one")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise InputError(f"{where}: nested more than {_DEEPEST} deep")
        tag = getattr(event, "tag", None)
        if tag:
            mistakes.append(f"{where}: the tag {tag.replace(_CORE, '!!')} is not allowed")
    return mistakes


class _Reader:
    """Turns YAML nodes into plain values, collecting mistakes and lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.mistakes: list[str] = []

    def value(self, node: yaml.Node, path: Path_) -> Any:  # noqa: ANN401
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int) or isinstance(key, bool):
                self._complain(key_node, "a key must be a word or a whole number")
                continue
            if key in result:
                self._complain(
                    key_node, f"the key '{key}' stands twice; the first is on line {self.lines[*path, key]}"
                )
                continue
            self.lines[*path, key] = key_node.start_mark.line + 1
            result[key] = self.value(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> str | int | float | bool | None:
        text: str = node.value
        if getattr(node, "style", None) in ("'", '"', "|", ">"):
            return text
        if text in ("", "~", "null", "Null", "NULL"):
            return None
        if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text):
            if len(text) <= 18:
                return int(text)
        elif _NOT_FINITE.fullmatch(text):
            self._complain(node, f"{text} is not a finite number")
            return None
        if _FLOAT.fullmatch(text):
            number = float(text)
            if not math.isfinite(number):
                self._complain(node, f"{text} is too large a number")
            return number
        return text

    def _complain(self, node: yaml.Node, message: str) -> None:
        self.mistakes.append(f"{self.name}, line {node.start_mark.line + 1}: {message}")
