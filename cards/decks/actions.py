"""Everything that is ever written about decks, a verb each. Writes to one deck take turns: they lock its row.

Who may do it is asked before (`access`): nothing here looks at who is asking.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from cards.decks import checks
from cards.decks.drafts import TOPIC, Draft
from cards.decks.models import Deck, Entry, Subscription
from cards.decks.pool import of_deck
from cards.models import Card, Tag
from sandbox import actions as submissions
from sandbox.models import Submission

MOST_DECKS = 100
MOST_CARDS = 2_000
MOST_CHECKS = 60  # submitted in one go
_OWN = uuid.UUID("6c0f6d5e-6f2c-5c0f-9a67-0d2f6b1c9e11")


class TooMany(ValueError):
    """There is no room for more; the text says of what."""


class Unsound(ValueError):
    """A deck cannot be shared yet; the text says why."""


@dataclass(frozen=True)
class Put:
    """How many cards were made, changed, and already as they should be."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def make(owner: str, title: str, description: str = "") -> Deck:
    """A new deck, a draft that nobody else sees."""
    if Deck.objects.filter(owner=owner).count() >= MOST_DECKS:
        raise TooMany(f"You have {MOST_DECKS} decks, and that is as many as there may be. Delete one first.")
    return Deck.objects.create(owner=owner, title=title, description=description)


def describe(deck: Deck, **words: str) -> Deck:
    """Give a deck another title or description."""
    for name, value in words.items():
        setattr(deck, name, value)
    deck.changed = timezone.now()
    deck.save(update_fields=[*words, "changed"])
    return deck


def delete(deck: Deck) -> None:
    """A deck with all cards of its author's own; the site's cards in it stay where they are."""
    deck.delete()


@transaction.atomic
def put(deck: Deck, drafts: Iterable[Draft], references: Iterable[str] = ()) -> Put:
    """Cards of the author's own, and the site's cards of these ids, at the end of a deck.

    A draft whose guid came into this deck before changes that card in place; so does one whose guid is the id of an
    own card of this deck. Raises TooMany, and writes nothing, where the deck would grow too long.
    """
    _lock(deck)
    named = {_id(deck, draft): draft for draft in drafts}
    mine = set(Card.objects.filter(deck=deck).values_list("pk", flat=True))
    by_id = {(draft.guid if draft.guid in mine else card_id): draft for card_id, draft in named.items()}
    existing = {card.pk: card for card in Card.objects.filter(pk__in=by_id, deck=deck).prefetch_related("tags")}
    created = [_new(deck, card_id, draft) for card_id, draft in by_id.items() if card_id not in existing]
    changed = [card for card_id, card in existing.items() if draft_of(card) != by_id[card_id]]
    now = timezone.now()
    for card in changed:
        for name, value in by_id[card.pk].columns().items():
            setattr(card, name, value)
        card.changed = now
    Card.objects.bulk_create(created)
    Card.objects.bulk_update(changed, ["changed", *Draft("", "").columns()], batch_size=100)
    _tag({card.pk: by_id[card.pk].tags for card in [*created, *changed]})
    site = Card.objects.filter(pk__in=list(references), deck=None, is_retired=False).values_list("pk", flat=True)
    there = set(deck.entries.values_list("card", flat=True))
    joining = [card.pk for card in created] + [pk for pk in existing if pk not in there]
    linked = sorted(set(site) - there)
    _append(deck, [*joining, *linked], len(there))
    if created or changed or joining or linked:
        Deck.objects.filter(pk=deck.pk).update(changed=now)
    known = len(existing) - len(changed) + len(set(site) & there)
    return Put(len(created) + len(linked), len(changed), known)


def add(deck: Deck, draft: Draft) -> Card:
    """One more card of the author's own."""
    guid = uuid.uuid4().hex
    put(deck, [replace(draft, guid=guid)])
    return Card.objects.get(pk=_id(deck, Draft("", "", guid=guid)))


def refer(deck: Deck, card: Card) -> bool:
    """One of the site's cards at the end of a deck; False where it is in there already."""
    return put(deck, [], [card.pk]).created == 1


@transaction.atomic
def edit(card: Card, draft: Draft) -> Card:
    """Change a card of the author's own. Where that changes what is carried out, it is unchecked from here on."""
    assert card.deck is not None  # noqa: S101
    put(card.deck, [replace(draft, guid=card.pk)])
    card.refresh_from_db()
    return card


@transaction.atomic
def remove(entry: Entry) -> None:
    """Take a card out of a deck; one of the author's own is gone with that."""
    _lock(entry.deck)
    entry.delete()
    Card.objects.filter(pk=entry.card_id, deck=entry.deck).delete()
    Deck.objects.filter(pk=entry.deck_id).update(changed=timezone.now())


@transaction.atomic
def move(entry: Entry, position: int) -> None:
    """Put a card at a position of its deck, from 0; what is beyond the end is the end."""
    _lock(entry.deck)
    rows = list(Entry.objects.filter(of_deck(is_author=True), deck=entry.deck).order_by("place", "id"))
    moved = next((row for row in rows if row.pk == entry.pk), None)
    if moved is None:
        return
    rows.remove(moved)
    rows.insert(max(0, position), moved)
    late = [row for place, row in enumerate(rows, 1) if row.place != place]
    for place, row in enumerate(rows, 1):
        row.place = place
    Entry.objects.bulk_update(late, ["place"], batch_size=500)
    Deck.objects.filter(pk=entry.deck_id).update(changed=timezone.now())


