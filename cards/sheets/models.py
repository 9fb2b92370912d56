"""A row for each sheet. The files are the source; rows follow them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse


class Sheet(models.Model):
    """A cheat sheet. `sections` is what `cards.sheets.content.SheetFile` says it is, its field tables filled in."""

    slug = models.SlugField(primary_key=True, max_length=100)
    title = models.CharField(max_length=100)
    lead = models.TextField(help_text="One sentence.")
    position = models.PositiveSmallIntegerField()
    revised = models.DateField(help_text="The day of the last change of its file, as the file says it.")
    columns = models.PositiveSmallIntegerField(help_text="The columns of its print.")
    links = models.JSONField(default=list, help_text="Official documentation: a list of {title, url}.")
    sections = models.JSONField(default=list)
    runs = models.PositiveIntegerField(help_text="How many claims back it: its own, and those of the cards it names.")
    content_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering: ClassVar = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("sheets:sheet", args=[self.slug])


class PrintedSheet(models.Model):
    """A sheet on one paper as it was set when the content was loaded, so that nobody waits for it.

    `name` is what `cards.sheets.printing.name_of` gives: whatever changes the bytes changes it.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="prints")
    paper = models.CharField(max_length=16)
    name = models.CharField(max_length=64)
    pdf = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "paper"], name="one_print_of_a_paper")]

    def __str__(self) -> str:
        return f"{self.sheet_id} on {self.paper}"
