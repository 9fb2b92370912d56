"""What pages of cards show of decks."""

from typing import Any

from django import template
from django.contrib import messages
from django.http import HttpRequest

from cards.decks.models import Deck
from cards.models import Card
from sandbox.visitors import visitor_of

register = template.Library()


@register.inclusion_tag("cards/_star.html", takes_context=True)
def star(context: dict[str, Any], card: Card) -> dict[str, Any]:
    """A small form that puts one of the site's cards into a deck of one's own, and what came of it last."""
    request: HttpRequest = context["request"]
    known = visitor_of(request).known_key
    return {
        "card": card,
        "decks": list(Deck.objects.filter(owner=known)) if known else [],
        "messages": list(messages.get_messages(request)),
        "csrf_token": context.get("csrf_token"),
    }
