"""Mock interviews: how to begin, the questions to read, and an interview with its items and its report."""

from django.urls import path

from quizzes.interviews import views

app_name = "interviews"

urlpatterns = [
    path("", views.index, name="index"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>/", views.question, name="question"),
    path("<str:permalink>/", views.onward, name="onward"),
    path("<str:permalink>/<int:number>/", views.item, name="item"),
    path("<str:permalink>/finish/", views.finish, name="finish"),
    path("<str:permalink>/report/", views.report, name="report"),
    path("<str:permalink>/report.pdf", views.pdf, name="pdf"),
    path("<str:permalink>/deck/", views.deck, name="deck"),
]
