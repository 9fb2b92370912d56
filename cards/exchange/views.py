"""Pages on which decks leave as files and files become decks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from cards.decks import access, actions
from cards.decks.models import Deck
from cards.exchange import exporting, importing
from cards.exchange.exporting import FORMATS, File
from cards.exchange.findings import OVER_UPLOAD, UPLOAD_BYTES, Unreadable
from sandbox.visitors import visitor_of

_ROOM = 64 * 1024  # in a form, beside the file
_SPILL = 8 * UPLOAD_BYTES  # so much of a body that is too long is read, so that the browser hears the answer


@never_cache
@require_safe
def export(request: HttpRequest, name: str) -> HttpResponse:
    """A topic, everything (`all`), or a deck by its permalink, as a file."""
    format_name = request.GET.get("format", "json")
    if format_name not in FORMATS:
        raise Http404
    source = exporting.of_topic(name) or exporting.of_deck(access.by_link(visitor_of(request), name))
    return download(exporting.write(source, format_name, request.build_absolute_uri("/")))


def download(file: File) -> HttpResponse:
    """A file to save, never to show: what is in it was written by strangers."""
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def is_over(request: HttpRequest) -> bool:
    """A body is longer than any file that is read; what of it has to be read to be heard is read and forgotten."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdecimal() else 0
    if size <= UPLOAD_BYTES + _ROOM:
        return False
    left = min(size, _SPILL)
    while left > 0 and (chunk := request.read(min(left, 1024 * 1024))):
        left -= len(chunk)
    return True


@csrf_exempt  # until the length is known: the check reads the body
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """A form for a file; POST takes it in and says what became of it."""
    if request.method == "POST" and is_over(request):
        return _page(request, problem=OVER_UPLOAD, status=413)
    return _import(request)


@csrf_protect
def _import(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    visitor = visitor_of(request)
    permalink = request.POST.get("deck", "")
    deck = access.own(visitor, permalink=permalink) if permalink else None
    file = request.FILES.get("file")
    if file is None:
        return _page(request, problem="Choose a file first.", status=422)
    try:
        title = request.POST.get("title", "").replace("\0", "").strip()[:120]
        found = importing.take_in(file.read(UPLOAD_BYTES + 1), owner=visitor.key, deck=deck, title=title)
    except (Unreadable, actions.TooMany) as error:
        return _page(request, problem=str(error), status=422)
    return render(request, "cards/deck_imported.html", {"found": found, "deck": found.deck})


def _page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    known = visitor_of(request).known_key
    context: dict[str, Any] = {
        "mine": Deck.objects.filter(owner=known) if known else [],
        "chosen": request.GET.get("deck", ""),
        "problem": problem,
        "megabytes": UPLOAD_BYTES // 1024 // 1024,
        "most": actions.MOST_CARDS,
    }
    return render(request, "cards/deck_import.html", context, status=status)
