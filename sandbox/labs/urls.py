"""The labs, all under /labs/."""

from django.urls import path

from sandbox.labs import views

app_name = "labs"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.lab, name="lab"),
    path("<slug:slug>/begin/", views.begin, name="begin"),
    path("<slug:slug>/terminal/", views.type_line, name="terminal"),
    path("<slug:slug>/apply/", views.type_line, {"applies": True}, name="apply"),
    path("<slug:slug>/steps/", views.steps, name="steps"),
    path("<slug:slug>/steps/<slug:step>/check/", views.check, name="check"),
    path("<slug:slug>/steps/<slug:step>/hint/", views.hint, name="hint"),
]
