"""Projects for the tests of the data: a small one with one table, and a copy of the shipped one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "data" / "raw"

STATUSES = ["published", "first estimate", "estimate", "revised", "derived", "judgement"]
BASES = ["published", "latest possible", "assumed", "newest input"]
SOURCE = {"source_title": "A page", "publisher": "An office", "url": "https://example.org/a"}
READING = {
    "series": "growth",
    "period": "2024",
    "value": "6.2",
    "low": "",
    "high": "",
    "unit": "% yoy",
    "release_date": "2025-01-14",
    "release_date_basis": "published",
    "status": "estimate",
    **SOURCE,
    "conflict": "",
    "note": "",
}


def field(name, kind="string", required=True, **more):
    """One field of a schema."""
    constraints = {"required": True} if required else {}
    constraints.update(more.pop("constraints", {}))
    return {"name": name, "type": kind, "constraints": constraints, **more}


def common_fields(units):
    """The columns every table has."""
    limits = {u: [-100, 1000] for u in units if u.startswith("% yoy")}
    return [
        field("unit", constraints={"enum": units}, limits=limits),
        field("period"),
        field("release_date", "date"),
        field("release_date_basis", constraints={"enum": BASES}),
        field("status", constraints={"enum": STATUSES}),
        field("source_title"),
        field("publisher"),
        field("url", constraints={"pattern": r"^https?://\S+( ; https?://\S+)*$"}),
    ]


def readings_resource(name="readings"):
    """A table of readings as `datapackage.json` describes it."""
    fields = [field("series"), field("value", "number")]
    fields += [field("low", "number", False), field("high", "number", False)]
    fields += common_fields(["% yoy", "bn VND"])
    fields += [field("conflict", required=False), field("note", required=False)]
    return {
        "name": name,
        "path": f"{name}.csv",
        "schema": {"fields": fields, "primaryKey": ["series", "period", "release_date", "url"]},
    }


def line(header, **cells):
    """One line of CSV; cells that hold a comma are quoted."""
    row = {**READING, **cells}
    return ",".join(f'"{row[h]}"' if "," in row[h] else row[h] for h in header)


def small_project(root, rows=({},), header=tuple(READING), resource=None):
    """Write a project with one table of readings; returns the path of its CSV."""
    resource = resource or readings_resource()
    raw = root / "data" / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "datapackage.json").write_text(
        json.dumps({"name": "small", "resources": [resource]}), encoding="utf-8"
    )
    path = raw / resource["path"]
    path.write_text(
        "\n".join([",".join(header), *(line(header, **r) for r in rows)]) + "\n", encoding="utf-8"
    )
    return path


def shipped_project(root):
    """Copy the shipped raw tables below `root`; returns the copy's folder."""
    raw = Path(root) / "data" / "raw"
    raw.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(RAW, raw)
    return raw
