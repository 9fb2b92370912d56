"""The list of diagrams, each diagram's page, and its picture as a file."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cards.diagrams import content, drawings
from cards.diagrams.content import GROUPS, Diagram
from cards.sheets import onward
from sandbox.pictures import Scene, svg

NOT_YET = "This was not carried out yet. Load the content with `python manage.py load_content`."


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every diagram by group, with its first picture."""
    diagrams = list(content.published())
    scenes = drawings.first_pictures(diagrams)
    groups = [
        {
            "slug": group,
            "name": GROUPS[group],
            "diagrams": [
                {
                    "diagram": one,
                    "svg": _small(*scenes[one.slug]) if one.slug in scenes else "",
                }
                for one in members
            ],
        }
        for group, members in groupby(diagrams, key=lambda one: one.group)
    ]
    return render(request, "cards/diagrams.html", {"groups": groups, "count": len(diagrams)})


def _small(wide: Scene, slim: Scene) -> SafeString:
    """The picture for a card of the list: as it is drawn for a phone where the card is as narrow as one."""
    return mark_safe(svg.write(wide, "is-wide") + svg.write(slim, "is-slim"))  # noqa: S308 - the writer escapes


@require_safe
def diagram(request: HttpRequest, slug: str) -> HttpResponse:
    """One diagram: pictures, the YAML with the lines that decided, and the steps as text."""
    found, before, after = _neighbours(slug)
    context = {
        "diagram": found,
        "drawing": drawings.drawn(found),
        "group": GROUPS[found.group],
        "before": before,
        "after": after,
        "not_yet": NOT_YET,
        "sheets": list(onward.from_diagram(slug)),
    }
    return render(request, "cards/diagram.html", context)


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The diagram as one SVG document for paper."""
    text = drawings.on_paper(_neighbours(slug)[0])
    if text is None:
        raise Http404(NOT_YET)
    return HttpResponse(
        text, content_type="image/svg+xml", headers={"Content-Disposition": f'inline; filename="{slug}.svg"'}
    )


def _neighbours(slug: str) -> tuple[Diagram, Diagram | None, Diagram | None]:
    """The diagram of that name, the one before it and the one after it."""
    diagrams = content.published()
    for position, one in enumerate(diagrams):
        if one.slug == slug:
            before = diagrams[position - 1] if position else None
            return one, before, diagrams[position + 1] if position + 1 < len(diagrams) else None
    raise Http404
