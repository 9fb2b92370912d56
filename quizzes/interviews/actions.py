"""Everything that is ever written about interviews, a verb each. What is sent twice is written once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cards.decks import actions as decks
from cards.decks.models import Deck
from quizzes.interviews import planning, reading
from quizzes.interviews.content import SpokenFile
from quizzes.interviews.models import RATINGS, Interview, Item, Kind, SpokenQuestion
from quizzes.interviews.planning import Wish
from sandbox.models import Submission

LONGEST_NOTES = 20_000


class NothingToAsk(LookupError):
    """The site has nothing to ask on these topics."""


class NotAnswered(ValueError):
    """What was sent is no answer to this item; the text says why."""


def begin(visitor: str, wish: Wish, seed: int | None = None) -> Interview:
    """A new interview, its first item open. One that is open comes to its end, unless nothing was answered in it and
    it is the same wish: then it is that one. Raises NothingToAsk.
    """
    is_open = Interview.objects.filter(visitor=visitor, finished=None).first()
    if is_open and not is_open.items.exclude(done=None).exists() and _wish_of(is_open) == wish:
        return is_open
    drawn_with = secrets.randbelow(2**31) if seed is None else seed
    try:
        with transaction.atomic():
            if is_open:
                finish(is_open)
            items = planning.plan(wish, visitor, drawn_with)
            if not items:
                raise NothingToAsk
            now = timezone.now()
            made = Interview.objects.create(
                visitor=visitor,
                minutes=wish.minutes,
                level=wish.level,
                topics=list(wish.topics),
                seed=drawn_with,
                started=now,
            )
            for item in items:
                item.interview = made
            _open(items[0], now)
            Item.objects.bulk_create(items)
            return made
    except IntegrityError:  # begun twice at the same time, and the other one was first
        return Interview.objects.get(visitor=visitor, finished=None)


def show(item: Item, notes: str = "") -> Item:
    """A spoken item: its answer is given, and its points are shown from now on. The time for it stops here."""
    with transaction.atomic():
        item = _locked(item)
        if item.kind != Kind.SPOKEN:
            raise NotAnswered("Points are shown of spoken questions only.")
        if item.shown or not _is_waiting(item):
            return item
        item.shown = timezone.now()
        item.elapsed = _seconds(item, item.shown)
        item.notes = notes[:LONGEST_NOTES]
        item.save(update_fields=["shown", "elapsed", "notes"])
    return item


def rate(item: Item, said: Iterable[int], rating: int | None, notes: str | None = None) -> Item:
    """A spoken item: which points were said, and how well; then the next one opens. Raises NotAnswered."""
    places = sorted(set(said))
    with transaction.atomic():
        item = _locked(item)
        if item.kind != Kind.SPOKEN:
            raise NotAnswered("Only a spoken answer is rated.")
        if not _is_waiting(item):
            return item
        if rating not in RATINGS:
            raise NotAnswered("Rate your answer first, from 1 to 4.")
        if any(not 0 <= place < len(item.points) for place in places):
            raise NotAnswered("There is no such point.")
        if item.shown is None:
            item.elapsed = _seconds(item, timezone.now())
        if notes is not None:
            item.notes = notes[:LONGEST_NOTES]
        item.said, item.rating = places, rating
        return _done(item)


def choose(item: Item, chosen: Iterable[int]) -> Item:
    """A quiz question: the answer; then the next item opens. Raises NotAnswered."""
    places = sorted(set(chosen))
    with transaction.atomic():
        item = _locked(item)
        if item.kind != Kind.QUIZ or item.question is None:
            raise NotAnswered("This item has no options.")
        if not _is_waiting(item):
            return item
        problem = item.question.problem_with(places)
        if problem:
            raise NotAnswered(problem)
        item.chosen, item.is_right = places, item.question.is_answered_by(places)
        return _done(item)


def hand_in(item: Item, submission: Submission) -> Item:
    """A repair: this submission is the answer from now on, unless an earlier one has reached the goal."""
    with transaction.atomic():
        item = _locked(item)
        if item.kind != Kind.REPAIR or item.card_id is None or submission.card != item.card_id:
            raise NotAnswered("This is no submission to the card of this item.")
        if submission.claims.strip() != item.card.goal.strip():  # type: ignore[union-attr]
            raise NotAnswered("Submit the YAML with the goal of the card as its claims.")
        if submission.owner != item.interview.visitor:
            raise NotAnswered("This submission is not yours.")
        if not _is_waiting(item) or reading.is_repaired(item):
            return item
        item.submission = submission
        item.save(update_fields=["submission"])
    return item


def go_on(item: Item) -> Item:
    """Leave an item as it stands: a repair with what was handed in, anything else without an answer."""
    with transaction.atomic():
        item = _locked(item)
        if not _is_waiting(item):
            return item
        if item.kind == Kind.SPOKEN:
            item.rating, item.said = min(RATINGS), []
        elif item.kind == Kind.QUIZ or item.submission is None:
            item.is_right = False
        else:
            item.is_right = reading.is_repaired(item)
        return _done(item)


def finish(interview: Interview) -> None:
    """End an interview where it is; what has no answer stays without one."""
    Interview.objects.filter(pk=interview.pk, finished=None).update(finished=timezone.now())
    interview.refresh_from_db(fields=["finished"])


def make_deck(interview: Interview) -> Deck | None:
    """A deck of the visitor's own with the cards that show what was missed; None where there are none.

    Asked for twice, it is the deck that was made first. Raises decks.TooMany.
    """
    cards = [card.pk for card in reading.to_study(reading.report(interview))]
    if not cards:
        return None
    title = f"Interview of {interview.started:%-d %B %Y, %H:%M}"
    with transaction.atomic():
        Interview.objects.select_for_update().get(pk=interview.pk)
        deck = Deck.objects.filter(owner=interview.visitor, title=title).first()
        if deck is None:
            deck = decks.make(interview.visitor, title, "What was missed in a mock interview.")
        decks.put(deck, (), cards)
    return deck


def load(questions: list[SpokenFile]) -> int:
    """Make the rows agree with the files; how many changed."""
    there = dict(SpokenQuestion.objects.filter(is_retired=False).values_list("id", "content_hash"))
    with transaction.atomic():
        SpokenQuestion.objects.exclude(id__in=[one.id for one in questions]).update(is_retired=True)
        changed = [one for one in questions if there.get(one.id) != one.content_hash]
        for one in changed:
            taken = SpokenQuestion.objects.filter(slug=one.slug).exclude(pk=one.id)
            taken.update(slug=f"{one.slug}-was", is_retired=True)
            SpokenQuestion.objects.update_or_create(pk=one.id, defaults=one.columns() | {"is_retired": False})
    return len(changed)


def _wish_of(interview: Interview) -> Wish:
    return Wish(interview.minutes, interview.level, tuple(interview.topics))


def _locked(item: Item) -> Item:
    """The item as it is now, with its interview; whoever else writes to this interview waits."""
    Interview.objects.select_for_update().get(pk=item.interview_id)
    return Item.objects.select_related("interview", "question", "card", "submission").get(pk=item.pk)


def _is_waiting(item: Item) -> bool:
    """It is this item's turn; what comes for another is passed over."""
    return item.opened is not None and item.done is None and item.interview.finished is None


def _open(item: Item, now: datetime) -> None:
    item.opened, item.deadline = now, now + timedelta(seconds=item.seconds)


def _seconds(item: Item, now: datetime) -> int:
    return max(0, round((now - item.opened).total_seconds())) if item.opened else 0


def _done(item: Item) -> Item:
    """Write the answer down and open the next item, or end the interview after the last."""
    now = timezone.now()
    item.done = now
    if item.elapsed is None:
        item.elapsed = _seconds(item, now)
    item.save(update_fields=["done", "elapsed", "notes", "said", "rating", "chosen", "is_right"])
    following = Item.objects.filter(interview=item.interview_id, done=None).order_by("number").first()
    if following is None:
        finish(item.interview)
    else:
        _open(following, now)
        following.save(update_fields=["opened", "deadline"])
    return item
