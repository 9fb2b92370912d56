"""CSV, and the text files that Anki writes: a deck as a table, and tables as cards."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from cards.decks.drafts import Draft
from cards.exchange import markup
from cards.exchange.findings import MOST_ROWS, Findings, Unreadable
from cards.exchange.tags import tags_of

COLUMNS = ("id", "question", "answer", "tags", "difficulty", "links", "manifests", "claims", "goal")

#: Other names by which people call our columns, in small letters.
NAMES = {
    "front": "question",
    "back": "answer",
    "guid": "id",
    "tag": "tags",
    "yaml": "manifests",
    "prompt": "question",
    "term": "question",
    "definition": "answer",
    "q": "question",
    "a": "answer",
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "space": " ", "pipe": "|", "colon": ":"}
LONGEST_FIELD = 128 * 1024
MOST_COLUMNS = 100
_SAMPLE = 64 * 1024

# A spreadsheet carries out a cell that begins so; an apostrophe before it makes it text again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def write(drafts: Iterable[tuple[str, Draft]]) -> bytes:
    """A table with a header row, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card_id, draft in drafts:
        links = json.dumps(list(draft.links), ensure_ascii=False) if draft.links else ""
        row = [card_id, draft.question, draft.answer, " ".join(draft.tags), str(draft.difficulty), links]
        writer.writerow([_guarded(cell) for cell in [*row, draft.manifests, draft.claims, draft.goal]])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def read(content: bytes) -> Findings:
    """The cards of a table. Raises Unreadable where it is none."""
    findings = Findings("CSV")
    text = decoded(content, findings)
    headers, text, first_line = _anki_headers(text)
    if "\0" in text:
        raise Unreadable("This is no text file: it holds NUL characters. Export it as CSV in UTF-8.")
    if not text.strip():
        raise Unreadable("The file is empty.")
    if headers:
        findings.kind = "Anki's text export"
    delimiter = SEPARATORS.get(headers.get("separator", "").lower(), headers.get("separator", ""))
    rows = _rows(text, delimiter if len(delimiter) == 1 else _delimiter(text), findings, first_line)
    columns: dict[int, str] | None = _named(headers, findings) if headers else None
    is_html = headers.get("html", "").lower() == "true"
    for number, row in rows:
        if findings.is_late:
            findings.skip(f"line {number}", "It and the rest: reading the file took too long.")
            break
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns, is_header = _columns(row, findings)
            if is_header:
                continue
        findings.take(f"line {number}", _draft(row, columns, headers, is_html=is_html, findings=findings))
    return findings


