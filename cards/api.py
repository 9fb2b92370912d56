"""Cards over REST."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.reverse import reverse

from cards.models import Card
from sandbox.rest import StrictSerializer


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class CardQuery(StrictSerializer):
    """What the list of cards can be asked for."""

    tag = serializers.ListField(
        child=serializers.SlugField(), default=list, help_text="Only cards with this tag; repeat it for all of several."
    )
    page = serializers.IntegerField(min_value=1, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=Pages.max_page_size, required=False)


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
        summary="Cards, a page at a time",
        parameters=[CardQuery],
        responses={200: CardInList(many=True), 400: _PROBLEMS, 404: _NOTHING},
    )
)
class Cards(ListAPIView[Card]):
    serializer_class = CardInList
    pagination_class = Pages

    def get_queryset(self) -> QuerySet[Card]:
        query = CardQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        cards = _live()
        for tag in query.validated_data["tag"]:
            cards = cards.filter(tags__name=tag)
        return cards


@extend_schema_view(
    get=extend_schema(operation_id="cards_read", summary="One card", responses={200: WholeCard, 404: _NOTHING})
)
class OneCard(RetrieveAPIView[Card]):
    serializer_class = WholeCard
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Card]:
        return _live()
