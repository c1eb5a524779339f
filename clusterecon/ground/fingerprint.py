"""Fingerprints: of values, of the package's own files, of the libraries that figures depend on."""

import hashlib
import json
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("clusterecon", "numpy", "numba", "pandas", "scipy", "statsmodels", "matplotlib")
SHORT = 12
CODE = (".py", ".css", ".typ", ".html")
"""Files whose content decides what a report looks like."""


def canonical(value: object) -> str:
    """Return canonical JSON: keys sorted, no spaces, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(value: object) -> str:
    """Return the SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


@cache
def package_hash(part: str = "") -> str:
    """Return a fingerprint of the package's files, or of those of one part of it."""
    folder = Path(__file__).parent.parent
    state = hashlib.sha256()
    for file in sorted(file for file in (folder / part).rglob("*") if file.suffix in CODE):
        state.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return state.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the libraries that figures depend on."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return {"python": python, **{name: version(name) for name in LIBRARIES}}
