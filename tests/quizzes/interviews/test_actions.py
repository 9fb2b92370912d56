"""Interviews from the plan to the end, as rows."""

from __future__ import annotations

import pytest

from quizzes import belongings
from quizzes.interviews import actions, planning, reading
from quizzes.interviews.models import Interview, Item, Kind
from quizzes.interviews.planning import Wish
from tests.quizzes.interviews import world

pytestmark = pytest.mark.django_db


def drawn(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.kind, item.asked["title"]) for item in items]


@pytest.mark.parametrize("minutes", planning.LENGTHS)
def test_plan_fills_the_time_and_has_all_kinds(minutes) -> None:
    world.content(each=8)
    items = planning.plan(Wish(minutes, 2), "me", 7)
    kinds = [item.kind for item in items]
    assert minutes * 60 - 120 < sum(item.seconds for item in items) <= minutes * 60
    assert kinds.count(Kind.QUIZ) == planning.QUIZZES[minutes]
    assert kinds.count(Kind.REPAIR) == planning.REPAIRS[minutes]
    assert kinds[0] == Kind.SPOKEN
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    assert len({(item.spoken_id, item.question_id, item.card_id) for item in items}) == len(items)


def test_plan_repeats_with_its_seed_and_differs_with_another() -> None:
    world.content()
    wish = Wish(30, 2)
    assert drawn(planning.plan(wish, "me", 5)) == drawn(planning.plan(wish, "me", 5))
    assert drawn(planning.plan(wish, "me", 5)) != drawn(planning.plan(wish, "me", 6))


def test_plan_keeps_to_topics_and_near_to_the_level() -> None:
    world.content()
    items = planning.plan(Wish(15, 1, ("dns",)), "me", 3)
    assert {item.topic for item in items} == {"dns"}
    assert {item.spoken.level for item in items if item.spoken} == {1}


def test_what_was_asked_before_comes_last() -> None:
    world.content()
    first = world.through(world.begin())
    second = world.begin(seed=2)
    for name in ("spoken", "question", "card"):
        asked, again = (set(one.items.exclude(**{name: None}).values_list(name, flat=True)) for one in (first, second))
        assert asked
        assert not asked & again


def test_without_content_there_is_nothing_to_ask() -> None:
    with pytest.raises(actions.NothingToAsk):
        world.begin()
    assert not Interview.objects.exists()


def test_beginning_twice_is_one_interview_and_another_wish_ends_the_first() -> None:
    world.content()
    first = world.begin()
    assert world.begin() == first
    other = world.begin(minutes=30)
    first.refresh_from_db()
    assert other != first
    assert first.finished
    world.answer(world.waiting(other))
    assert world.begin(minutes=30) != other


def test_items_open_one_after_the_other_with_a_deadline() -> None:
    world.content()
    interview = world.begin()
    first, second = interview.items.all()[:2]
    assert first.deadline
    assert first.opened
    assert (first.deadline - first.opened).total_seconds() == first.seconds
    assert second.opened is None
    world.answer(first)
    second.refresh_from_db()
    assert second.opened is not None


def test_answering_twice_changes_nothing() -> None:
    world.content()
    interview = world.begin()
    item = world.answer(world.waiting(interview))
    again = actions.rate(item, [0], 1, "others")
    assert (again.rating, again.said, again.notes) == (4, [0, 1, 2, 3], "my notes")
    actions.go_on(item)
    assert interview.items.exclude(done=None).count() == 1


def test_an_item_whose_turn_it_is_not_takes_no_answer() -> None:
    world.content()
    interview = world.begin()
    later = interview.items.filter(kind=Kind.QUIZ)[0]
    assert not actions.choose(later, [0]).is_done
    actions.finish(interview)
    assert not actions.go_on(world.waiting(interview)).is_done


def test_going_over_time_is_noted_and_loses_nothing() -> None:
    world.content()
    interview = world.begin()
    world.earlier(interview, minutes=40)
    item = world.waiting(interview)
    actions.show(item, "late notes")
    done = actions.rate(item, [0, 1], 3)
    assert done.notes == "late notes"
    assert done.elapsed is not None
    assert done.elapsed >= 40 * 60
    assert done.over == done.elapsed - done.seconds
    assert not Interview.objects.get(pk=interview.pk).finished


def test_time_for_a_spoken_answer_stops_when_the_points_are_shown() -> None:
    world.content()
    interview = world.begin()
    shown = actions.show(world.waiting(interview), "first")
    world.earlier(interview, minutes=9)
    assert actions.show(shown, "second").notes == "first"
    done = actions.rate(shown, [], 1)
    assert done.elapsed is not None
    assert done.elapsed < 60


