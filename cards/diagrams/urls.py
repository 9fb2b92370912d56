"""The diagrams, all under /diagrams/."""

from django.urls import path

from cards.diagrams import views

app_name = "diagrams"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>.svg", views.picture, name="picture"),
    path("<slug:slug>/", views.diagram, name="diagram"),
]