def decoded(content: bytes, findings: Findings) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, and what is neither as Windows wrote it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("The file begins as UTF-16 and does not go on so. Export it in UTF-8.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        findings.remark("The file is not in UTF-8; it was read as Windows-1252, so look at letters with accents.")
        return content.decode("cp1252", "replace")


def _anki_headers(text: str) -> tuple[dict[str, str], str, int]:
    """The lines `#key:value` at the top, the text below them, and the number of its first line."""
    headers: dict[str, str] = {}
    position = 0
    while match := re.compile(r"#([a-z ]{1,30}):([^\r\n]*)(?:\r\n|\r|\n|$)").match(text, position):
        headers[match[1]] = match[2] if match[1] == "separator" and not match[2].strip() else match[2].strip()
        position = match.end()
        if position >= len(text):
            break
    return headers, text[position:], len(headers) + 1


def _delimiter(text: str) -> str:
    """The separator that the first lines use: the one that splits most of them into equally many cells."""
    sample = text[:_SAMPLE]

    def evenness(delimiter: str) -> tuple[int, int]:
        try:
            rows = [
                row for row, _ in zip(csv.reader(io.StringIO(sample), delimiter=delimiter), range(20), strict=False)
            ]
        except csv.Error:
            return (0, 0)
        counts = [len(row) for row in rows if row]
        most = max(set(counts), key=lambda count: (counts.count(count), count), default=1)
        return (counts.count(most) if most > 1 else 0, most)

    return max((",", ";", "\t", "|"), key=evenness)


def _rows(text: str, delimiter: str, findings: Findings, first_line: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins."""
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begin, count = first_line, 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.skip(f"line {begin}", f"From here on the file is no table: {error}.")
            return
        count += 1
        if count > MOST_ROWS * 2:
            findings.skip(f"line {begin}", f"The rest of the file: more than {MOST_ROWS * 2:,} rows are not read.")
            return
        yield begin, row[:MOST_COLUMNS]
        begin = first_line + reader.line_num


def _columns(row: list[str], findings: Findings) -> tuple[dict[int, str], bool]:
    """What each column is, by the header row; without one the first is the question and the second the answer."""
    named = [cell.strip().lower() for cell in row]
    known = {place: NAMES.get(name, name) for place, name in enumerate(named) if NAMES.get(name, name) in COLUMNS}
    if {"question", "answer"} <= set(known.values()):
        unknown = [cell.strip()[:40] for place, cell in enumerate(row) if place not in known and cell.strip()]
        if unknown:
            findings.remark(f"Columns that are not known are left out: {', '.join(unknown[:10])}.")
        return known, True
    findings.remark("The file has no header row: its columns were taken as question, answer and tags.")
    return dict(enumerate(("question", "answer", "tags"))), False


def _named(headers: dict[str, str], findings: Findings) -> dict[int, str]:
    """The columns as Anki's headers say them; fields that are neither are question and answer, in their order."""
    taken = {
        int(headers[f"{name} column"]) - 1: column
        for name, column in (("guid", "id"), ("tags", "tags"), ("notetype", ""), ("deck", ""))
        if headers.get(f"{name} column", "").isdecimal() and len(headers[f"{name} column"]) < 4
    }
    free = [place for place in range(MOST_COLUMNS) if place not in taken]
    columns = {place: name for place, name in taken.items() if name}
    return columns | {free[0]: "question", free[1]: "answer"}


def _draft(
    row: list[str], columns: dict[int, str], headers: dict[str, str], *, is_html: bool, findings: Findings
) -> Draft:
    cells = {name: _unguarded(row[place]).replace("\r\n", "\n") for place, name in columns.items() if place < len(row)}
    texts = {"question": cells.get("question", ""), "answer": cells.get("answer", "")}
    if headers:  # Anki's fields are HTML, or text that is no Markdown
        for name, text in texts.items():
            texts[name], left_out = markup.from_html(text) if is_html else (markup.plain(text), set())
            for sentence in left_out:
                findings.remark(sentence)
    tags, changed = tags_of(cells.get("tags", "") + " " + headers.get("tags", ""))
    findings.remark("Tags were rewritten with letters, digits and dashes.", changed)
    difficulty = cells.get("difficulty", "").strip()
    return Draft(
        question=markup.one_line(texts["question"]),
        answer=f"{texts['answer'].strip()}\n" if texts["answer"].strip() else "",
        manifests=cells.get("manifests", ""),
        claims=cells.get("claims", ""),
        goal=cells.get("goal", ""),
        tags=tags,
        links=_links(cells.get("links", ""), findings),
        difficulty=int(difficulty) if difficulty in ("1", "2", "3") else 2,
        guid=cells.get("id", "").strip()[:200],
    )


def _links(cell: str, findings: Findings) -> tuple[dict[str, str], ...]:
    """A JSON list of {title, url}, as `write` makes it, or addresses with blanks between them."""
    try:
        found = json.loads(cell) if cell.strip().startswith("[") else None
    except (ValueError, RecursionError):
        found = None
    if found is None:
        found = [{"title": url, "url": url} for url in cell.split()]
    links = [link for link in found if isinstance(link, dict) and set(link) == {"title", "url"}]
    good = tuple(link for link in links if all(isinstance(part, str) for part in link.values()))
    good = tuple(link for link in good if link["url"].startswith("https://") and link["title"].strip())
    findings.remark("Links that are no title with an https address are left out.", len(found) - len(good))
    return good


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
