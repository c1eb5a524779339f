"""What a notebook says it takes, and whether what it is given fits: read from its text, no kernel needed."""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clusterecon.errors import nearest

_SCALARS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "dict": (dict,),
    "list": (list, tuple),
    "tuple": (list, tuple),
}
_UNIONS = {"Union", "Optional"}
_SEQUENCES = {"list", "List", "tuple", "Tuple", "Sequence"}
_MAPPINGS = {"dict", "Dict", "Mapping"}


@dataclass(frozen=True)
class Declared:
    """One parameter a notebook declares in its cell tagged ``parameters``."""

    name: str
    kind: str
    """What it takes, as a reader would write it: ``int``, ``list[str]``, ``str | None``."""
    accepts: Callable[[object], bool]
    default: object = None
    """Its value where it is written out; None where it is worked out or left out."""


def declared_parameters(notebook: Mapping[str, Any]) -> dict[str, Declared]:
    """Return the parameters a notebook declares, by name, in the order of its parameters cell.

    Parameters
    ----------
    notebook
        The notebook as read from JSON (format 4).

    Returns
    -------
    dict
        Empty where no cell is tagged ``parameters``. A type comes from the annotation, else from the default;
        a default of None without annotation takes anything.

    Raises
    ------
    SyntaxError
        The parameters cell is not Python.
    """
    found: dict[str, Declared] = {}
    for statement in ast.parse(_parameters_source(notebook)).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name, annotation, value = statement.target.id, statement.annotation, statement.value
            accepts = _or_default(_matcher(annotation), value)
            found[name] = Declared(name, ast.unparse(annotation), accepts, _written(value))
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    declared = _from_default(target.id, statement.value)
                    found[target.id] = replace(declared, default=_written(statement.value))
    return found


def _written(value: ast.expr | None) -> object:
    """Return a default that is written out, such as ``"plan"`` or ``[]``."""
    try:
        return None if value is None else ast.literal_eval(value)
    except ValueError:
        return None


def parameter_mistakes(
    declared: Mapping[str, Declared], given: Mapping[str, object], where: str
) -> list[str]:
    """Return one line for every parameter that is unknown or has a value of the wrong type.

    Parameters
    ----------
    declared
        What the notebook declares.
    given
        What it is to be run with.
    where
        The notebook's name, for the message.
    """
    mistakes = []
    for name, value in given.items():
        if name not in declared:
            allowed = ", ".join(declared) or "none"
            mistakes.append(
                f"notebook {where}: no parameter '{name}'{nearest(name, declared)} (it takes: {allowed})"
            )
        elif not declared[name].accepts(value):
            kind = declared[name].kind
            mistakes.append(f"notebook {where}: parameter '{name}' takes {kind}, not {_shown(value)}")
        elif not _is_plain(value):
            mistakes.append(
                f"notebook {where}: parameter '{name}' must be plain text, numbers, lists or mappings"
            )
    return mistakes


def _parameters_source(notebook: Mapping[str, Any]) -> str:
    for cell in notebook.get("cells", ()):
        if cell.get("cell_type") == "code" and "parameters" in cell.get("metadata", {}).get("tags", ()):
            source = cell.get("source", "")
            return source if isinstance(source, str) else "".join(source)
    return ""


def _from_default(name: str, value: ast.expr) -> Declared:
    try:
        default = ast.literal_eval(value)
    except ValueError:
        return Declared(name, "any value", _anything)
    if default is None:
        return Declared(name, "any value", _anything)
    kind = type(default).__name__
    if kind not in _SCALARS:
        return Declared(name, "any value", _anything)
    return Declared(name, kind, _instance_of(kind))


def _or_default(accepts: Callable[[object], bool], value: ast.expr | None) -> Callable[[object], bool]:
    """Let a default that the annotation does not cover (``x: str = None``) be given as well."""
    try:
        default = ast.literal_eval(value) if value is not None else ...
    except ValueError:
        return accepts
    return lambda given: accepts(given) or (default is None and given is None)


def _matcher(annotation: ast.expr) -> Callable[[object], bool]:
    if isinstance(annotation, ast.Constant):
        if isinstance(annotation.value, str):
            return _matcher(ast.parse(annotation.value, mode="eval").body)
        return _is_none if annotation.value is None else _anything
    if isinstance(annotation, ast.Name | ast.Attribute):
        return _instance_of(_last_name(annotation))
    if isinstance(annotation, ast.BinOp):
        return _any_of([_matcher(annotation.left), _matcher(annotation.right)])
    if isinstance(annotation, ast.Subscript):
        return _generic(_last_name(annotation.value), _arguments(annotation.slice))
    return _anything


def _generic(name: str, arguments: list[ast.expr]) -> Callable[[object], bool]:
    if name == "Literal":
        choices = [ast.literal_eval(argument) for argument in arguments]
        return lambda value: any(value == choice and type(value) is type(choice) for choice in choices)
    inner = [_matcher(a) for a in arguments if not (isinstance(a, ast.Constant) and a.value is ...)]
    if name in _UNIONS:
        return _any_of([*inner, _is_none] if name == "Optional" else inner)
    if name in _SEQUENCES:
        each = _any_of(inner)
        return lambda value: isinstance(value, list | tuple) and all(each(item) for item in value)
    if name in _MAPPINGS and len(inner) == 2:
        key, item = inner
        return lambda value: isinstance(value, dict) and all(key(k) and item(v) for k, v in value.items())
    return _instance_of(name)


def _instance_of(name: str) -> Callable[[object], bool]:
    kinds = _SCALARS.get(name.lower())
    if kinds is None:
        return _anything
    if bool in kinds:
        return lambda value: isinstance(value, bool)
    return lambda value: isinstance(value, kinds) and not isinstance(value, bool)


def _any_of(choices: Iterable[Callable[[object], bool]]) -> Callable[[object], bool]:
    matchers = list(choices)
    return lambda value: any(matcher(value) for matcher in matchers)


def _anything(value: object) -> bool:
    return True


def _is_none(value: object) -> bool:
    return value is None


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    if isinstance(value, list | tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, str | int | float)


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _arguments(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
