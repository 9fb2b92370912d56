"""The free sandbox and every submission's own page, all under /sandbox/."""

from django.urls import path

from sandbox import views

app_name = "sandbox"

urlpatterns = [
    path("", views.new, name="new"),
    path("claim/", views.add_claim, name="add-claim"),
    path("<str:permalink>/", views.submission, name="submission"),
    path("<str:permalink>/result/", views.result, name="result"),
]
