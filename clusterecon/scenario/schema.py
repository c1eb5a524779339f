"""The JSON Schema of scenario files, for editors that check and complete YAML."""

import ast
import inspect
from collections.abc import Iterator
from itertools import pairwise
from textwrap import dedent
from typing import Any

from pydantic import BaseModel

from clusterecon.scenario.assumptions import Frozen
from clusterecon.scenario.fields import Assumptions
from clusterecon.scenario.scenario import Header

_MERGED = ("Stock", "Cohort", "Quantity", "Choice", "Schedule", "Shares", "Target", "Distribution")
_WORDS = {"source", "reason", "derivation", "conflict"}
_YEARS: dict[str, Any] = {
    "type": "object",
    "patternProperties": {"^[0-9]{4}$": {"type": "number", "minimum": 0}},
    "additionalProperties": False,
}
_PARTS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema that base.yaml and every scenario file obey.

    A scenario file states only what differs, so nothing is required; an assumption may be a plain value in
    place of a full entry. What needs the base to be judged (a value inside its distribution, completions
    within the cohort) is left to the reader of scenarios.
    """
    schema = Assumptions.model_json_schema()
    header = Header.model_json_schema()
    definitions = {**header.get("$defs", {}), **schema["$defs"]}
    described: list[tuple[dict[str, Any], type[BaseModel]]] = [(schema, Assumptions), (header, Header)]
    for group, model in [*described, *_defined(definitions)]:
        for name, text in _documentation(model).items():
            field = {**group["properties"][name], "description": text}
            group["properties"][name] = dict(sorted(field.items()))
    for name in _MERGED:
        definitions[name].pop("required", None)
    for fields in (definition.get("properties", {}) for definition in definitions.values()):
        fields.update({name: _or_text(fields[name]) for name in fields.keys() & _WORDS})
    for group in (schema, definitions["Stock"], definitions["Cohort"]):
        group["properties"] = {name: _or_plain(field) for name, field in group["properties"].items()}
    targets = schema["properties"]["targets"]
    targets["additionalProperties"] = {"anyOf": [targets["additionalProperties"], {"type": "number"}]}
    del schema["required"]
    return {
        **schema,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": definitions,
        "title": "clusterecon scenario",
        "description": "base.yaml holds all of these; a scenario file holds title, reason and what differs.",
        "properties": {**header["properties"], **schema["properties"]},
    }


def _defined(definitions: dict[str, Any]) -> Iterator[tuple[dict[str, Any], type[BaseModel]]]:
    """Yield the definitions that are models of ours, each with its model."""
    models = {model.__name__: model for model in _below(Frozen)}
    yield from ((group, models[name]) for name, group in definitions.items() if name in models)


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


def _documentation(model: type[BaseModel]) -> dict[str, str]:
    """Return the text that stands under each field of a model, those it inherits among them."""
    found: dict[str, str] = {}
    for parent in reversed(model.__mro__):
        if issubclass(parent, Frozen):
            (body,) = ast.parse(dedent(inspect.getsource(parent))).body
            assert isinstance(body, ast.ClassDef)
            for field, text in pairwise(body.body):
                if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
                    found[ast.unparse(field.target)] = inspect.cleandoc(ast.literal_eval(text.value))
    return found


def _or_text(field: dict[str, Any]) -> dict[str, Any]:
    """Allow one text for both languages, as the reader does."""
    about = {name: text for name, text in field.items() if name not in ("$ref", "anyOf")}
    choices = field.get("anyOf") or [{"$ref": field["$ref"]}]
    return {**about, "anyOf": [*choices, {"type": "string"}]}


def _or_plain(field: dict[str, Any]) -> dict[str, Any]:
    """Allow an assumption's plain value beside the full entry."""
    choices = field.get("anyOf", [field])
    entry = next((choice for choice in choices if "x-unit" in choice), None)
    if entry is None:
        return field
    kind = entry["$ref"].rsplit("/", 1)[-1]
    plain = {"Schedule": _YEARS, "Shares": _PARTS}.get(kind, {"type": "number"})
    if kind == "Choice":
        plain = {"enum": entry["x-words"]}
    limits = {"minimum": entry.get("x-least"), "maximum": entry.get("x-greatest")}
    plain = plain | {name: limit for name, limit in limits.items() if limit is not None}
    about = {name: text for name, text in field.items() if name not in ("$ref", "anyOf", "default")}
    null = [{"type": "null"}] if "default" in field else []
    return {**about, "anyOf": [{"$ref": entry["$ref"]}, plain, *null]}
