"""What a notebook says it takes, and whether what it is given fits: read from its text, no kernel needed."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import GenericAlias
from typing import Annotated, Any, Union

from clusterecon.ground.errors import nearest

_TYPES: dict[str, Any] = {
    **{"str": str, "int": int, "float": float, "bool": bool, "dict": dict},
    **dict.fromkeys(("list", "tuple"), list | tuple),
}
_UNION: Any = Union
_SEQUENCES = {"list", "tuple", "sequence"}
_MAPPINGS = {"dict", "mapping"}


@dataclass(frozen=True)
class Declared:
    """One parameter a notebook declares in its cell tagged ``parameters``."""

    name: str
    kind: str
    """What it takes, as a reader would write it: ``int``, ``list[str]``, ``str | None``."""
    type: Any
    default: object = None
    """Its value where it is written out; None where it is worked out or left out."""

    def accepts(self, value: object) -> bool:
        """Whether a value is of its type; a whole number is a float too, a truth value no number."""
        from pydantic import TypeAdapter, ValidationError

        try:
            TypeAdapter(self.type).validate_python(value, strict=True)
        except ValidationError:
            return False
        return True


def declared_parameters(notebook: Mapping[str, Any]) -> dict[str, Declared]:
    """Return the parameters a notebook declares, by name, in the order of its parameters cell.

    A type comes from the annotation, else from the default; a default of None without annotation takes
    anything, and one that the annotation does not cover (``x: str = None``) may be given as well.

    Raises
    ------
    SyntaxError
        The parameters cell is not Python.
    """
    found: dict[str, Declared] = {}
    for statement in ast.parse(_parameters_source(notebook)).body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name, annotation = statement.target.id, statement.annotation
            default, written = _written(statement.value)
            kind = _UNION[_type(annotation), None] if written and default is None else _type(annotation)
            found[name] = Declared(name, ast.unparse(annotation), kind, default)
        elif isinstance(statement, ast.Assign):
            default, _ = _written(statement.value)
            named = type(default).__name__
            kind, shown = (_TYPES[named], named) if named in _TYPES else (Any, "any value")
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    found[target.id] = Declared(target.id, shown, kind, default)
    return found


def _written(value: ast.expr | None) -> tuple[object, bool]:
    """Return a default that is written out, such as ``"plan"`` or ``[]``, and whether it is."""
    try:
        return (None, False) if value is None else (ast.literal_eval(value), True)
    except ValueError:
        return None, False


def parameter_mistakes(
    declared: Mapping[str, Declared], given: Mapping[str, object], where: str
) -> list[str]:
    """Return one line for every parameter that the notebook ``where`` does not take, or not like that."""
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


def _type(annotation: ast.expr) -> Any:  # noqa: ANN401
    """Return the type that an annotation names; what is not known takes anything."""
    match annotation:
        case ast.Constant(value=None):
            return None
        case ast.Constant(value=str() as text):
            return _type(ast.parse(text, mode="eval").body)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _TYPES.get(name.lower(), Any)
        case ast.BinOp(left=left, right=right):
            return _UNION[_type(left), _type(right)]
        case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
            return _generic(name.lower(), inner.elts if isinstance(inner, ast.Tuple) else [inner])
    return Any


def _generic(name: str, arguments: Iterable[ast.expr]) -> Any:  # noqa: ANN401
    if name == "literal":
        return _one_of([ast.literal_eval(argument) for argument in arguments])
    inner = tuple(_type(a) for a in arguments if not (isinstance(a, ast.Constant) and a.value is ...))
    if name == "optional":
        return _UNION[(*inner, None)]
    if name == "union":
        return _UNION[inner or Any]
    if name in _SEQUENCES:
        each = _UNION[inner or Any]
        return GenericAlias(list, each) | GenericAlias(tuple, (each, ...))
    if name in _MAPPINGS and len(inner) == 2:
        return GenericAlias(dict, inner)
    return _TYPES.get(name, Any)


def _one_of(choices: list[object]) -> Any:  # noqa: ANN401
    """Return the type of these values; that True equals 1 does not make it one of them."""
    from pydantic import PlainValidator

    def known(value: object) -> object:
        if any(value == choice and type(value) is type(choice) for choice in choices):
            return value
        raise ValueError

    return Annotated[Any, PlainValidator(known)]


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(k, str) and _is_plain(v) for k, v in value.items())
    if isinstance(value, list | tuple):
        return all(_is_plain(item) for item in value)
    return value is None or isinstance(value, str | int | float)


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
