from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from sandbox.models import Command, Playground, Submission


class ToLookAt(admin.ModelAdmin):
    """What is written about these is written by `actions`, `playgrounds` and `runs`."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(ToLookAt):
    list_display = ("id", "card", "state", "attempts", "cpu_ms", "created", "finished")
    list_filter = ("state",)
    search_fields = ("id", "permalink", "card")


@admin.register(Playground)
class PlaygroundAdmin(ToLookAt):
    list_display = ("id", "mode", "created")
    list_filter = ("mode",)
    search_fields = ("id", "permalink")


@admin.register(Command)
class CommandAdmin(ToLookAt):
    list_display = ("playground", "number", "line", "state", "exit", "attempts", "cpu_ms", "created", "finished")
    list_filter = ("state",)
    search_fields = ("playground__id", "line")
