"""The engine says what real Kubernetes said: every recorded case that agrees stays agreed.

``not_yet.txt`` names the cases that do not agree, each with its reason. A case that agrees and
still stands there fails as well, so that the list can only become shorter.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sandbox.engine.claims.observe import cases, observe
from tests.corpus.compare import disagreements

HERE = Path(__file__).parent
CASES = dict(cases(HERE / "cases"))
NOT_YET = {
    line.split()[0]
    for line in (HERE / "not_yet.txt").read_text().splitlines()
    if line.strip() and not line.startswith("#")
}


def test_every_case_has_a_recording_and_every_open_case_exists() -> None:
    recorded = {f"{path.parent.name}/{path.stem}" for path in (HERE / "observed").glob("*/*.json")}
    assert set(CASES) == recorded
    assert set(CASES) >= NOT_YET


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_engine_agrees_with_the_recording(case: str) -> None:
    recorded = json.loads((HERE / "observed" / f"{case}.json").read_text())
    try:
        wrong = list(disagreements(recorded, observe(case, CASES[case].read_text())))
    except Exception:
        if case not in NOT_YET:
            raise
        wrong = [{"broke": True}]
    if case in NOT_YET:
        assert wrong, f"{case} agrees now: take it out of not_yet.txt"
    else:
        assert not wrong, json.dumps(wrong[0], indent=1)
