from dataclasses import replace

import pytest

from cards.actions import Loaded
from cards.sheets import actions, loading
from cards.sheets.models import Sheet
from sandbox import runner
from tests.cards.sheets.conftest import SHEETS

pytestmark = pytest.mark.django_db
FIELDS = runner.service_fields()


def test_loading_again_changes_nothing() -> None:
    assert actions.load(SHEETS, FIELDS) == Loaded(len(SHEETS), 0, 0, 0)
    assert actions.load(SHEETS, FIELDS) == Loaded(0, 0, len(SHEETS), 0)


def test_rows_follow_the_files() -> None:
    actions.load(SHEETS, FIELDS)
    first, second, *_ = SHEETS
    assert actions.load([replace(first, title="Other", content_hash="x"), second], FIELDS).updated == 1
    assert list(Sheet.objects.values_list("slug", "title")) == [(first.slug, "Other"), (second.slug, second.title)]


def test_field_tables_say_what_the_engine_declares() -> None:
    actions.load(SHEETS, FIELDS)
    sections = Sheet.objects.get(slug="affinity").sections
    [table] = [part for section in sections for part in section["parts"] if part["kind"] == "fields"]
    timeout = table["fields"][1]
    assert timeout["path"] == "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
    assert (timeout["default"], timeout["rule"]) == ("10800", "1 to 86400, with ClientIP only")


def test_a_field_that_is_declared_otherwise_makes_another_sheet() -> None:
    actions.load(SHEETS, FIELDS)
    other = [field | {"doc": "Other."} if field["path"] == "spec.type" else field for field in FIELDS]
    changed = {sheet.slug for sheet in SHEETS if "'spec.type'" in repr(sheet.sections)}
    assert actions.load(SHEETS, other).updated == len(changed) > 0


def test_every_path_of_a_field_table_is_declared() -> None:
    paths = {field["path"] for field in FIELDS}
    named = {path for sheet in SHEETS for section in sheet.sections for part in section["parts"] for path in part.get("paths", ())}  # fmt: skip
    assert named <= paths
    assert len(named) >= 25


def test_the_room_says_what_it_did() -> None:
    assert loading.load() == f"{len(SHEETS)} sheets: {len(SHEETS)} new, 0 changed, 0 as they were, 0 taken away"
