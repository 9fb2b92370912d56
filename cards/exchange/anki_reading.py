"""Anki packages as cards. A package is an archive with a SQLite file in it, and both may be anything at all.

The archive is unpacked up to a bound, and of the database tables are read and nothing else: whatever its schema says
(views, triggers, functions) is not carried out, and a query that takes too long is stopped.
"""

from __future__ import annotations

import html
import io
import json
import re
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cards.decks.drafts import Draft
from cards.exchange import markup
from cards.exchange.findings import MOST_ROWS, OVER_UNPACKED, UNPACKED_BYTES, Findings, Unreadable
from cards.exchange.tags import tags_of

NEWEST = (
    "This package is in Anki's newest format, which is compressed in a way that cannot be read here. In Anki, choose "
    "File, Export, and tick “Support older Anki versions”; then import that file."
)
_NO_PACKAGE = "This is no Anki package: there is no collection in it that can be read."
_DAMAGED = "The collection in this package is damaged, or is none."
_COLLECTIONS = ("collection.anki21", "collection.anki2")  # where both are there, the second only says to update Anki
_MOST_ENTRIES = 10_000
_STEPS = 20_000_000  # instructions of SQLite for one file: some seconds
_LONGEST_VALUE = 8 * 1024 * 1024
_CLOZE = re.compile(r"\{\{c\d{1,3}::((?:(?!\}\}|\{\{).)*+)\}\}", re.DOTALL)  # the innermost, where they are nested
_CLOZE_TYPE = 1
_DEEPEST_CLOZE = 3
_LINK = re.compile(r'<a href="([^"<>]{1,600})">([^<>]{1,600})</a>')


@dataclass(frozen=True)
class _Type:
    """A note type: its name, the names of its fields, and whether it is a cloze."""

    name: str
    fields: tuple[str, ...]
    is_cloze: bool


def read(content: bytes) -> Findings:
    """The notes of a package, those that can be cards. Raises Unreadable where there is nothing to read."""
    database = _unpacked(content)
    findings = Findings("Anki package")
    with tempfile.TemporaryDirectory(prefix="kubedrill-") as folder:
        path = Path(folder) / "collection"
        path.write_bytes(database)
        try:
            connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
            try:
                _restrict(connection)
                types = _types(connection)
                for number, note in enumerate(_notes(connection), 1):
                    if number > MOST_ROWS * 2:
                        findings.skip(f"note {number}", f"It and the rest: more than {MOST_ROWS * 2:,} are not read.")
                        break
                    if findings.is_late:
                        findings.skip(f"note {number}", "It and the rest: reading the file took too long.")
                        break
                    _take(number, note, types, findings)
                findings.title = _title(connection)
            finally:
                connection.close()
        except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError, OverflowError):
            raise Unreadable(_DAMAGED) from None
    return findings


def _unpacked(content: bytes) -> bytes:
    """The database of a package, if it is no longer than is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise Unreadable(f"The package holds more than {_MOST_ENTRIES:,} files, which is as many as are read.")
            names = set(archive.namelist())
            if "collection.anki21b" in names:
                raise Unreadable(NEWEST)
            name = next((name for name in _COLLECTIONS if name in names), None)
            if name is None:
                raise Unreadable(_NO_PACKAGE)
            with archive.open(name) as packed:
                database = packed.read(UNPACKED_BYTES + 1)  # what the archive says of its size is not believed
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        raise Unreadable("This is no Anki package, or it is damaged: the archive cannot be unpacked.") from None
    except Exception as error:  # zipfile lets struct.error and others through where an archive lies about itself
        raise Unreadable("This is no Anki package, or it is damaged: the archive cannot be unpacked.") from error
    if len(database) > UNPACKED_BYTES:
        raise Unreadable(OVER_UNPACKED)
    if not database.startswith(b"SQLite format 3\0"):
        raise Unreadable(_DAMAGED)
    return database


def _restrict(connection: sqlite3.Connection) -> None:
    """Tables are read, and nothing that the file brings along is carried out."""
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    allowed = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ}

    def authorize(action: int, *_: Any) -> int:
        return sqlite3.SQLITE_OK if action in allowed else sqlite3.SQLITE_DENY

    connection.set_authorizer(authorize)
    budget = iter(range(_STEPS // 10_000))
    connection.set_progress_handler(lambda: next(budget, None) is None, 10_000)
    connection.text_factory = lambda value: value.decode("utf-8", "replace")


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {str(name) for (name,) in rows.fetchmany(1000)}


def _types(connection: sqlite3.Connection) -> dict[str, _Type]:
    """The note types by id: JSON in one row, as packages for older versions have them, or tables."""
    tables = _tables(connection)
    if "notes" not in tables:
        raise Unreadable(_NO_PACKAGE)
    if "notetypes" in tables and "fields" in tables:
        return _types_of_tables(connection)
    if "col" not in tables:
        return {}
    row = connection.execute("SELECT models FROM col").fetchone()
    models = _json(row[0] if row else None)
    found = {}
    for key, model in models.items():
        if not isinstance(model, dict):
            continue
        fields = model.get("flds")
        names = [field.get("name") for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
        is_cloze = model.get("type") == _CLOZE_TYPE
        found[str(key)] = _Type(str(model.get("name"))[:100], tuple(str(name) for name in names), is_cloze)
    return found


def _types_of_tables(connection: sqlite3.Connection) -> dict[str, _Type]:
    fields: dict[str, list[tuple[int, str]]] = {}
    for key, place, name in connection.execute("SELECT ntid, ord, name FROM fields").fetchmany(10_000):
        fields.setdefault(str(key), []).append((place if isinstance(place, int) else 0, str(name)))
    return {
        str(key): _Type(str(name)[:100], tuple(field for _, field in sorted(fields.get(str(key), []))), is_cloze=False)
        for key, name in connection.execute("SELECT id, name FROM notetypes").fetchmany(1000)
    }


def _title(connection: sqlite3.Connection) -> str:
    """The name of the package's deck, where it has one beside the default deck."""
    try:
        row = connection.execute("SELECT decks FROM col").fetchone()
    except sqlite3.Error:
        return ""
    decks = [deck for key, deck in _json(row[0] if row else None).items() if key != "1" and isinstance(deck, dict)]
    names = sorted(str(deck.get("name") or "") for deck in decks)
    return names[0].split("::")[0][:120].strip().replace("\0", "") if names else ""


