"""The free sandbox, every submission's own page and the terminal, all under /sandbox/."""

from django.urls import path

from sandbox import terminal, views

app_name = "sandbox"

urlpatterns = [
    path("", views.new, name="new"),
    path("claim/", views.add_claim, name="add-claim"),
    path("terminal/", terminal.new, name="terminal"),
    path("terminal/completions/", terminal.completions, name="example-completions"),
    path("terminal/<str:permalink>/", terminal.playground, name="playground"),
    path("terminal/<str:permalink>/completions/", terminal.completions, name="completions"),
    path("terminal/<str:permalink>/copy/", terminal.copy, name="copy"),
    path("terminal/<str:permalink>/<int:number>/", terminal.entry, name="entry"),
    path("<str:permalink>/", views.submission, name="submission"),
    path("<str:permalink>/result/", views.result, name="result"),
]
