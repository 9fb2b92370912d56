"""Sheets: their list, and each as page, PDF and Markdown."""

from django.urls import path

from cards.sheets import views

app_name = "sheets"

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.sheet, name="sheet"),
    path("<slug:slug>.pdf", views.pdf, name="pdf"),
    path("<slug:slug>.md", views.markdown, name="markdown"),
]
