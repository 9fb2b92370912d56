"""Decks over REST: those that a visitor has; what is a stranger's is not there."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from cards.api import CardInList
from cards.decks import access, actions, checks
from cards.decks.drafts import Draft, problems
from cards.decks.forms import LONGEST_DESCRIPTION, LONGEST_TITLE
from cards.decks.models import Deck, Entry
from cards.decks.pool import SITE
from cards.models import Card
from sandbox.etags import Conditional
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, LongText, StrictSerializer, SubmissionThrottle, Text
from sandbox.visitors import visitor_of

PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none, or it is a stranger's.")
CONFLICT = OpenApiResponse(OpenApiTypes.OBJECT, description="Not possible as things are; it says why.")


class DeckPages(CursorPages):
    ordering = ("-created", "id")

    def get_page_size(self, request: Request) -> int:
        """As many as are asked for, up to the most; what is no number is the client's mistake."""
        wanted = request.query_params.getlist("page_size")
        if not wanted:
            return self.page_size
        if len(wanted) > 1 or not re.fullmatch(r"[1-9][0-9]{0,8}", wanted[0]):
            raise serializers.ValidationError({"page_size": ["This has to be one whole number, from 1."]})
        return min(int(wanted[0]), self.max_page_size)


class EntryPages(DeckPages):
    ordering = ("place", "id")


class DeckBody(StrictSerializer):
    """What a deck says of itself."""

    title = Text(max_length=LONGEST_TITLE)
    description = Text(required=False, allow_blank=True, max_length=LONGEST_DESCRIPTION, help_text="Markdown.")

    def validate_title(self, title: str) -> str:
        if not title.strip():
            raise serializers.ValidationError("Give the deck a title.")
        return title.strip()


class ReadDeck(serializers.ModelSerializer[Deck]):
    """A deck. `permalink` is the secret part of the address of its page."""

    url = serializers.SerializerMethodField()
    is_mine = serializers.SerializerMethodField()

    class Meta:
        model = Deck
        fields: ClassVar = [
            "id",
            "url",
            "permalink",
            "title",
            "description",
            "is_mine",
            "is_shared",
            "created",
            "changed",
        ]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, deck: Deck) -> str:
        return reverse("api:deck", args=[deck.pk], request=self.context["request"])

    def get_is_mine(self, deck: Deck) -> bool:
        visitor = visitor_of(self.context["request"])
        return deck.owner in (visitor.known_key, visitor.__dict__.get("key"))


class DeckLink(serializers.Serializer[Any]):
    title = Text(max_length=200)
    url = serializers.URLField(max_length=500)


class CardBody(StrictSerializer):
    """One of the site's cards by its stable id (`card`), or a card of one's own with question and answer."""

    card = Text(required=False, max_length=80, help_text="The id of one of the site's cards, and nothing beside it.")
    question = Text(required=False, help_text="One line; code and emphasis in Markdown.")
    answer = Text(required=False, help_text="Markdown.")
    manifests = LongText(required=False, allow_blank=True)
    claims = LongText(required=False, allow_blank=True, help_text="A YAML list of steps, each with what it expects.")
    goal = LongText(required=False, allow_blank=True, help_text="What holds once the YAML is repaired.")
    tags = serializers.ListField(child=Text(max_length=50), required=False, max_length=20)
    links = serializers.ListField(child=DeckLink(), required=False, max_length=20)
    difficulty = serializers.IntegerField(required=False, min_value=1, max_value=3)

    def draft(self, before: Draft | None = None) -> Draft:
        """The card as it is to be; raises ValidationError where none can be made of it."""
        values: dict[str, Any] = dict(self.validated_data)
        for name in ("tags", "links"):
            if name in values:
                values[name] = tuple(values[name])
        draft = Draft(**(vars(before or Draft("", "")) | values))
        if wrong := problems(draft):
            raise serializers.ValidationError({name: [sentence] for name, sentence in wrong.items()})
        return draft


class CardChange(CardBody):
    """What is to be otherwise; of one of the site's cards only the place. `place` counts from 0."""

    card = None  # type: ignore[assignment]
    place = serializers.IntegerField(required=False, min_value=0, max_value=actions.MOST_CARDS)


class CardCheck(serializers.Serializer[Any]):
    """Whether what it claims is so."""

    found = serializers.ChoiceField(choices=[(one.value, checks.WORDS[one]) for one in checks.Found])
    sentence = serializers.CharField(help_text="Why it does not hold.")


