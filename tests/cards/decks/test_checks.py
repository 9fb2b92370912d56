"""What the engine finds about cards of one's own, and what it takes until a deck can be shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cards.decks import actions, steps
from cards.decks.checks import Found, checks
from cards.decks.drafts import problems
from cards.decks.models import Entry
from cards.decks.pool import of_deck, pool
from cards.models import Card
from sandbox import actions as submissions
from sandbox.models import State, Submission
from tests.cards.decks import decks
from tests.cards.decks.decks import FAILS, HOLDS, PLAIN
from tests.cards.studying import cards

pytestmark = pytest.mark.django_db


def found(deck) -> dict[str, Found]:
    mine = list(Card.objects.filter(deck=deck).select_related("deck"))
    state = checks(mine)
    return {card.question: state[card.pk].found for card in mine}


def readable(deck) -> set[str]:
    entries = Entry.objects.filter(of_deck(is_author=False), deck=deck)
    return set(entries.values_list("card__question", flat=True))


def test_each_card_is_in_the_state_that_its_claims_are_in() -> None:
    deck = decks.make("alice", PLAIN, HOLDS, FAILS)
    assert found(deck) == {
        PLAIN.question: Found.NO_CLAIMS,
        HOLDS.question: Found.UNCHECKED,
        FAILS.question: Found.UNCHECKED,
    }
    assert len(actions.check(deck)) == 2
    assert found(deck)[HOLDS.question] == Found.WAITING
    assert actions.check(deck) == []  # what waits is not submitted again
    decks.carry_out()
    assert found(deck) == {
        PLAIN.question: Found.NO_CLAIMS,
        HOLDS.question: Found.CHECKED,
        FAILS.question: Found.FAILS,
    }
    failing = decks.card(deck, FAILS.question)
    assert "refused" in checks([failing])[failing.pk].sentence


def test_a_deck_is_shared_only_where_every_claim_holds() -> None:
    deck = decks.make("alice", PLAIN, HOLDS, FAILS)
    with pytest.raises(actions.Unsound, match="2 cards claim"):
        actions.share(deck)
    actions.check(deck)
    decks.carry_out()
    with pytest.raises(actions.Unsound, match="1 card claims"):
        actions.share(deck)
    actions.edit(decks.card(deck, FAILS.question), replace(FAILS, manifests=HOLDS.manifests))
    actions.check(deck)
    decks.carry_out()
    assert actions.share(deck).is_shared
    with pytest.raises(actions.Unsound, match="no card"):
        actions.share(decks.make("alice"))


def test_a_change_of_what_is_carried_out_takes_the_card_out_of_sight_until_it_is_checked() -> None:
    deck = decks.shared("alice", PLAIN, HOLDS)
    assert readable(deck) == {PLAIN.question, HOLDS.question}
    card = decks.card(deck, HOLDS.question)
    actions.edit(card, replace(HOLDS, answer="Yes, it does.\n"))
    assert readable(deck) == {PLAIN.question, HOLDS.question}  # words are not carried out
    actions.edit(card, replace(HOLDS, manifests=f"{HOLDS.manifests}# another comment\n"))
    assert readable(deck) == {PLAIN.question}
    actions.check(deck)
    decks.carry_out()
    assert readable(deck) == {PLAIN.question, HOLDS.question}
    actions.edit(card, replace(HOLDS, manifests=FAILS.manifests))
    actions.check(deck)
    decks.carry_out()
    assert readable(deck) == {PLAIN.question}
    assert found(deck)[HOLDS.question] == Found.FAILS


def test_a_verdict_that_comes_after_an_edit_counts_for_nothing() -> None:
    deck = decks.make("alice", HOLDS)
    actions.check(deck)
    actions.edit(decks.card(deck, HOLDS.question), replace(HOLDS, manifests=FAILS.manifests))
    decks.carry_out()
    assert found(deck) == {HOLDS.question: Found.UNCHECKED}


def test_what_strangers_submit_to_a_card_is_no_check() -> None:
    deck = decks.make("alice", HOLDS)
    card = decks.card(deck, HOLDS.question)
    submitted = submissions.submit(owner="mallory", manifests=HOLDS.manifests, claims=HOLDS.claims, card=card.pk)
    decks.carry_out()
    assert Submission.objects.get(pk=submitted.pk).state == State.DONE
    assert found(deck) == {HOLDS.question: Found.UNCHECKED}


def test_a_goal_has_to_fail_before_the_repair_and_to_be_accepted() -> None:
    refused = "- connect: {from: pod/client, to: web, port: 80}\n  expect: refused\n"
    repair = replace(FAILS, question="Repair it", claims=refused, goal=HOLDS.claims)
    done = replace(HOLDS, question="Nothing to repair", goal=HOLDS.claims)
    unknown = replace(repair, question="No such step", goal="- fly: high\n  expect: landed\n")
    deck = decks.make("alice", repair, done, unknown)
    assert len(actions.check(deck)) == 6
    decks.carry_out()
    assert found(deck) == {
        "Repair it": Found.CHECKED,
        "Nothing to repair": Found.FAILS,
        "No such step": Found.FAILS,
    }
    card = decks.card(deck, "Nothing to repair")
    assert "holds already" in checks([card])[card.pk].sentence


def test_a_run_that_was_stopped_is_no_check() -> None:
    deck = decks.make("alice", HOLDS)
    (submitted,) = actions.check(deck)
    Submission.objects.filter(pk=submitted.pk).update(state=State.FAILED, message="")
    card = decks.card(deck, HOLDS.question)
    assert checks([card])[card.pk].found == Found.FAILS
    assert len(actions.check(deck)) == 1  # and can be tried again


def test_the_state_of_many_cards_takes_as_many_queries_as_that_of_one(django_assert_max_num_queries) -> None:
    deck = decks.make("alice", *(replace(FAILS, question=f"Number {number}") for number in range(8)))
    actions.check(deck)
    decks.carry_out()
    mine = list(Card.objects.filter(deck=deck).select_related("deck"))
    with django_assert_max_num_queries(2):
        assert len(checks(mine)) == 8


class TestPool:
    def names(self, visitor: str) -> set[str]:
        return set(Card.objects.filter(pool(visitor)).values_list("question", flat=True))

    def test_is_the_site_and_the_decks_that_one_has(self) -> None:
        cards.make(1)
        deck = decks.shared("alice", PLAIN, HOLDS)
        site = {"Question 0 with `code`?"}
        assert self.names("") == self.names("bob") == site
        assert self.names("alice") == site | {PLAIN.question, HOLDS.question}
        actions.subscribe("bob", deck)
        actions.subscribe("carol", deck)
        assert self.names("bob") == site | {PLAIN.question, HOLDS.question}
        actions.edit(decks.card(deck, HOLDS.question), FAILS)
        assert self.names("bob") == site | {PLAIN.question}
        actions.withdraw(deck)
        assert self.names("bob") == site

    def test_has_each_card_once(self) -> None:
        deck = decks.shared("alice", PLAIN)
        for visitor in ("bob", "carol", "dave"):
            actions.subscribe(visitor, deck)
            actions.refer(decks.make(visitor), cards.make(1, topic=visitor)[0])
        for visitor in ("alice", "bob"):
            assert Card.objects.filter(pool(visitor)).count() == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- connect: {from: pod/a, to: b, port: 80}\n  expect: refused\n", ""),
        ("- apply: |\n    kind: X\n- endpoints: web\n  expect: {}\n", ""),
        ("- a: &x [1]\n  expect: *x\n", "anchors"),
        ("[" * 50_000, "deep"),
        ("- a: " + "[" * 30 + "]" * 30 + "\n  expect: x", "deep"),
        ("- a: b\n", "expect"),
        ("just words", "list of steps"),
        ("", "list of steps"),
        ("- 1: x\n  expect: y", "names"),
        ("- expect: y\n" * 51, "at most 50"),
        ("- expect: x\n---\n- expect: y\n", "second document"),
        ("- expect: 2001-99-99\n", "no YAML"),
        ("- expect: !!python/object:os.system x\n", "no YAML"),
        ("- a: [\n", "line 2"),
        ("x" * 70_000, "64 KiB"),
    ],
)
def test_claims_are_read_without_trusting_them(text: str, said: str) -> None:
    assert said in steps.problem(text)
    assert bool(said) == bool(steps.problem(text))


def test_a_draft_says_what_is_wrong_with_each_field() -> None:
    wrong = replace(
        PLAIN,
        question=" ",
        answer="x" * 20_001,
        goal="- expect: x",
        tags=("no tag",),
        links=({"title": "x", "url": "javascript:alert(1)"},),
        difficulty=4,
        manifests="\0",
    )
    assert set(problems(wrong)) == {"question", "answer", "manifests", "goal", "tags", "links", "difficulty"}
    assert problems(PLAIN) == problems(HOLDS) == {}
