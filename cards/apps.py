from django.apps import AppConfig


class Cards(AppConfig):
    name = "cards"

    def ready(self) -> None:
        from cards import actions
        from sandbox import exercises

        exercises.FINDERS["card"] = actions.exercise
