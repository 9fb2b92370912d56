"""The pages that a visitor meets first: the start, the list of cards, and each card."""

from django.urls import path

from cards import views

app_name = "cards"

urlpatterns = [
    path("", views.home, name="home"),
    path("cards/", views.index, name="index"),
    path("cards/<slug:slug>/", views.card, name="card"),
    path("cards/<slug:slug>/<str:permalink>/", views.submission, name="submission"),
]
