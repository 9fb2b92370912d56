from django.contrib import admin
from django.http import HttpRequest

from sandbox.models import Submission


@admin.register(Submission)
class SubmissionAdmin(admin.ModelAdmin):
    """To look at; what is written about submissions is written by `actions`."""

    list_display = ("id", "card", "state", "attempts", "cpu_ms", "created", "finished")
    list_filter = ("state",)
    search_fields = ("id", "permalink", "card")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False
