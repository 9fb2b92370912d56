"""The addresses of the REST interface, all under /api/v1/."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cards.api import Answers, Cards, OneCard
from cards.decks.api import (
    DeckCards,
    DeckCheck,
    DeckPublish,
    Decks,
    DeckSubscriptions,
    OneDeck,
    OneDeckCard,
    OneDeckSubscription,
)
from cards.exchange.api import DeckExport, DeckImport
from cards.mindmap.api import Map
from cards.sheets.api import OneSheet, Sheets
from cards.studying import progress_api
from cards.studying.api import NextCard, Reviews
from config.accounts.api import Claim, OwnAccount, OwnExport, Renewal, Revocation, Tokens
from sandbox.api import OneSubmission, Submissions
from sandbox.labs.api import Attempts, Checks, Labs, OneAttempt, OneCheck, OneLab
from sandbox.playground_api import Commands, Completions, OneCommand, OnePlayground, Playgrounds

app_name = "api"


class NoSuchAddress(APIView):
    """An address under this interface that there is not: 404, in JSON as everything here."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: object, **words: object) -> Response:
        raise NotFound

    put = post = patch = delete = get


urlpatterns = [
    path("cards/", Cards.as_view(), name="cards"),
    path("cards/<slug:slug>/", OneCard.as_view(), name="card"),
    path("cards/<slug:slug>/answers/", Answers.as_view(), name="card-answers"),
    path("decks/", Decks.as_view(), name="decks"),
    path("decks/import/", DeckImport.as_view(), name="deck-import"),
    path("decks/subscriptions/", DeckSubscriptions.as_view(), name="deck-subscriptions"),
    path("decks/<str:name>/export/", DeckExport.as_view(), name="deck-export"),
    path("decks/<uuid:deck_id>/", OneDeck.as_view(), name="deck"),
    path("decks/<uuid:deck_id>/cards/", DeckCards.as_view(), name="deck-cards"),
    path("decks/<uuid:deck_id>/cards/<slug:card_id>/", OneDeckCard.as_view(), name="deck-card"),
    path("decks/<uuid:deck_id>/check/", DeckCheck.as_view(), name="deck-check"),
    path("decks/<uuid:deck_id>/publish/", DeckPublish.as_view(), name="deck-publish"),
    path("decks/<uuid:deck_id>/subscription/", OneDeckSubscription.as_view(), name="deck-subscription"),
    path("submissions/", Submissions.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>/", OneSubmission.as_view(), name="submission"),
    path("playgrounds/", Playgrounds.as_view(), name="playgrounds"),
    path("playgrounds/<uuid:playground_id>/", OnePlayground.as_view(), name="playground"),
    path("playgrounds/<uuid:playground_id>/commands/", Commands.as_view(), name="commands"),
    path("playgrounds/<uuid:playground_id>/commands/<int:number>/", OneCommand.as_view(), name="command"),
    path("playgrounds/<uuid:playground_id>/completions/", Completions.as_view(), name="completions"),
    path("sheets/", Sheets.as_view(), name="sheets"),
    path("sheets/<slug:slug>/", OneSheet.as_view(), name="sheet"),
    path("map/", Map.as_view(), name="map"),
    path("labs/", Labs.as_view(), name="labs"),
    path("labs/<slug:slug>/", OneLab.as_view(), name="lab"),
    path("labs/<slug:slug>/attempts/", Attempts.as_view(), name="lab-attempts"),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/", OneAttempt.as_view(), name="lab-attempt"),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/checks/", Checks.as_view(), name="lab-checks"),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/checks/<uuid:check_id>/", OneCheck.as_view(), name="lab-check"),
    path("study/next/", NextCard.as_view(), name="study-next"),
    path("study/settings/", progress_api.Settings.as_view(), name="study-settings"),
    path("study/statistics/", progress_api.Statistics.as_view(), name="study-statistics"),
    path("study/schedules/", progress_api.Schedules.as_view(), name="study-schedules"),
    path("study/weak/", progress_api.Weak.as_view(), name="study-weak"),
    path("reviews/", Reviews.as_view(), name="reviews"),
    path("token/", Tokens.as_view(), name="token"),
    path("token/refresh/", Renewal.as_view(), name="token-refresh"),
    path("token/revoke/", Revocation.as_view(), name="token-revoke"),
    path("account/", OwnAccount.as_view(), name="account"),
    path("account/export/", OwnExport.as_view(), name="account-export"),
    path("account/claim/", Claim.as_view(), name="account-claim"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^[\s\S]+/$", NoSuchAddress.as_view()),
    path("", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
