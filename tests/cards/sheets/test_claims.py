"""Every claim that a sheet makes by itself is carried out, in both modes of kube-proxy."""

from typing import Literal

import pytest

from cards.sheets import content
from sandbox.content import Claimed
from sandbox.engine import judge

CLAIMED = list(content.claimed())


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
@pytest.mark.parametrize("one", CLAIMED, ids=lambda one: one.name)
def test_every_claim_of_a_sheet_holds(one: Claimed, mode: Literal["nftables", "iptables"]) -> None:
    verdict = judge(one.manifests, one.claims, mode=mode)
    assert not verdict.is_refused, verdict.problems
    assert verdict.holds
    for claim in verdict.judged:
        assert claim.holds is not False, (
            f"{claim.title}: expected {claim.expected}, observed {claim.carried.observation}"
        )
        assert claim.expected is None or claim.step.sentence


def test_names_of_what_sheets_claim_differ() -> None:
    names = [one.name for one in CLAIMED]
    assert len(names) == len(set(names)) > 20