class DeckCard(serializers.Serializer[Entry]):
    """A card in a deck; `check` is there for the author's own cards, in the author's eyes."""

    card = CardInList()
    is_own = serializers.SerializerMethodField()
    check = serializers.SerializerMethodField()

    def get_is_own(self, entry: Entry) -> bool:
        return entry.card.deck_id is not None

    @extend_schema_field(CardCheck(allow_null=True))
    def get_check(self, entry: Entry) -> dict[str, str] | None:
        found = self.context["checks"].get(entry.card_id)
        return {"found": found.found, "sentence": found.sentence} if found else None


class CheckReport(serializers.Serializer[Any]):
    """How many runs were submitted; ask for the cards to see what they found."""

    submitted = serializers.IntegerField()


class Joining(StrictSerializer):
    """The permalink of a deck that somebody shared."""

    permalink = Text(max_length=16)


def _decks(request: Request) -> QuerySet[Deck]:
    return access.having(visitor_of(request).known_key)


def _own(request: Request, deck_id: UUID) -> Deck:
    return access.own(visitor_of(request), pk=deck_id)


def _read(request: Request, deck: Deck, code: int = status.HTTP_200_OK) -> Response:
    body = ReadDeck(deck, context={"request": request}).data
    headers = {"Location": body["url"]} if code == status.HTTP_201_CREATED else {}
    return Response(body, code, headers=headers)


def _refused(error: Exception) -> Response:
    return Response({"detail": str(error)}, status.HTTP_409_CONFLICT)


def _entries(request: Request, entries: list[Entry], *, is_author: bool) -> Any:
    found = checks.checks([entry.card for entry in entries]) if is_author else {}
    context = {"request": request, "checks": found}
    return [DeckCard(entry, context=context).data for entry in entries]


class Decks(Conditional, Reading):
    query_serializer = PageQuery
    pagination_class = DeckPages

    @extend_schema(
        operation_id="decks_list",
        summary="The decks that you have",
        responses={
            200: ReadDeck(many=True),
            400: PROBLEMS,
            404: OpenApiResponse(OpenApiTypes.OBJECT, description="No such cursor."),
        },
    )
    def get(self, request: Request) -> Response:
        pages = DeckPages()
        decks = pages.paginate_queryset(_decks(request), request, self)
        return pages.get_paginated_response(ReadDeck(decks, many=True, context={"request": request}).data)

    @extend_schema(
        operation_id="decks_create",
        summary="Make a deck",
        request=DeckBody,
        responses={201: ReadDeck, 400: PROBLEMS, 409: CONFLICT},
    )
    def post(self, request: Request) -> Response:
        posted = DeckBody(data=request.data)
        posted.is_valid(raise_exception=True)
        try:
            deck = actions.make(visitor_of(request).key, **posted.validated_data)
        except actions.TooMany as error:
            return _refused(error)
        return _read(request, deck, status.HTTP_201_CREATED)


