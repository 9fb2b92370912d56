"""What a visitor has in the sandbox is handed over, exported and erased as a whole."""

import json

import pytest

from sandbox import actions, belongings, playgrounds, runner
from sandbox.labs import actions as labs
from sandbox.labs.models import LabAttempt, LabCheck, LabProgress
from sandbox.models import Command, Playground, Submission
from tests.sandbox.labs.labs import FIRST, MEND_FIRST, begun, checked, typed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    runner._residents.clear()


def things_of(visitor: str) -> LabAttempt:
    """One of everything, and a lab whose first step is passed."""
    actions.submit(owner=visitor, manifests="a: 1\n", claims="[]", card="card-1", idempotency_key="k", is_open=True)
    playgrounds.add(playgrounds.create(owner=visitor, is_open=True), "kubectl get pods")
    attempt = begun(visitor)
    typed(attempt.playground, MEND_FIRST)
    checked(attempt, FIRST)
    labs.reveal_hint(attempt, FIRST, 1)
    return attempt


def owners() -> set[str]:
    return {
        *Submission.objects.values_list("owner", flat=True),
        *Playground.objects.values_list("owner", flat=True),
        *LabAttempt.objects.values_list("visitor", flat=True),
    }


def test_all_that_was_a_guests_is_the_accounts_and_nobody_elses() -> None:
    things_of("guest")
    things_of("account")
    before = belongings.export("guest"), belongings.export("account")
    belongings.hand_over("guest", "account")
    assert owners() == {"account"}
    after = belongings.export("account")
    for room in ("submissions", "playgrounds", "lab_attempts"):
        assert {one["id"] for one in after[room]} == {one["id"] for half in before for one in half[room]}
    moved = [one["id"] for room in ("submissions", "playgrounds") for one in before[0][room]]
    assert not Submission.objects.filter(is_open=True, pk__in=moved).exists()
    assert not Playground.objects.filter(is_open=True, pk__in=moved).exists()


def test_a_key_that_both_have_used_stays_with_the_accounts_own_submission() -> None:
    things_of("guest")
    own = actions.submit(owner="account", manifests="b: 1\n", claims="[]", idempotency_key="k")
    belongings.hand_over("guest", "account")
    assert Submission.objects.get(owner="account", idempotency_key="k") == own
    assert Submission.objects.filter(owner="account").count() == 2


def test_handing_over_twice_or_nothing_changes_nothing() -> None:
    things_of("guest")
    belongings.hand_over("guest", "account")
    after = belongings.export("account")
    belongings.hand_over("guest", "account")
    belongings.hand_over("account", "account")
    belongings.hand_over("", "account")
    assert belongings.export("account") == after


def test_the_export_is_json_and_has_everything() -> None:
    attempt = things_of("alice")
    things_of("bob")
    told = json.loads(json.dumps(belongings.export("alice")))
    assert [one["card"] for one in told["submissions"]] == ["card-1"]
    lines = [[command["line"] for command in one["commands"]] for one in told["playgrounds"]]
    assert lines == [["kubectl get pods"], ["kubectl apply -f -", MEND_FIRST]]
    assert "selector updated" in told["playgrounds"][1]["commands"][1]["stdout"]
    [lab] = told["lab_attempts"]
    assert (lab["id"], lab["lab"], lab["playground"]) == (str(attempt.pk), "nobody-answers", str(attempt.playground_id))
    assert (lab["steps"][0]["step"], lab["steps"][0]["hints"]) == (FIRST, 1)
    assert lab["steps"][0]["passed"]
    assert lab["checks"][0]["verdict"]["holds"]


def test_what_is_erased_is_gone_and_others_keep_theirs() -> None:
    things_of("alice")
    things_of("bob")
    kept = belongings.export("bob")
    belongings.erase("alice")
    assert belongings.export("alice") == {"submissions": [], "playgrounds": [], "lab_attempts": []}
    assert belongings.export("bob") == kept
    for model, count in ((Command, 3), (LabCheck, 1), (LabProgress, 1)):
        assert model.objects.count() == count
    belongings.erase("")
    assert belongings.export("bob") == kept
