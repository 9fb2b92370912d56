"""Decks: a word for what there is one of, a permalink for each deck."""

from django.urls import path

from cards.decks import views, writing
from cards.exchange import views as exchange

app_name = "decks"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("star/", views.star, name="star"),
    path("import/", exchange.import_page, name="import"),
    path("export/<str:name>/", exchange.export, name="export"),
    path("<str:permalink>/", views.deck, name="deck"),
    path("<str:permalink>/edit/", views.edit, name="edit"),
    path("<str:permalink>/delete/", views.delete, name="delete"),
    path("<str:permalink>/check/", views.check, name="check"),
    path("<str:permalink>/share/", views.share, name="share"),
    path("<str:permalink>/withdraw/", views.withdraw, name="withdraw"),
    path("<str:permalink>/study/", views.study, name="study"),
    path("<str:permalink>/leave/", views.leave, name="leave"),
    path("<str:permalink>/copy/", views.copy, name="copy"),
    path("<str:permalink>/cards/new/", writing.new, name="card-new"),
    path("<str:permalink>/cards/<slug:slug>/", writing.edit, name="card-edit"),
    path("<str:permalink>/cards/<slug:slug>/remove/", writing.remove, name="card-remove"),
    path("<str:permalink>/cards/<slug:slug>/move/", writing.move, name="card-move"),
]
