"""A session: what there is today, card by card, and what became of it."""

from django.urls import path

from cards.studying import views

app_name = "study"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("next/", views.onward, name="next"),
    path("undo/", views.undo, name="undo"),
    path("settings/", views.settings, name="settings"),
    path("statistics/", views.statistics, name="statistics"),
    path("weak/", views.weak, name="weak"),
    path("card/<slug:slug>/", views.card, name="card"),
    path("card/<slug:slug>/rate/", views.rate, name="rate"),
    path("card/<slug:slug>/set-aside/", views.set_aside, name="set-aside"),
    path("card/<slug:slug>/<str:permalink>/", views.card, name="submission"),
]