def unchecked(deck: Deck) -> list[Card]:
    """The cards whose claims were not found to hold for what they say now."""
    cards = Card.objects.filter(deck=deck, is_retired=False).exclude(claims="").exclude(checked=F("content_hash"))
    return list(cards.select_related("deck").order_by("entries__place"))


@transaction.atomic
def check(deck: Deck, cards: Sequence[Card] | None = None) -> list[Submission]:
    """Submit what is not checked yet, and waits for no verdict: the claims of each card and its goal.

    At most MOST_CHECKS cards at once; without `cards`, those of the deck in its order. The submissions come back.
    """
    wanted = unchecked(deck) if cards is None else [card for card in cards if card.claims]
    found = checks.checks(wanted)
    waits = {pk for pk, one in found.items() if one.found == checks.Found.WAITING}
    submitted = []
    for card in [card for card in wanted if card.pk not in waits][:MOST_CHECKS]:
        for manifests, steps in checks.to_carry_out(card):
            submitted.append(submissions.submit(owner=deck.owner, manifests=manifests, claims=steps, card=card.pk))
    return submitted


@transaction.atomic
def share(deck: Deck) -> Deck:
    """Let whoever has the link read a deck. Raises Unsound where a card's claims were not found to hold."""
    _lock(deck)
    if not Entry.objects.filter(of_deck(is_author=True), deck=deck).exists():
        raise Unsound("There is no card in this deck yet.")
    open_ones = unchecked(deck)
    if open_ones:
        many = len(open_ones)
        cards = "1 card claims" if many == 1 else f"{many} cards claim"
        raise Unsound(f"{cards} what was not found to hold. Check, repair or remove {'it' if many == 1 else 'them'}.")
    deck.is_shared = True
    deck.save(update_fields=["is_shared"])
    return deck


def withdraw(deck: Deck) -> Deck:
    """Make a deck a draft again: its link opens to nobody but the author, until it is shared once more."""
    deck.is_shared = False
    deck.save(update_fields=["is_shared"])
    return deck


def subscribe(visitor: str, deck: Deck) -> Subscription:
    """Somebody else's deck to one's own ones; once is enough."""
    return Subscription.objects.get_or_create(deck=deck, visitor=visitor)[0]


def unsubscribe(visitor: str, deck: Deck) -> bool:
    """Let somebody else's deck go; False where it was not there."""
    return bool(Subscription.objects.filter(deck=deck, visitor=visitor).delete()[0])


@transaction.atomic
def copy(visitor: str, deck: Deck) -> Deck:
    """A deck of one's own with what can be read of another. What was found out about its cards stays found out."""
    is_author = visitor == deck.owner
    entries = Entry.objects.filter(of_deck(is_author=is_author), deck=deck).order_by("place", "id")
    cards = [entry.card for entry in entries.select_related("card").prefetch_related("card__tags")]
    mine = make(visitor, deck.title, deck.description)
    ids = {card.pk: f"own-{uuid.uuid4()}" for card in cards if card.deck_id}
    copies = [_new(mine, ids[card.pk], draft_of(card)) for card in cards if card.deck_id]
    found = {ids[card.pk]: card.checked for card in cards if card.deck_id}
    for one in copies:
        one.checked = found[one.pk]
    Card.objects.bulk_create(copies)
    _tag({ids[card.pk]: draft_of(card).tags for card in cards if card.deck_id})
    _append(mine, [ids.get(card.pk, card.pk) for card in cards], 0)
    return mine


def draft_of(card: Card) -> Draft:
    """What a card says now. Its tags are read, so prefetch them."""
    values: dict[str, Any] = {name: getattr(card, name) for name in Draft("", "").columns() if name != "content_hash"}
    tags = tuple(sorted(tag.name for tag in card.tags.all()))
    return Draft(**values | {"links": tuple(card.links), "tags": tags, "guid": card.pk})


def _id(deck: Deck, draft: Draft) -> str:
    """The id of a draft in a deck: the same guid in the same deck is the same card."""
    name = f"{deck.pk}/{draft.guid}" if draft.guid else f"{deck.pk}/{draft.question}"
    return f"own-{uuid.uuid5(_OWN, name)}"


def _new(deck: Deck, card_id: str, draft: Draft) -> Card:
    return Card(id=card_id, slug=card_id, topic=TOPIC, deck=deck, **draft.columns())


def _lock(deck: Deck) -> None:
    Deck.objects.select_for_update().get(pk=deck.pk)


def _append(deck: Deck, ids: list[str], already: int) -> None:
    if already + len(ids) > MOST_CARDS:
        raise TooMany(f"A deck has at most {MOST_CARDS:,} cards. Put the others into another one.")
    last = deck.entries.aggregate(last=Max("place"))["last"] or 0
    Entry.objects.bulk_create([Entry(deck=deck, card_id=pk, place=place) for place, pk in enumerate(ids, last + 1)])


def _tag(tags: dict[str, tuple[str, ...]]) -> None:
    """Give each card exactly these tags."""
    link = Card.tags.through
    link._default_manager.filter(card__in=tags).delete()
    names = {name for found in tags.values() for name in found}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    link._default_manager.bulk_create(
        [link(card_id=pk, tag_id=name) for pk, found in tags.items() for name in dict.fromkeys(found)]
    )
