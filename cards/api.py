"""Cards over REST."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.reverse import reverse

from cards.models import Card
from sandbox.etags import Conditional
from sandbox.rest import MOST_IN_A_PAGE, CursorPages, StrictSerializer, Text


class Pages(CursorPages):
    ordering = ("id",)  # which stays with a card for good


class CardQuery(StrictSerializer):
    """What the list of cards can be asked for."""

    tag = serializers.ListField(
        child=serializers.SlugField(), default=list, help_text="Only cards with this tag; repeat it for all of several."
    )
    cursor = Text(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="Where a page begins: `next` and `previous` have it.",
    )
    page_size = serializers.IntegerField(min_value=1, max_value=MOST_IN_A_PAGE, required=False)


_UNCHANGED = OpenApiResponse(description="It is as the ETag of `If-None-Match` says.")
_PROBLEMS = OpenApiResponse(OpenApiTypes.OBJECT, description="What is wrong, by field.")
_NOTHING = OpenApiResponse(OpenApiTypes.OBJECT, description="There is none.")


class Link(serializers.Serializer[Any]):
    title = serializers.CharField()
    url = serializers.URLField()


class CardInList(serializers.ModelSerializer[Card]):
    """What a list of cards shows."""

    url = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    difficulty = serializers.IntegerField(min_value=1, max_value=3, help_text="1: first steps, 3: for experts")

    class Meta:
        model = Card
        fields: ClassVar = ["id", "slug", "url", "topic", "question", "tags", "difficulty"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, card: Card) -> str:
        return reverse("api:card", args=[card.slug], request=self.context.get("request"))

    def get_tags(self, card: Card) -> list[str]:
        return [tag.name for tag in card.tags.all()]


class WholeCard(CardInList):
    """A card with its answer, the YAML to start from, and its claims and goal (YAML lists of steps)."""

    links = Link(many=True)

    class Meta(CardInList.Meta):
        fields: ClassVar = [*CardInList.Meta.fields, "answer", "links", "manifests", "claims", "goal"]


def _live() -> QuerySet[Card]:
    return Card.objects.filter(is_retired=False).prefetch_related("tags")


@extend_schema_view(
    get=extend_schema(
        operation_id="cards_list",
        summary="Cards, a page at a time, in the order of their ids",
        parameters=[CardQuery],
        responses={200: CardInList(many=True), 304: _UNCHANGED, 400: _PROBLEMS, 404: _NOTHING},
    )
)
class Cards(Conditional, ListAPIView[Card]):
    serializer_class = CardInList
    pagination_class = Pages

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        # A page depends on what comes before it as well; all hashes together are one small query.
        cards = self.get_queryset().order_by(*Pages.ordering).prefetch_related(None)
        return "\n".join(" ".join(row) for row in cards.values_list("slug", "content_hash"))

    def get_queryset(self) -> QuerySet[Card]:
        query = CardQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        cards = _live()
        for tag in query.validated_data["tag"]:
            cards = cards.filter(tags__name=tag)
        return cards


@extend_schema_view(
    get=extend_schema(
        operation_id="cards_read", summary="One card", responses={200: WholeCard, 304: _UNCHANGED, 404: _NOTHING}
    )
)
class OneCard(Conditional, RetrieveAPIView[Card]):
    serializer_class = WholeCard
    lookup_field = "slug"

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        card = Card.objects.filter(slug=kwargs["slug"], is_retired=False).values_list("id", "content_hash").first()
        return " ".join(card) if card else ""

    def get_queryset(self) -> QuerySet[Card]:
        return _live()
