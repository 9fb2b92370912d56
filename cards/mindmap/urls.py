"""The mind map: its page, and its files beside it."""

from django.urls import path

from cards.mindmap import views

app_name = "map"

urlpatterns = [
    path("map/", views.page, name="page"),
    path("map.svg", views.picture, name="picture"),
    path("map.opml", views.opml, name="opml"),
    path("map.md", views.markdown, name="markdown"),
]
