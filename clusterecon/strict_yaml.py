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

from clusterecon.errors import InputError

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CORE = "tag:yaml.org,2002:"
_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
_LARGEST_FILE = 2_000_000


@dataclass(frozen=True)
class Document:
    """What a YAML text says, and on which line it says it.

    Attributes
    ----------
    data
        Plain dictionaries, lists, numbers, strings, booleans and ``None``.
    lines
        Line (from 1) of every key and list item, by its path from the top.
    name
        Name of the file, for messages.
    """

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    name: str = ""


def read(path: Path, root: Path | None = None) -> Document:
    """Read one YAML file strictly.

    Parameters
    ----------
    path
        The file.
    root
        The folder that messages name the file from.

    Raises
    ------
    InputError
        The file is missing, empty, too large, not UTF-8 or not strict YAML.
    """
    name = path.relative_to(root).as_posix() if root and path.is_relative_to(root) else path.name
    try:
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
    """Read YAML from text strictly.

    Parameters
    ----------
    text
        The YAML.
    name
        What messages call it.

    Raises
    ------
    InputError
        The text is not YAML, or uses what is refused here; every such place is listed.
    """
    reader = _Reader(name)
    try:
        nodes = list(yaml.compose_all(text, Loader=_LOADER))
        if len(nodes) > 1:
            raise InputError(
                f"{name}, line {nodes[1].start_mark.line + 1}: a second document; one file holds one"
            )
        _refuse_anchors(text, name)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "the text holds a character YAML does not allow"
        raise InputError(f"{name}{where}: not valid YAML: {problem}") from None
    except RecursionError:
        raise InputError(f"{name}: nested too deeply") from None
    data = reader.value(nodes[0], ()) if nodes else None
    if reader.mistakes:
        raise InputError(reader.mistakes)
    return Document(data, reader.lines, name)


def _refuse_anchors(text: str, name: str) -> None:
    for event in yaml.parse(text, Loader=_LOADER):
        if getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise InputError(f"{name}, line {line}: anchors and aliases (&, *) are not allowed; write it out")


class _Reader:
    """Turns YAML nodes into plain values, collecting mistakes and lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.mistakes: list[str] = []

    def value(self, node: yaml.Node, path: Path_) -> Any:  # noqa: ANN401
        self.lines.setdefault(path, node.start_mark.line + 1)
        core = node.tag.startswith("tag:yaml.org,2002:") and not node.tag.rsplit(":", 1)[-1].startswith(
            "python/"
        )
        known = ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "value", "merge")
        if not core or node.tag.rsplit(":", 1)[-1] not in known:
            self._complain(node, f"the tag {node.tag.replace('tag:yaml.org,2002:', '!!')} is not allowed")
            return None
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
            return int(text) if len(text) <= 18 else float(text)
        if _NOT_FINITE.fullmatch(text):
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