def _json(text: Any) -> dict[str, Any]:
    try:
        found = json.loads(text) if isinstance(text, str) else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _notes(connection: sqlite3.Connection) -> Iterator[tuple[Any, Any, Any, Any]]:
    yield from connection.execute("SELECT guid, mid, tags, flds FROM notes ORDER BY id")


def _take(number: int, note: tuple[Any, Any, Any, Any], types: dict[str, _Type], findings: Findings) -> None:
    guid, mid, tags, flds = note
    where = f"note {number}"
    if not isinstance(flds, str):
        findings.skip(where, "Its fields are no text.")
        return
    fields = flds.replace("\0", "").split("\x1f")
    kind = types.get(str(mid)) or _Type("", (), is_cloze=False)
    kept, changed = tags_of(tags if isinstance(tags, str) else "")
    findings.remark("Tags were rewritten with letters, digits and dashes.", changed)
    named = dict(zip(kind.fields, fields, strict=False))
    guid = str(guid or "").replace("\0", "")[:200]
    if kind.is_cloze or _CLOZE.search(fields[0]):
        draft = _cloze(fields, findings)
        if draft is None:
            findings.skip(where, "It is a cloze without a gap.")
            return
    elif {"Question", "Answer", "YAML", "Claims", "Id"} <= named.keys():
        draft = _ours(named)
        kept = tuple(tag for tag in kept if tag != "kubedrill")
        guid = html.unescape(named["Id"]).strip()[:200] or guid
    else:
        draft = _basic(kind, fields, findings)
        if draft is None:
            findings.skip(where, f"Its note type{f' “{kind.name}”' if kind.name else ''} has no second field.")
            return
    findings.take(where, replace(draft, tags=kept, guid=guid))


def _basic(kind: _Type, fields: list[str], findings: Findings) -> Draft | None:
    """The first field asks; all others that say something answer, each under its name where there are several."""
    if len(fields) < 2:
        return None
    question = markup.one_line(_markdown(fields[0], findings))
    rest = [(name, text) for name, text in _rest(kind, fields, findings) if text]
    if len(rest) > 1:
        findings.remark("Notes with more than two fields: the others stand in the answer, each under its name.")
        answer = "\n\n".join(f"**{markup.escaped(name)}**\n\n{text}" if name else text for name, text in rest)
    else:
        answer = "".join(text for _, text in rest)
    return Draft(question, f"{answer}\n" if answer else "")


def _rest(kind: _Type, fields: list[str], findings: Findings) -> Iterator[tuple[str, str]]:
    for place, field in enumerate(fields[1:50], 1):
        yield (kind.fields[place][:100] if place < len(kind.fields) else ""), _markdown(field, findings)


def _cloze(fields: list[str], findings: Findings) -> Draft | None:
    """The text with all its gaps asks; the text without gaps answers."""
    if not _CLOZE.search(fields[0]):
        return None
    findings.remark("Cloze notes became one card each, with all their gaps at once.")
    asked = told = fields[0]
    for _ in range(_DEEPEST_CLOZE):
        asked = _CLOZE.sub(lambda gap: f"[{gap[1].partition('::')[2] or '…'}]", asked)
        told = _CLOZE.sub(lambda gap: f"<b>{gap[1].partition('::')[0]}</b>", told)
    answer = "\n\n".join(text for text in (_markdown(field, findings) for field in [told, *fields[1:20]]) if text)
    return Draft(markup.one_line(_markdown(asked, findings)), f"{answer}\n" if answer else "")


def _ours(named: dict[str, str]) -> Draft:
    """A note that this site wrote: its YAML and claims are texts."""
    difficulty = named.get("Difficulty", "")
    answer = markup.from_html(named["Answer"])[0]
    links = _LINK.findall(named.get("Links", "")[: markup.LONGEST])
    return Draft(
        question=markup.one_line(markup.from_html(named["Question"])[0]),
        answer=f"{answer}\n" if answer else "",
        manifests=html.unescape(named["YAML"]),
        claims=html.unescape(named["Claims"]),
        goal=html.unescape(named.get("Goal", "")),
        links=tuple({"title": html.unescape(title), "url": html.unescape(url)} for url, title in links),
        difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 2,
    )


def _markdown(field: str, findings: Findings) -> str:
    text, left_out = markup.from_html(field)
    for sentence in left_out:
        findings.remark(sentence)
    return text
