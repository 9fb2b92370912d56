"""Cards over REST."""

from dataclasses import replace
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.generics import ListAPIView, RetrieveAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from cards import kinds
from cards.answering import Asking, NotCarriedOut
from cards.decks.pool import SITE, visible
from cards.kinds import NotAnAnswer
from cards.models import Card
from sandbox.etags import Conditional
from sandbox.queries import PageQuery, Reading
from sandbox.rest import CursorPages, StrictSerializer, Text
from sandbox.visitors import visitor_of


class Pages(CursorPages):
    ordering = ("id",)  # which stays with a card for good


class CardQuery(PageQuery):
    """What the list of cards can be asked for."""

    tag = serializers.ListField(
        child=serializers.SlugField(), default=list, help_text="Only cards with this tag; repeat it for all of several."
    )
    kind = serializers.ChoiceField(choices=kinds.CHOICES, required=False, help_text="Only cards of this kind.")


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
        fields: ClassVar = ["id", "slug", "url", "topic", "kind", "question", "tags", "difficulty"]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, card: Card) -> str:
        return reverse("api:card", args=[card.slug], request=self.context.get("request"))

    def get_tags(self, card: Card) -> list[str]:
        return [tag.name for tag in card.tags.all()]


class OneChoice(serializers.Serializer[Any]):
    """Something to pick or to put in order; its value is what is sent."""

    value = serializers.CharField()
    text = serializers.CharField()


class Ask(serializers.Serializer[Any]):
    """What the card asks. Which choice is right is not told before it is answered."""

    legend = serializers.CharField()
    statement = serializers.CharField(allow_blank=True, help_text="Of a myth: the statement as it is often taught.")
    choices = OneChoice(many=True)
    is_order = serializers.BooleanField(help_text="All of the choices are sent, in order; else one of them.")
    manifests = serializers.CharField(allow_blank=True, help_text="YAML with ___ where values are to be filled in.")


class WholeCard(CardInList):
    """A card with its answer, the YAML to start from, and its claims and goal (YAML lists of steps)."""

    links = Link(many=True)
    ask = serializers.SerializerMethodField(help_text="What its kind asks; null where the answer is a submission.")

    class Meta(CardInList.Meta):
        fields: ClassVar = [*CardInList.Meta.fields, "answer", "links", "manifests", "claims", "goal", "ask"]

    @extend_schema_field(Ask(allow_null=True))
    def get_ask(self, card: Card) -> dict[str, Any] | None:
        question = Asking(card).question
        if question is None:
            return None
        shown = replace(question, choices=tuple(choice for choice in question.choices if choice.value))
        return dict(Ask(shown).data)


BY_SUBMISSION = "This card is answered by YAML: hand in a submission with its goal as the claims."
BY_ONESELF = "This card asks for an answer in your own words, which nobody judges but you."


class NewAnswer(StrictSerializer):
    """An answer: the value of a choice, or the values of all of them in order."""

    answer = serializers.ListField(
        child=Text(max_length=200), allow_empty=False, max_length=50, help_text="Of most kinds one value."
    )


class Fact(serializers.Serializer[Any]):
    """A cause of what happened, with its place in the card's YAML where it has one."""

    object = serializers.CharField()
    field = serializers.CharField()
    text = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)


class JudgedAnswer(serializers.Serializer[Any]):
    """What became of an answer, by the run that was made when the card was loaded."""

    right = serializers.BooleanField()
    right_answer = serializers.ListField(child=serializers.CharField(), help_text="The values that were right.")
    explanation = serializers.CharField()
    because = Fact(many=True)


def _live(which: Q) -> QuerySet[Card]:
    return Card.objects.filter(which, is_retired=False).prefetch_related("tags")


@extend_schema_view(
    get=extend_schema(
        operation_id="cards_list",
        summary="Cards, a page at a time, in the order of their ids",
        responses={200: CardInList(many=True), 404: _NOTHING},
    )
)
class Cards(Conditional, Reading, ListAPIView[Card]):
    query_serializer = CardQuery
    serializer_class = CardInList
    pagination_class = Pages

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        # A page depends on what comes before it as well; all hashes together are one small query.
        cards = self.get_queryset().order_by(*Pages.ordering).prefetch_related(None)
        return "\n".join(" ".join(row) for row in cards.values_list("slug", "content_hash"))

    def get_queryset(self) -> QuerySet[Card]:
        wanted = self.asked.validated_data
        cards = _live(SITE)
        if kind := wanted.get("kind"):
            cards = cards.filter(kind=kind)
        for tag in wanted["tag"]:
            cards = cards.filter(tags__name=tag)
        return cards


@extend_schema_view(
    get=extend_schema(operation_id="cards_read", summary="One card", responses={200: WholeCard, 404: _NOTHING})
)
class OneCard(Conditional, Reading, RetrieveAPIView[Card]):
    serializer_class = WholeCard
    lookup_field = "slug"

    def etag(self, request: Request, *args: Any, **kwargs: Any) -> str:
        mine = _live(visible(visitor_of(request).known_key))
        card = mine.filter(slug=kwargs["slug"]).values_list("id", "content_hash").first()
        return " ".join(card) if card else ""

    def get_queryset(self) -> QuerySet[Card]:
        return _live(visible(visitor_of(self.request).known_key))


class NotYet(APIException):
    """The proof is made by `load_content`; until then nobody knows."""

    status_code = 503
    default_detail = "The run that knows the answer has not been made yet."


class Answers(APIView):
    @extend_schema(
        operation_id="cards_answer",
        summary="Judge an answer to a card",
        description=(
            "Reads the run that was made when the card was loaded; nothing is carried out or written down. Cards of "
            "the kinds `repair` and `field` are answered by a submission whose claims are the card's goal."
        ),
        request=NewAnswer,
        responses={200: JudgedAnswer, 400: _PROBLEMS, 404: _NOTHING, 503: _NOTHING},
    )
    def post(self, request: Request, slug: str) -> Response:
        card = get_object_or_404(_live(visible(visitor_of(request).known_key)), slug=slug)
        posted = NewAnswer(data=request.data)
        posted.is_valid(raise_exception=True)
        asking = Asking(card)
        if not asking.is_judged_here:
            raise ValidationError({"answer": [BY_SUBMISSION if asking.kind.is_submitted else BY_ONESELF]})
        try:
            outcome = asking.judge(posted.validated_data["answer"])
        except NotAnAnswer as problem:
            raise ValidationError({"answer": [str(problem)]}) from None
        except NotCarriedOut:
            raise NotYet from None
        judged = {
            "right": outcome.is_right,
            "right_answer": outcome.right,
            "explanation": outcome.sentence,
            "because": outcome.because,
        }
        return Response(JudgedAnswer(judged).data)
