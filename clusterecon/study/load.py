"""Where a study is found, and how it is read: all scenarios, validated."""

import os
from pathlib import Path

from clusterecon.ground.context import ROOT
from clusterecon.ground.errors import InputError, nearest
from clusterecon.ground.yaml import read
from clusterecon.scenario.scenario import REFERENCE, Scenario, load_scenario, scenario_order
from clusterecon.study.kept import kept
from clusterecon.study.study import BASE, Study


def find_root(path: str | Path | None = None) -> Path:
    """Return the study's folder: the path given, else $CLUSTERECON_ROOT, else upward from here.

    Raises
    ------
    InputError
        No folder with ``scenarios/base.yaml``.
    """
    named = path or os.environ.get(ROOT)
    if named:
        root = Path(os.path.expanduser(named)).resolve()  # noqa: PTH111 - an unknown user is no fault here
        if not (root / BASE).is_file():
            raise InputError(f"{root.name or root}: no study here; a study holds {BASE}")
        return root
    for folder in (Path.cwd(), *Path.cwd().parents):
        if (folder / BASE).is_file():
            return folder
    raise InputError(f"no study found: no {BASE} here or in a folder above; name one with --root")


def load_study(path: str | Path | None = None) -> Study:
    """Read a study: all scenarios, validated.

    Parameters
    ----------
    path
        Its folder; else $CLUSTERECON_ROOT, else the nearest one upward from the working folder.

    Raises
    ------
    InputError
        Every mistake in every scenario file.
    """
    root = find_root(path)
    if isinstance(ready := kept(root), Study):
        return ready
    base = read(root / BASE, root)
    if not isinstance(base.data, dict):
        raise InputError(f"{BASE}: the base is a mapping of keys to values")
    mistakes: list[str] = []
    found: dict[str, Scenario] = {}
    for file in sorted((root / "scenarios").glob("*.yaml")):
        if file.name == Path(BASE).name or file.name.startswith("."):
            continue
        try:
            found[file.stem] = load_scenario(file, base, root)
        except InputError as error:
            mistakes += error.mistakes
    if REFERENCE not in found and not mistakes:
        mistakes.append(f"scenarios/{REFERENCE}.yaml is missing: every effect is measured against it")
    if not mistakes:
        about = found[REFERENCE].assumptions.study
        mistakes += [
            f"{BASE}, line {base.lines.get(('study', part), 1)}: study.{part}: "
            f"no scenario '{name}'{nearest(name, found)}"
            for part, name in (("announced", about.announced), ("record", about.record))
            if name not in found
        ]
    if mistakes:
        raise InputError(dict.fromkeys(mistakes))
    order = found[REFERENCE].assumptions.study.order
    return Study(root, {name: found[name] for name in scenario_order(list(found), order)})
