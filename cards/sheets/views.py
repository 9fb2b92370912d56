"""The list of sheets, and each of them as page, PDF and Markdown."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cards.sheets import markdown as markdown_file
from cards.sheets import onward, printing
from cards.sheets.models import PrintedSheet, Sheet
from cards.sheets.reading import read
from cards.sheets.showing import shown

EVERYTHING = "everything"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All sheets, each with its three forms."""
    sheets = list(Sheet.objects.defer("sections", "links"))
    return render(request, "cards/sheets.html", {"sheets": sheets})


@require_safe
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """One sheet with the runs behind each statement."""
    found = get_object_or_404(Sheet, slug=slug)
    others = list(Sheet.objects.only("slug", "title", "position"))
    context = {"sheet": found, "page": shown(read(found)), "sheets": others, "onward": onward.from_sheet(slug)}
    return render(request, "cards/sheet.html", context)


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet on paper, as `?paper=a4` (which is the default) or `?paper=letter`.

    It was set when the content was loaded; only what was not is set now, which takes up to a second.
    """
    paper = request.GET.get("paper", "a4").lower()
    if paper not in printing.PAPERS:
        return HttpResponseBadRequest(f"There is no paper of that name. There are: {', '.join(printing.PAPERS)}.\n")
    kept = PrintedSheet.objects.filter(sheet=slug, paper=paper)
    name = kept.values_list("name", flat=True).first()
    reading = None
    if not name:
        reading = read(get_object_or_404(Sheet, slug=slug))
        name = printing.name_of(reading, paper)
    etag = f'"{name[:32]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:  # then there is nothing to send
        unchanged["ETag"] = etag
        return unchanged
    printed = printing.print_out(reading, paper) if reading else bytes(kept.values_list("pdf", flat=True).get())
    return _file(printed, "application/pdf", f"kubedrill-{slug}-{paper}.pdf", etag)


@require_safe
def markdown(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet as a Markdown file to keep."""
    found = get_object_or_404(Sheet, slug=slug)
    text = markdown_file.write(read(found), request.build_absolute_uri("/").rstrip("/")).encode()
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    response = _file(text, "text/markdown; charset=utf-8", f"kubedrill-{slug}.md", etag, is_attached=True)
    return get_conditional_response(request, etag=etag, response=response) or response


def _file(content: bytes, kind: str, name: str, etag: str, *, is_attached: bool = False) -> HttpResponse:
    """A file that a browser asks about again each time, and gets again only when it has changed."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'{"attachment" if is_attached else "inline"}; filename="{name}"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
