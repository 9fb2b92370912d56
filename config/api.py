"""The addresses of the REST interface, all under /api/v1/."""

from django.urls import path, re_path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cards import api as cards
from cards.decks import api as decks
from cards.diagrams import api as diagrams
from cards.exchange import api as exchange
from cards.mindmap import api as mindmap
from cards.sheets import api as sheets
from cards.studying import api as studying
from cards.studying import progress_api as progress
from cards.troubleshooting import api as troubleshooting
from config.accounts import api as accounts
from quizzes import api as quizzes
from quizzes.interviews import api as interviews
from sandbox import api as submissions
from sandbox import playground_api as playgrounds
from sandbox.labs import api as labs
from sandbox.labs import hints_api as lab_hints

app_name = "api"


class NoSuchAddress(APIView):
    """An address under this interface that there is not: 404, in JSON as everything here."""

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: object, **words: object) -> Response:
        raise NotFound

    put = post = patch = delete = get


urlpatterns = [
    path("cards/", cards.Cards.as_view(), name="cards"),
    path("cards/<slug:slug>/", cards.OneCard.as_view(), name="card"),
    path("cards/<slug:slug>/answers/", cards.Answers.as_view(), name="card-answers"),
    path("decks/", decks.Decks.as_view(), name="decks"),
    path("decks/import/", exchange.DeckImport.as_view(), name="deck-import"),
    path("decks/subscriptions/", decks.DeckSubscriptions.as_view(), name="deck-subscriptions"),
    path("decks/<str:name>/export/json/", exchange.DeckExportJSON.as_view(), name="deck-export-json"),
    path("decks/<str:name>/export/csv/", exchange.DeckExportCSV.as_view(), name="deck-export-csv"),
    path("decks/<str:name>/export/apkg/", exchange.DeckExportAnki.as_view(), name="deck-export-apkg"),
    path("decks/<uuid:deck_id>/", decks.OneDeck.as_view(), name="deck"),
    path("decks/<uuid:deck_id>/cards/", decks.DeckCards.as_view(), name="deck-cards"),
    path("decks/<uuid:deck_id>/cards/<slug:card_id>/", decks.OneDeckCard.as_view(), name="deck-card"),
    path("decks/<uuid:deck_id>/check/", decks.DeckCheck.as_view(), name="deck-check"),
    path("decks/<uuid:deck_id>/publish/", decks.DeckPublish.as_view(), name="deck-publish"),
    path("decks/<uuid:deck_id>/subscription/", decks.OneDeckSubscription.as_view(), name="deck-subscription"),
    path("submissions/", submissions.Submissions.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>/", submissions.OneSubmission.as_view(), name="submission"),
    path("playgrounds/", playgrounds.Playgrounds.as_view(), name="playgrounds"),
    path("playgrounds/<uuid:playground_id>/", playgrounds.OnePlayground.as_view(), name="playground"),
    path("playgrounds/<uuid:playground_id>/commands/", playgrounds.Commands.as_view(), name="commands"),
    path("playgrounds/<uuid:playground_id>/commands/<int:number>/", playgrounds.OneCommand.as_view(), name="command"),
    path("playgrounds/<uuid:playground_id>/completions/", playgrounds.Completions.as_view(), name="completions"),
    path("sheets/", sheets.Sheets.as_view(), name="sheets"),
    path("sheets/<slug:slug>/", sheets.OneSheet.as_view(), name="sheet"),
    path("map/", mindmap.Map.as_view(), name="map"),
    path("labs/", labs.Labs.as_view(), name="labs"),
    path("labs/<slug:slug>/", labs.OneLab.as_view(), name="lab"),
    path("labs/<slug:slug>/attempts/", labs.Attempts.as_view(), name="lab-attempts"),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/", labs.OneAttempt.as_view(), name="lab-attempt"),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/checks/", labs.Checks.as_view(), name="lab-checks"),
    path(
        "labs/<slug:slug>/attempts/<uuid:attempt_id>/checks/<uuid:check_id>/", labs.OneCheck.as_view(), name="lab-check"
    ),
    path("labs/<slug:slug>/attempts/<uuid:attempt_id>/hints/", lab_hints.Hints.as_view(), name="lab-hints"),
    path("diagrams/", diagrams.Diagrams.as_view(), name="diagrams"),
    path("diagrams/<slug:slug>/", diagrams.OneDiagram.as_view(), name="diagram"),
    path("troubleshooting/", troubleshooting.WholeChart.as_view(), name="troubleshooting"),
    path("study/next/", studying.NextCard.as_view(), name="study-next"),
    path("study/settings/", progress.Settings.as_view(), name="study-settings"),
    path("study/statistics/", progress.Statistics.as_view(), name="study-statistics"),
    path("study/schedules/", progress.Schedules.as_view(), name="study-schedules"),
    path("study/weak/", progress.Weak.as_view(), name="study-weak"),
    path("reviews/", studying.Reviews.as_view(), name="reviews"),
    path("token/", accounts.Tokens.as_view(), name="token"),
    path("token/refresh/", accounts.Renewal.as_view(), name="token-refresh"),
    path("token/revoke/", accounts.Revocation.as_view(), name="token-revoke"),
    path("account/", accounts.OwnAccount.as_view(), name="account"),
    path("account/export/", accounts.OwnExport.as_view(), name="account-export"),
    path("account/claim/", accounts.Claim.as_view(), name="account-claim"),
    path("quizzes/", quizzes.Quizzes.as_view(), name="quizzes"),
    path("quizzes/<slug:slug>/", quizzes.OneQuiz.as_view(), name="quiz"),
    path("quizzes/<slug:slug>/attempts/", quizzes.Attempts.as_view(), name="attempts"),
    path("attempts/<uuid:attempt_id>/", quizzes.OneAttempt.as_view(), name="attempt"),
    path("attempts/<uuid:attempt_id>/answers/", quizzes.Answers.as_view(), name="answers"),
    path("attempts/<uuid:attempt_id>/finish/", quizzes.Finish.as_view(), name="finish-attempt"),
    path("interviews/", interviews.Interviews.as_view(), name="interviews"),
    path("interviews/questions/", interviews.Questions.as_view(), name="interview-questions"),
    path("interviews/<uuid:interview_id>/", interviews.OneInterview.as_view(), name="interview"),
    path("interviews/<uuid:interview_id>/items/<int:number>/", interviews.Items.as_view(), name="interview-item"),
    path("interviews/<uuid:interview_id>/report/", interviews.OneReport.as_view(), name="interview-report"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path(r"^[\s\S]+/$", NoSuchAddress.as_view()),
    path("", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
