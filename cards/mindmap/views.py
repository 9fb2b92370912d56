"""The map's page, and the map as files."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cards.mindmap import drawing, layout, outlines
from cards.mindmap.branches import BRANCHES
from cards.mindmap.layout import Place
from cards.mindmap.tree import Node, grown, matching, opened

_LONGEST_SEARCH = 100
_SEEN = 1  # levels that are always seen: what hangs on the root


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The map with the groups that `open` names, or with everything that a search leaves."""
    words = request.GET.get("q", "").strip()[:_LONGEST_SEARCH]
    root = grown(BRANCHES)
    paths = {path for path, node in root.walk() if node.children}
    wanted = frozenset(paths if "*" in request.GET.getlist("open") else paths.intersection(request.GET.getlist("open")))
    found = matching(root, words) if words else root
    context = {
        "words": words,
        "tree": found,
        "count": found.leaves if found else 0,
        "svg": mark_safe(_drawn(found, wanted, is_found=bool(words))) if found and found.children else "",  # noqa: S308
        "open": sorted(wanted),
        "is_all_open": wanted == paths and bool(paths),
    }
    return render(request, "cards/map.html", context)


def _drawn(root: Node, wanted: frozenset[str], *, is_found: bool) -> str:
    seen = root if is_found else opened(root, wanted, _SEEN)

    def sign_of(place: Place) -> tuple[str, str] | None:
        if is_found or not place.node.is_group or place.depth < _SEEN:
            return None
        is_open = place.path in wanted
        after = wanted - {place.path} if is_open else wanted | {place.path}
        query = urlencode({"open": sorted(after)}, doseq=True)
        return f"{reverse('map:page')}{'?' if query else ''}{query}", "−" if is_open else "+"

    return drawing.on_screen(layout.one_sided(seen), "Mind map", sign_of)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The whole map as an SVG document for paper."""
    root = grown(BRANCHES)
    text = drawing.on_paper(
        layout.two_sided(root), root.title, f"A mind map of {root.leaves} things to study about {root.title}."
    )
    return _file(text, "image/svg+xml", "map.svg")


@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    """The whole map for outliners."""
    return _file(outlines.opml(grown(BRANCHES), request.build_absolute_uri), "text/x-opml; charset=utf-8", "map.opml")


@require_safe
def markdown(request: HttpRequest) -> HttpResponse:
    """The whole map as a nested list."""
    text = outlines.markdown(grown(BRANCHES), request.build_absolute_uri)
    return _file(text, "text/markdown; charset=utf-8", "map.md")


def _file(content: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )
