from django.apps import AppConfig


class Quizzes(AppConfig):
    name = "quizzes"
