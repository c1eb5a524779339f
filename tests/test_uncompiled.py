"""Without a compiler: NUMBA_DISABLE_JIT=1 runs the equations as they are written, and the product on them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
APPRAISAL = ("capital", "discounting", "lines", "measures", "returns")
EQUATIONS = (
    *(f"test_{name}.py" for name in ("land", "additionality", "wastewater")),
    *(f"test_appraisal_{name}.py" for name in APPRAISAL),
)
ASKS = "from clusterecon.model.passes import evaluate; print(evaluate._compile() is evaluate.function)"


def run(*arguments, jit=False):
    """Run Python on this package, without a compiler unless asked."""
    path = os.pathsep.join(filter(None, [str(TESTS.parent), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "NUMBA_DISABLE_JIT": "0" if jit else "1"}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env=environment,
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_tests_of_the_equations_pass_without_a_compiler():
    assert run("-c", ASKS).stdout.strip() == "True", "or this would show nothing"
    told = run("-m", "pytest", "-q", "-p", "no:cacheprovider", *(TESTS / name for name in EQUATIONS))
    assert told.returncode == 0, told.stdout[-3_000:]
    assert " passed" in told.stdout or "[100%]" in told.stdout


@pytest.mark.slow
@pytest.mark.parametrize("draws", [0, 20])
def test_a_run_without_a_compiler_gives_the_figures_of_one_with_it(root, shipped, draws):
    simulate = ("-m", "clusterecon", "simulate", "plan", "track-record", "--draws", draws)
    plain, compiled = (run(*simulate, "--format", "json", "--root", root, jit=jit) for jit in (False, True))
    assert (plain.returncode, compiled.returncode) == (0, 0), plain.stderr + compiled.stderr
    tables = [json.loads(told.stdout)["table"] for told in (plain, compiled)]
    assert len(tables[0]) == len(tables[1]) > 500
    for one, other in zip(*tables, strict=True):
        same = one.pop("value"), other.pop("value")
        assert one == other
        assert same[0] == (None if same[1] is None else pytest.approx(same[1], rel=1e-9, abs=1e-9)), one
