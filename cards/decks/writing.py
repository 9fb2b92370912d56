"""Pages on which an author writes the cards of a deck."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cards.decks import access, actions
from cards.decks.forms import CardForm, values_of
from cards.decks.models import Deck, Entry
from cards.models import Card
from sandbox.visitors import visitor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, permalink: str) -> HttpResponse:
    """A new card at the end of a deck."""
    deck = access.own(visitor_of(request), permalink=permalink)
    form = CardForm(request.POST if request.method == "POST" else None, initial={"difficulty": 2})
    if request.method == "POST" and form.is_valid():
        try:
            card = actions.add(deck, form.draft)
        except actions.TooMany as error:
            form.add_error(None, str(error))
        else:
            return _kept(request, deck, card)
    return _page(request, deck, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, permalink: str, slug: str) -> HttpResponse:
    """A card of one's own, to change."""
    deck = access.own(visitor_of(request), permalink=permalink)
    card = get_object_or_404(Card.objects.prefetch_related("tags"), deck=deck, slug=slug)
    if request.method != "POST":
        return _page(request, deck, CardForm(initial=values_of(card)), card)
    form = CardForm(request.POST)
    if form.is_valid():
        return _kept(request, deck, actions.edit(card, form.draft))
    return _page(request, deck, form, card)


@require_POST
def remove(request: HttpRequest, permalink: str, slug: str) -> HttpResponse:
    """Take a card out of a deck."""
    entry = _entry(request, permalink, slug)
    is_own = entry.card.deck_id is not None
    actions.remove(entry)
    messages.success(request, "The card is gone." if is_own else "The card is out of this deck; the site keeps it.")
    return redirect(entry.deck)


@require_POST
def move(request: HttpRequest, permalink: str, slug: str) -> HttpResponse:
    """Move a card one place up or down."""
    entry = _entry(request, permalink, slug)
    position = request.POST.get("to", "")
    if position.isdecimal() and len(position) < 6:
        actions.move(entry, int(position))
    return redirect(f"{entry.deck.get_absolute_url()}#{slug}")


def _entry(request: HttpRequest, permalink: str, slug: str) -> Entry:
    deck = access.own(visitor_of(request), permalink=permalink)
    return get_object_or_404(Entry.objects.select_related("deck", "card"), deck=deck, card__slug=slug)


def _kept(request: HttpRequest, deck: Deck, card: Card) -> HttpResponse:
    """Go on as the button said: back to the deck, with a check, or with another card."""
    if "check" in request.POST and card.claims and card.checked != card.content_hash:
        actions.check(deck, [Card.objects.select_related("deck").get(pk=card.pk)])
    if "more" in request.POST:
        messages.success(request, "The card is kept. Here is the next one.")
        return redirect("decks:card-new", permalink=deck.permalink)
    messages.success(request, "The card is kept.")
    return redirect(f"{deck.get_absolute_url()}#{card.slug}")


def _page(request: HttpRequest, deck: Deck, form: CardForm, card: Card | None = None) -> HttpResponse:
    context = {"deck": deck, "form": form, "card": card}
    return render(request, "cards/deck_card.html", context, status=422 if form.errors else 200)
