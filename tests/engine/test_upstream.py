"""``docs/upstream.md`` says what is imitated: its tables are those of the code and of the recorded cases."""

from __future__ import annotations

from pathlib import Path

from sandbox.engine import upstream
from sandbox.engine.api import KINDS
from sandbox.engine.claims.kinds import KINDS as CLAIM_KINDS
from sandbox.engine.cluster.shape import Shape
from sandbox.engine.terminal.kubectl import COMMANDS, NOT_MODELLED
from sandbox.engine.terminal.programs import PROGRAMS

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "corpus" / "cases"
TEXT = (ROOT / "docs" / "upstream.md").read_text()


def test_the_generated_part_is_up_to_date() -> None:
    assert upstream.renewed(TEXT, CASES) == TEXT, "run `make upstream`"


def test_every_recorded_case_but_those_at_random_is_in_a_table() -> None:
    names = {path.stem for path in CASES.glob("*/*.yaml") if not path.parent.name.startswith("random-")}
    assert {name for name in names if f"`{name}` |" not in TEXT} == set()


def test_every_visible_list_is_told() -> None:
    words = [
        *(kind.name for kind in KINDS),
        *COMMANDS,
        *NOT_MODELLED,
        *PROGRAMS,
        *(kind.name for kind in CLAIM_KINDS),
        Shape().kubernetes,
        Shape().coredns,
    ]
    generated = upstream.generated(CASES)
    assert [word for word in words if word not in generated] == []
