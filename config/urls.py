from django.contrib import admin
from django.urls import include, path

from config.health import Health

urlpatterns = [
    path("api/v1/", include("config.api")),
    path("healthz", Health.as_view(), name="healthz"),
    path("account/", include("config.accounts.urls")),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("sandbox/", include("sandbox.urls")),
    path("sheets/", include("cards.sheets.urls")),
    path("labs/", include("sandbox.labs.urls")),
    path("study/", include("cards.studying.urls")),
    path("decks/", include("cards.decks.urls")),
    path("diagrams/", include("cards.diagrams.urls")),
    path("troubleshooting/", include("cards.troubleshooting.urls")),
    path("", include("cards.mindmap.urls")),
    path("quiz/", include("quizzes.urls")),
    path("interview/", include("quizzes.interviews.urls")),
    path("", include("cards.urls")),
]
