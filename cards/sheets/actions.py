"""Everything that is ever written about sheets, a verb each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from cards.actions import Loaded
from cards.sheets import printing
from cards.sheets.content import SheetFile
from cards.sheets.models import PrintedSheet, Sheet
from cards.sheets.reading import read


@transaction.atomic
def load(files: Iterable[SheetFile], fields: Iterable[dict[str, Any]]) -> Loaded:
    """Make the rows agree with all of the files. Doing it again changes nothing.

    `fields` are the fields of a Service as the engine declares them; what a sheet's field table shows is taken from
    there, and every path that it names has to be among them (KeyError).
    """
    by_path = {field["path"]: field for field in fields}
    wanted = {file.slug: _columns(file, by_path) for file in files}
    there = dict(Sheet.objects.values_list("slug", "content_hash"))
    changed = [slug for slug in wanted if there.get(slug) != wanted[slug]["content_hash"]]
    PrintedSheet.objects.filter(sheet__in=changed).delete()  # what they say is not so any more
    for slug in changed:
        Sheet.objects.update_or_create(slug=slug, defaults=wanted[slug])
    gone = there.keys() - wanted.keys()
    Sheet.objects.filter(pk__in=gone).delete()
    created = sum(slug not in there for slug in changed)
    return Loaded(created, len(changed) - created, len(wanted) - len(changed), len(gone))


def print_all() -> int:
    """Set every sheet on every paper where its print is missing or says something else by now; how many were set."""
    there = {(sheet, paper): name for sheet, paper, name in PrintedSheet.objects.values_list("sheet", "paper", "name")}
    count = 0
    for sheet in Sheet.objects.all():
        reading = read(sheet)
        for paper in printing.PAPERS:
            name = printing.name_of(reading, paper)
            if there.get((sheet.slug, paper)) != name:
                columns = {"name": name, "pdf": printing.print_out(reading, paper)}
                PrintedSheet.objects.update_or_create(sheet=sheet, paper=paper, defaults=columns)
                count += 1
    return count


def _columns(file: SheetFile, fields: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The values of a sheet's row. Field tables are filled in, so that a page needs no engine."""
    columns = asdict(file) | {"links": list(file.links), "sections": [dict(one) for one in file.sections]}
    del columns["slug"]
    shown = []
    for section in columns["sections"]:
        for part in section["parts"]:
            if part["kind"] == "fields":
                part["fields"] = [fields[path] for path in part["paths"]]
                shown.append(part["fields"])
    told = f"{file.content_hash}{json.dumps(shown, sort_keys=True)}"
    return columns | {"content_hash": hashlib.sha256(told.encode()).hexdigest()}
