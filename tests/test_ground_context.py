"""What a runner tells a kernel; nothing, and no error, where the variable is of another's making."""

import json

import pytest

from clusterecon.ground.context import CONTEXT, ReportContext, report_context


def test_a_kernel_is_told_what_the_runner_says(monkeypatch):
    for said in (ReportContext(), ReportContext("briefing", 3, "/runs", "/before/run.json")):
        monkeypatch.setenv(CONTEXT, said.variables[CONTEXT])
        assert report_context() == said
    monkeypatch.delenv(CONTEXT)
    assert report_context() == ReportContext()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "briefing",
            "{",
            "null",
            "3",
            "[]",
            '["briefing"]',
            "true",
            "NaN",
            "[" * 100_000,
            "\x01",
            "\udcff",
        ),
        *('{"notebook": 3}', '{"notebook": "briefing", "more": 1}', '{"runs": ["a"]}', '{"previous": {}}'),
        *('{"forks": "2"}', '{"forks": true}', '{"forks": 1.5}', '{"forks": null}', '{"forks": Infinity}'),
        *('{"runs": "a\\u0000b"}', '{"": ""}'),
    ],
    ids=lambda text: ascii(text[:24]),
)
def test_what_no_runner_wrote_says_nothing(monkeypatch, text):
    monkeypatch.setenv(CONTEXT, text)
    assert report_context() == ReportContext()


@pytest.mark.parametrize("forks", [-1, 10**30])
def test_any_number_of_forks_draws_the_same(monkeypatch, shipped, forks):
    import clusterecon as ce

    run = shipped.simulate(["reference", "plan"], 16)
    monkeypatch.delenv(CONTEXT, raising=False)
    plain = ce.tell(run, "en")
    monkeypatch.setenv(CONTEXT, json.dumps({"forks": forks}))
    forked = ce.tell(shipped.simulate(["reference", "plan"], 16), "en")
    name = plain.briefing.sections[1].id
    assert forked[name]._repr_html_() == plain[name]._repr_html_()
    forked._finish()
