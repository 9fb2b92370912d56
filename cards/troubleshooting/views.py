"""The chart's page, a page for each of its ends, and the chart as a file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from cards.troubleshooting import drawing, layout, markdown
from cards.troubleshooting.chart import Chart, End, published
from cards.troubleshooting.layout import Box
from sandbox import pictures, proofs, reading


@require_safe
def chart(request: HttpRequest) -> HttpResponse:
    """The chart, to be walked question by question and to be looked at as a whole."""
    found = published()
    drawn = drawing.on_screen(found, layout.wide(found), _address, "is-wide")
    drawn += drawing.on_screen(found, layout.slim(found), _address, "is-slim")
    context = {
        "chart": found,
        "tree": _tree(found, found.root.id),
        "svg": mark_safe(drawn),  # noqa: S308 - every text is escaped by the drawing
    }
    return render(request, "cards/troubleshooting.html", context)


@require_safe
def end(request: HttpRequest, name: str) -> HttpResponse:
    """One end: the fault in a cluster that has it, the commands on the way with what they print, and the repair."""
    found = published()
    fault = found.ends.get(name)
    if fault is None:
        raise Http404
    claims = found.claims_of(fault)
    verdict = proofs.verdict_on(fault.manifests, claims)
    context = {
        "chart": found,
        "end": fault,
        "claims": claims,
        "way": _way(found, fault, verdict),
        "connection": _connection(verdict),
        "is_proved": verdict is not None,
    }
    return render(request, "cards/troubleshooting_end.html", context)


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The chart as an SVG document for paper."""
    found = published()
    return _file(drawing.on_paper(found, layout.paper(found)), "image/svg+xml", "troubleshooting.svg")


@require_safe
def text(request: HttpRequest) -> HttpResponse:
    """The chart as Markdown."""
    return _file(markdown.written(published()), "text/markdown; charset=utf-8", "troubleshooting.md")


def _file(content: str, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


def _address(box: Box) -> str:
    """Where a box of the chart leads: a question to its place in the list, an end to its page."""
    return f"#{box.id}" if box.is_question else reverse("troubleshooting:end", args=[box.id])


def _tree(found: Chart, name: str) -> dict[str, Any]:
    """A question with its answers, or an end, as the page nests them."""
    question = found.questions.get(name)
    if question is None:
        return {"end": found.ends[name]}
    return {
        "question": question,
        "answers": [{"says": answer.says, "next": _tree(found, answer.to)} for answer in question.answers],
    }


def _way(found: Chart, fault: End, verdict: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The questions on the way to an end, with what each command said in its cluster."""
    claims = (verdict or {}).get("claims") or []
    steps = []
    for position, (question, answer) in enumerate(found.way_to(fault.id)):
        claim = claims[position] if position < len(claims) else {}
        observed = claim.get("observed") or {}
        steps.append(
            {
                "question": question,
                "answer": answer,
                "is_terminal": "stdout" in observed,
                "printed": f"{observed.get('stdout') or ''}{observed.get('stderr') or ''}".rstrip("\n"),
                "exit": observed.get("exit"),
                "command": _typed(claim.get("claim") or {}) or question.command,
                "summary": claim.get("summary") or "",
            }
        )
    return steps


def _typed(step: dict[str, Any]) -> str:
    return f"kubectl {step['kubectl']}" if "kubectl" in step else ""


def _connection(verdict: dict[str, Any] | None) -> dict[str, Any] | None:
    """The connection that the end is about, with its pictures."""
    for claim in reversed((verdict or {}).get("claims") or []):
        drawn = pictures.of_trace(claim.get("trace") or {})
        if drawn:
            shown = [reading.on_screen(one) for one in drawn]
            return {"summary": claim.get("summary") or "", "pictures": shown}
    return None
