"""Quizzes: the list, endless questions, attempts, and each fixed quiz."""

from django.urls import path

from quizzes import views

app_name = "quizzes"

urlpatterns = [
    path("", views.index, name="index"),
    path("endless/", views.endless, name="endless"),
    path("attempts/<uuid:attempt_id>/", views.onward, name="attempt"),
    path("attempts/<uuid:attempt_id>/<int:number>/", views.question, name="question"),
    path("attempts/<uuid:attempt_id>/finish/", views.finish, name="finish"),
    path("attempts/<uuid:attempt_id>/result/", views.result, name="result"),
    path("<slug:slug>/", views.quiz, name="quiz"),
]