@pytest.mark.parametrize(("said", "rating"), [([0], None), ([0], 5), ([9], 3)])
def test_what_is_no_rating_is_told(said, rating) -> None:
    world.content()
    item = world.waiting(world.begin())
    with pytest.raises(actions.NotAnswered):
        actions.rate(item, said, rating)
    assert world.waiting(item.interview) == item


def repair(interview: Interview) -> Item:
    while (item := world.waiting(interview)).kind != Kind.REPAIR:
        world.answer(item)
    return item


def test_a_repair_counts_when_its_goal_is_reached_and_no_later_try_takes_that_away() -> None:
    world.content()
    item = repair(world.begin())
    actions.hand_in(item, world.submission(item, holds=False))
    right = world.submission(item)
    actions.hand_in(item, right)
    actions.hand_in(item, world.submission(item, holds=False))
    done = actions.go_on(item)
    assert (done.submission, done.is_right) == (right, True)


def test_a_repair_that_is_still_carried_out_counts_once_its_verdict_is_there() -> None:
    world.content()
    item = repair(world.begin())
    made = world.submission(item, holds=None)
    actions.hand_in(item, made)
    actions.go_on(item)
    world.through(item.interview)
    assert reading.report(item.interview).right == 2
    made.verdict_json = world.submission(item).verdict_json
    made.save()
    assert reading.report(item.interview).right == 3


def test_a_submission_has_to_be_ones_own_and_aim_at_the_goal() -> None:
    world.content()
    item = repair(world.begin())
    stranger = world.submission(item, owner="somebody")
    other = world.submission(item)
    other.claims = "[]"
    elsewhere = world.submission(item)
    elsewhere.card = "card-another"
    for made in (stranger, other, elsewhere):
        with pytest.raises(actions.NotAnswered):
            actions.hand_in(item, made)
    assert actions.go_on(item).is_right is False


def test_report_counts_points_tasks_topics_and_time() -> None:
    world.content()
    good = reading.report(world.through(world.begin()))
    assert (good.whole.percent, good.right, len(good.tasks)) == (100, 3, 3)
    assert good.said == good.listened_for > 0
    assert not reading.to_study(good)
    bad = reading.report(world.through(world.begin("other"), is_good=False))
    assert bad.right == 0
    assert (bad.said, bad.listened_for) == (len(bad.spoken), 4 * len(bad.spoken))
    assert [part.name for part in bad.by_part] == ["spoken questions", "tasks"]
    assert bad.by_part[0].percent == 25
    assert sum(part.count for part in bad.by_topic) == len(bad.lines)
    slugs = [card.slug for card in reading.to_study(bad)]
    assert "shown-by-this" in slugs
    assert len(slugs) == len(set(slugs))


def test_each_missed_point_names_what_shows_it() -> None:
    world.content()
    bad = reading.report(world.through(world.begin(), is_good=False))
    own, by_card = bad.spoken[0].missed[:2]
    assert "/interview/questions/" in own.address
    assert [run.title for run in own.runs] == ["An own claim"]
    assert by_card.address == "/cards/shown-by-this/"
    assert [run.title for run in by_card.runs] == ["A card's claim"]


def test_a_deck_of_what_was_missed_is_made_once() -> None:
    world.content()
    interview = world.through(world.begin(), is_good=False)
    deck = actions.make_deck(interview)
    assert deck is not None
    assert actions.make_deck(interview) == deck
    assert "card-shown-by-this" in set(deck.entries.values_list("card", flat=True))
    assert actions.make_deck(world.through(world.begin("other"))) is None


def test_interviews_are_handed_over_and_the_one_that_is_further_stays_open() -> None:
    world.content()
    mine, theirs = world.begin("guest"), world.begin("account")
    world.answer(world.waiting(mine))
    belongings.hand_over("guest", "account")
    assert set(Interview.objects.values_list("visitor", flat=True)) == {"account"}
    assert Interview.objects.get(finished=None) == mine
    theirs.refresh_from_db()
    assert theirs.finished
    belongings.hand_over("account", "account")
    assert Interview.objects.count() == 2


def test_export_says_what_was_answered_and_erase_leaves_nothing() -> None:
    world.content()
    world.through(world.begin())
    world.begin("somebody")
    [only] = belongings.export("me")["interviews"]
    assert (only["minutes"], only["level"]) == (15, "middle")
    spoken = only["items"][0]
    assert (spoken["notes"], spoken["rating"], len(spoken["said"])) == ("my notes", 4, 4)
    assert [one["is_right"] for one in only["items"] if one["kind"] != "spoken"] == [True, True, True]
    belongings.erase("me")
    assert set(Interview.objects.values_list("visitor", flat=True)) == {"somebody"}
