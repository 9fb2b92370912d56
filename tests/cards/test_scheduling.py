"""When a card comes up again: a pure fold of events."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import scheduling
from cards.scheduling import Event, Phase, Rating

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)

events = st.lists(
    st.tuples(st.integers(0, 40 * 24 * 60), st.sampled_from([*Rating, None])), min_size=1, max_size=25
).map(
    lambda steps: [
        Event(MORNING + timedelta(minutes=sum(gap for gap, _ in steps[: number + 1])), rating)
        for number, (_, rating) in enumerate(steps)
    ]
)


def known(card: str = "card-a", easy: int = 1) -> scheduling.Memory:
    """A card that was easy so many times, each on the day it was due."""
    memory = scheduling.fold(card, [Event(MORNING, Rating.EASY)])
    for _ in range(easy - 1):
        assert memory
        memory = scheduling.after(memory, card, Event(memory.due, Rating.EASY))
    assert memory
    return memory


def test_new_card_goes_through_steps_of_minutes_to_intervals_of_days():
    first = scheduling.fold("card-a", [Event(MORNING, Rating.GOOD)])
    assert first
    assert (first.phase, first.due) == (Phase.LEARNING, MORNING + timedelta(minutes=10))
    second = scheduling.after(first, "card-a", Event(first.due, Rating.GOOD))
    assert second
    assert second.phase == Phase.KNOWN
    assert second.due >= first.due + DAY


@given(events)
def test_folding_again_gives_the_same(done):
    assert scheduling.fold("card-a", done) == scheduling.fold("card-a", done)


@given(events, st.integers(0, 24))
def test_fold_can_be_cut_anywhere(done, cut):
    memory = scheduling.fold("card-a", done[:cut])
    for event in done[cut:]:
        memory = scheduling.after(memory, "card-a", event)
    assert memory == scheduling.fold("card-a", done)


@given(events)
def test_better_rating_never_brings_a_card_back_sooner(done):
    memory = scheduling.fold("card-a", done)
    lengths = list(scheduling.intervals(memory, "card-a", done[-1].at + DAY, 0.9).values())
    assert lengths == sorted(lengths)


def test_cards_learned_together_do_not_come_up_together_for_ever():
    dues = {known(f"card-{number}", easy=3).due.date() for number in range(20)}
    assert len(dues) > 3


@pytest.mark.parametrize("rating", [Rating.HARD, Rating.GOOD, Rating.EASY])
@pytest.mark.parametrize("wait", [timedelta(minutes=5), DAY, 5 * DAY])
def test_early_look_at_a_known_card_never_puts_it_nearer(rating, wait):
    before = known(easy=3)
    later = scheduling.after(before, "card-a", Event(before.last + wait, rating))
    assert later
    assert later.due >= before.due
    assert later.stability >= before.stability


def test_higher_retention_means_shorter_intervals():
    memory = known(easy=3)
    lengths = [
        scheduling.intervals(memory, "card-a", memory.due, share)[Rating.GOOD] for share in (0.97, 0.95, 0.9, 0.8)
    ]
    assert lengths == sorted(lengths)
    assert scheduling.length(0.9) == pytest.approx(1)
    assert scheduling.length(0.95) < 0.5
    assert scheduling.length(0.8) > 2


def lapsed(times: int) -> scheduling.Memory:
    memory: scheduling.Memory | None = known()
    for _ in range(times):
        assert memory
        memory = scheduling.after(memory, "card-a", Event(memory.due, Rating.AGAIN))
        assert memory
        memory = scheduling.after(memory, "card-a", Event(memory.due, Rating.GOOD))
    assert memory
    return memory


@pytest.mark.parametrize(("times", "is_set_aside"), [(7, False), (8, True), (9, True)])
def test_card_is_set_aside_at_eight_lapses(times, is_set_aside):
    memory = lapsed(times)
    assert (memory.lapses, memory.is_set_aside) == (times, is_set_aside)


def test_card_taken_up_again_has_eight_lapses_before_it():
    memory = lapsed(8)
    again = scheduling.after(memory, "card-a", Event(memory.due, None))
    assert again
    assert (again.lapses, again.is_set_aside, again.stability) == (8, False, memory.stability)


def test_forgetting_while_a_card_is_learned_is_no_lapse():
    memory = scheduling.fold("card-a", [Event(MORNING, Rating.AGAIN)] * 10)
    assert memory
    assert memory.lapses == 0


def test_recall_falls_with_time_and_is_ninety_percent_after_the_stability():
    memory = known(easy=2)
    shares = [scheduling.recall(memory, memory.last + days * DAY) for days in (0, 10, 100)]
    assert shares[0] == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
    assert scheduling.recall(memory, memory.last + round(memory.stability) * DAY) == pytest.approx(0.9, abs=0.01)