class OneDeck(Conditional, Reading):
    @extend_schema(operation_id="decks_read", summary="A deck", responses={200: ReadDeck, 404: NOTHING})
    def get(self, request: Request, deck_id: UUID) -> Response:
        return _read(request, access.by_id(visitor_of(request), deck_id).deck)

    @extend_schema(
        operation_id="decks_update",
        summary="Give a deck another title or description",
        request=DeckBody,
        responses={200: ReadDeck, 400: PROBLEMS, 404: NOTHING},
    )
    def patch(self, request: Request, deck_id: UUID) -> Response:
        deck = _own(request, deck_id)
        posted = DeckBody(data=request.data, partial=True)
        posted.is_valid(raise_exception=True)
        return _read(request, actions.describe(deck, **posted.validated_data))

    @extend_schema(operation_id="decks_delete", summary="Delete a deck", responses={204: None, 404: NOTHING})
    def delete(self, request: Request, deck_id: UUID) -> Response:
        actions.delete(_own(request, deck_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeckCards(Conditional, Reading):
    query_serializer = PageQuery
    pagination_class = EntryPages

    @extend_schema(
        operation_id="decks_cards_list",
        summary="The cards of a deck, in their order",
        responses={200: DeckCard(many=True), 400: PROBLEMS, 404: NOTHING},
    )
    def get(self, request: Request, deck_id: UUID) -> Response:
        seen = access.by_id(visitor_of(request), deck_id)
        pages = EntryPages()
        entries = pages.paginate_queryset(seen.entries, request, self) or []
        return pages.get_paginated_response(_entries(request, list(entries), is_author=seen.is_author))

    @extend_schema(
        operation_id="decks_cards_create",
        summary="Add a card to a deck",
        request=CardBody,
        responses={201: DeckCard, 400: PROBLEMS, 404: NOTHING, 409: CONFLICT},
    )
    def post(self, request: Request, deck_id: UUID) -> Response:
        deck = _own(request, deck_id)
        posted = CardBody(data=request.data)
        posted.is_valid(raise_exception=True)
        try:
            if "card" in posted.validated_data:
                card = self._referred(posted.validated_data)
                actions.refer(deck, card)
            else:
                card = actions.add(deck, posted.draft())
        except actions.TooMany as error:
            return _refused(error)
        entry = Entry.objects.select_related("card", "card__deck").get(deck=deck, card=card)
        return Response(_entries(request, [entry], is_author=True)[0], status.HTTP_201_CREATED)

    def _referred(self, posted: dict[str, Any]) -> Card:
        if len(posted) > 1:
            raise serializers.ValidationError({"card": ["One of the site's cards is as it is: name nothing else."]})
        found = Card.objects.filter(SITE, pk=posted["card"], is_retired=False).first()
        if found is None:
            raise serializers.ValidationError({"card": [f"The site has no card {posted['card']!r}."]})
        return found


class OneDeckCard(APIView):
    def _entry(self, request: Request, deck_id: UUID, card_id: str) -> Entry:
        entries = Entry.objects.select_related("deck", "card", "card__deck").prefetch_related("card__tags")
        return get_object_or_404(entries, deck=_own(request, deck_id), card=card_id)

    @extend_schema(
        operation_id="decks_cards_update",
        summary="Change a card of your own, or move any",
        request=CardChange,
        responses={200: DeckCard, 400: PROBLEMS, 404: NOTHING},
    )
    def patch(self, request: Request, deck_id: UUID, card_id: str) -> Response:
        entry = self._entry(request, deck_id, card_id)
        posted = CardChange(data=request.data)
        posted.is_valid(raise_exception=True)
        place = posted.validated_data.pop("place", None)
        if posted.validated_data:
            if entry.card.deck_id is None:
                raise serializers.ValidationError({"card": ["One of the site's cards stays as it is."]})
            actions.edit(entry.card, posted.draft(actions.draft_of(entry.card)))
        if place is not None:
            actions.move(entry, place)
        return Response(_entries(request, [self._entry(request, deck_id, card_id)], is_author=True)[0])

    @extend_schema(
        operation_id="decks_cards_delete",
        summary="Take a card out of a deck",
        responses={204: None, 404: NOTHING},
    )
    def delete(self, request: Request, deck_id: UUID, card_id: str) -> Response:
        actions.remove(self._entry(request, deck_id, card_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeckCheck(APIView):
    throttle_classes = (SubmissionThrottle,)

    @extend_schema(
        operation_id="decks_check",
        summary="Submit what its cards claim and is not checked yet",
        request=None,
        responses={202: CheckReport, 404: NOTHING},
    )
    def post(self, request: Request, deck_id: UUID) -> Response:
        submitted = actions.check(_own(request, deck_id))
        return Response({"submitted": len(submitted)}, status.HTTP_202_ACCEPTED)


class DeckPublish(APIView):
    @extend_schema(
        operation_id="decks_publish",
        summary="Share a deck by its link, once all that it claims holds",
        request=None,
        responses={200: ReadDeck, 404: NOTHING, 409: CONFLICT},
    )
    def post(self, request: Request, deck_id: UUID) -> Response:
        try:
            return _read(request, actions.share(_own(request, deck_id)))
        except actions.Unsound as error:
            return _refused(error)

    @extend_schema(
        operation_id="decks_withdraw",
        summary="Make a shared deck a draft again",
        responses={200: ReadDeck, 404: NOTHING},
    )
    def delete(self, request: Request, deck_id: UUID) -> Response:
        return _read(request, actions.withdraw(_own(request, deck_id)))


class DeckSubscriptions(APIView):
    @extend_schema(
        operation_id="decks_subscribe",
        summary="Study a deck that somebody shared",
        request=Joining,
        responses={200: ReadDeck, 400: PROBLEMS, 404: NOTHING},
    )
    def post(self, request: Request) -> Response:
        posted = Joining(data=request.data)
        posted.is_valid(raise_exception=True)
        visitor = visitor_of(request)
        seen = access.by_link(visitor, posted.validated_data["permalink"])
        if not seen.is_author:
            actions.subscribe(visitor.key, seen.deck)
        return _read(request, seen.deck)


class OneDeckSubscription(APIView):
    @extend_schema(
        operation_id="decks_unsubscribe",
        summary="Let somebody else's deck go",
        responses={204: None, 404: NOTHING},
    )
    def delete(self, request: Request, deck_id: UUID) -> Response:
        deck = get_object_or_404(Deck, pk=deck_id)
        if not actions.unsubscribe(visitor_of(request).known_key, deck):
            raise Http404
        return Response(status=status.HTTP_204_NO_CONTENT)
