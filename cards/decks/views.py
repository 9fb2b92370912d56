"""Pages of decks: what there is, and a deck as its author and as its readers see it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.decks import access, actions, checks
from cards.decks.forms import DeckForm
from cards.decks.models import Deck, Subscription
from cards.decks.pool import SITE
from cards.decks.topics import topics
from cards.models import Card
from sandbox.rest import SubmissionThrottle
from sandbox.visitors import visitor_of

CARDS_A_PAGE = 50
TOO_MANY = "More was submitted within a minute than is carried out. Wait a minute, then check again."


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The site's topics, one's own decks and those of others that one studies."""
    visitor = visitor_of(request).known_key
    mine = access.counted(Deck.objects.filter(owner=visitor), is_author=True) if visitor else []
    studied = Deck.objects.filter(is_shared=True, subscriptions__visitor=visitor).exclude(owner=visitor)
    context = {
        "topics": topics(),
        "mine": mine,
        "studied": access.counted(studied, is_author=False) if visitor else [],
    }
    return render(request, "cards/decks.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new deck."""
    form = DeckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.make(visitor_of(request).key, **form.cleaned_data))
        except actions.TooMany as error:
            form.add_error(None, str(error))
    context = {"form": form, "heading": "A deck of your own", "button": "Make the deck"}
    return render(request, "cards/deck_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def deck(request: HttpRequest, permalink: str) -> HttpResponse:
    """A deck: its author sees the state of each card, everybody else the cards that are sound."""
    seen = access.by_link(visitor_of(request), permalink)
    page = Paginator(seen.entries, CARDS_A_PAGE).get_page(request.GET.get("page"))
    cards = [entry.card for entry in page]
    context: dict[str, Any] = {"deck": seen.deck, "page": page, "count": page.paginator.count}
    if not seen.is_author:
        visitor = visitor_of(request).known_key
        context["is_studied"] = Subscription.objects.filter(deck=seen.deck, visitor=visitor).exists()
        return render(request, "cards/deck.html", context)
    found = checks.checks(cards)
    context |= {
        "rows": [(entry, found.get(entry.card_id), place) for place, entry in enumerate(page, page.start_index() - 1)],
        "open": len(actions.unchecked(seen.deck)),
        "is_waiting": checks.is_waiting(found.values()),
        "link": request.build_absolute_uri(seen.deck.get_absolute_url()),
    }
    return render(request, "cards/deck_author.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, permalink: str) -> HttpResponse:
    """Title and description of a deck of one's own."""
    found = access.own(visitor_of(request), permalink=permalink)
    form = DeckForm(request.POST or None, initial={"title": found.title, "description": found.description})
    if request.method == "POST" and form.is_valid():
        return redirect(actions.describe(found, **form.cleaned_data))
    context = {"form": form, "deck": found, "heading": found.title, "button": "Keep it"}
    return render(request, "cards/deck_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, permalink: str) -> HttpResponse:
    """Asks whether a deck may go; POST deletes it."""
    found = access.own(visitor_of(request), permalink=permalink)
    if request.method == "POST":
        actions.delete(found)
        messages.success(request, f"“{found.title}” is deleted.")
        return redirect("decks:index")
    context = {
        "deck": found,
        "own": Card.objects.filter(deck=found).count(),
        "readers": found.subscriptions.count(),
    }
    return render(request, "cards/deck_delete.html", context)


@require_POST
def check(request: HttpRequest, permalink: str) -> HttpResponse:
    """Submit what is not checked yet: one card where it is named, else all of them."""
    found = access.own(visitor_of(request), permalink=permalink)
    slug = request.POST.get("card", "")
    cards = [get_object_or_404(Card.objects.select_related("deck"), deck=found, slug=slug)] if slug else None
    if not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        messages.error(request, TOO_MANY)
    else:
        actions.check(found, cards)
    return redirect(_back(request, found))


@require_POST
def share(request: HttpRequest, permalink: str) -> HttpResponse:
    """Let whoever has the link read a deck, if every claim in it holds."""
    found = access.own(visitor_of(request), permalink=permalink)
    try:
        actions.share(found)
    except actions.Unsound as error:
        messages.error(request, f"Not shared. {error}")
    else:
        messages.success(request, "The deck is shared: whoever has the link reads it.")
    return redirect(found)


@require_POST
def withdraw(request: HttpRequest, permalink: str) -> HttpResponse:
    """Make a shared deck a draft again."""
    found = access.own(visitor_of(request), permalink=permalink)
    actions.withdraw(found)
    messages.success(request, "The deck is a draft again: its link opens to nobody but you.")
    return redirect(found)


@require_POST
def study(request: HttpRequest, permalink: str) -> HttpResponse:
    """Somebody else's deck to one's own ones."""
    visitor = visitor_of(request)
    seen = access.by_link(visitor, permalink)
    if not seen.is_author:
        actions.subscribe(visitor.key, seen.deck)
        messages.success(request, "Its cards come up when you study, and new ones as the author adds them.")
    return redirect(seen.deck)


@require_POST
def leave(request: HttpRequest, permalink: str) -> HttpResponse:
    """Let somebody else's deck go. Works for one that is shared no more as well."""
    found = get_object_or_404(Deck, permalink=permalink)
    if not actions.unsubscribe(visitor_of(request).known_key, found) and not found.is_shared:
        return redirect("decks:index")
    messages.success(request, "The deck is no longer among yours. What you rated of it is kept.")
    return redirect(found if found.is_shared else reverse("decks:index"))


@require_POST
def copy(request: HttpRequest, permalink: str) -> HttpResponse:
    """A deck of one's own with the same cards, to change."""
    visitor = visitor_of(request)
    seen = access.by_link(visitor, permalink)
    try:
        mine = actions.copy(visitor.key, seen.deck)
    except actions.TooMany as error:
        messages.error(request, str(error))
        return redirect(seen.deck)
    messages.success(request, "This copy is yours: change it as you like.")
    return redirect(mine)


@require_POST
def star(request: HttpRequest) -> HttpResponse:
    """One of the site's cards into a deck of one's own; into a new one where none is named."""
    visitor = visitor_of(request)
    card = get_object_or_404(Card, SITE, slug=request.POST.get("card", ""), is_retired=False)
    here = redirect("cards:card", slug=card.slug)
    try:
        if permalink := request.POST.get("deck", ""):
            found = access.own(visitor, permalink=permalink)
        else:
            found = actions.make(
                visitor.key, request.POST.get("title", "").replace("\0", "")[:120].strip() or "Starred"
            )
        is_new = actions.refer(found, card)
    except actions.TooMany as error:
        messages.error(request, str(error))
        return here
    messages.success(request, f"This card is in “{found.title}”{'' if is_new else ' already'}.")
    return here


def _back(request: HttpRequest, found: Deck) -> str:
    """The page of the deck that the form stood on."""
    number = request.POST.get("page", "")
    return found.get_absolute_url() + (f"?page={number}" if number.isdecimal() and number != "1" else "")
