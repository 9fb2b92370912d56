"""The terminal's pages: a playground's scrollback, its prompt, and its Services and pods beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sandbox import asking, examples, limits, lines, playground_api, playgrounds, screen, workbench
from sandbox.access import may_use
from sandbox.models import Command, Mode, Playground
from sandbox.plays import START_LINE
from sandbox.rest import SubmissionThrottle
from sandbox.visitors import visitor_of

SHOWN = 100  # so many of the last commands, unless all are asked for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A terminal with a small example in its cluster; POST makes the playground, and types what was typed."""
    if request.method != "POST":
        return _page(request, None)
    form = workbench.form_of(request, claims="")
    problem, status = form.problem, form.status
    if not problem and not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        problem, status = workbench.TOO_MANY, 429
    mode = request.POST.get("mode", Mode.NFTABLES)
    typed, refusal = _typed(request)
    if problem or refusal:
        context = {"problem": problem or refusal, "manifests": form.manifests, "mode": mode, "typed": typed}
        return _page(request, None, context, status if problem else 422)
    playground = playgrounds.create(
        owner=visitor_of(request).key,
        manifests=form.manifests,
        mode=mode if mode in Mode.values else Mode.NFTABLES,
    )
    _add(playground, typed)
    return _go(request, playground.get_absolute_url())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def playground(request: HttpRequest, permalink: str) -> HttpResponse:
    """A playground; whoever has the link may look, and its owner may type."""
    found = get_object_or_404(Playground, permalink=permalink)
    if request.method != "POST":
        return _page(request, found)
    if not may_use(visitor_of(request), found):
        raise Http404
    return take(request, found, here=found.get_absolute_url(), page=_page)


def take(
    request: HttpRequest, found: Playground, *, here: str, page: Callable[..., HttpResponse], applies: bool = False
) -> HttpResponse:
    """Type what was posted at a playground, or apply it (`applies`: it is YAML); a script gets the new entries.

    `here` is the page to go back to; `page` shows it with what could not be taken.
    """
    typed, problem = _typed(request, "manifests" if applies else "line")
    status = 422
    if not problem and not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        problem, status = workbench.TOO_MANY, 429
    made: list[Command] = []
    if not problem:
        made, problem = _apply(found, typed) if applies else _add(found, typed)
    if request.headers.get("HX-Request"):
        entries = [screen.entry(command, look) for look, command in enumerate(made)]
        context = {"playground": found, "entries": entries, "problem": problem, "typed": typed}
        return _part(request, "sandbox/_entries.html", context)
    if problem:
        return page(request, found, {"problem": problem, "manifests" if applies else "typed": typed}, status)
    return redirect(here + "#prompt")


@never_cache
@require_GET
def entry(request: HttpRequest, permalink: str, number: int) -> HttpResponse:
    """One command with what it printed, for a page that waits for it."""
    found = get_object_or_404(Playground, permalink=permalink)
    command = get_object_or_404(found.commands, number=min(number, limits.COMMANDS + 1))
    if not request.headers.get("HX-Request"):
        return redirect(f"{found.get_absolute_url()}#c{command.number}")
    shown = screen.entry(command, _look(request))
    context = {"playground": found, "entry": shown, "tables": screen.tables(found.overview)}
    return _part(request, "sandbox/_entry_answer.html", context)


@never_cache
@require_GET
def completions(request: HttpRequest, permalink: str = "") -> HttpResponse:
    """What Tab offers at the end of the line; before the first command, in the example's cluster."""
    found = get_object_or_404(Playground, permalink=permalink) if permalink else None
    line = request.GET.get("line", "")
    if len(line) > playground_api.LINE_CHARACTERS or "\0" in line:
        return JsonResponse({"start": 0, "suggestions": [], "left_out": 0})
    try:
        return JsonResponse(playground_api.completion(found, line))
    except asking.NoAnswer:
        return JsonResponse({"detail": str(playground_api.WorkerAway.default_detail)}, status=503)


@require_POST
def copy(request: HttpRequest, permalink: str) -> HttpResponse:
    """A playground of one's own with all that this one has."""
    found = get_object_or_404(Playground, permalink=permalink)
    if not SubmissionThrottle().allow_request(request, None):  # type: ignore[arg-type]
        return _page(request, found, {"problem": workbench.TOO_MANY}, 429)
    return redirect(playgrounds.copy(found, owner=visitor_of(request).key).get_absolute_url())


def _look(request: HttpRequest) -> int:
    look = request.GET.get("look", "")
    return int(look) if look.isdecimal() and len(look) < 5 else 0


def _typed(request: HttpRequest, name: str = "line") -> tuple[str, str]:
    """What was typed, and what keeps it from being taken."""
    text = request.POST.get(name, "").replace("\r\n", "\n")
    if "\0" in text:
        return "", "A command holds no character NUL. Take it out and type it again."
    return text, limits.too_long(text) or ""


def _add(playground: Playground, text: str) -> tuple[list[Command], str]:
    """Type all commands of a text; those that were taken, and why the first of the others was not."""
    made: list[Command] = []
    for line in lines.commands(text):
        try:
            made.append(playgrounds.add(playground, line))
        except playgrounds.Refusal as refusal:
            return made, str(refusal)
    return made, ""


def _apply(playground: Playground, text: str) -> tuple[list[Command], str]:
    """Apply YAML; the command that does it, or why it was not taken."""
    if not text.strip():
        return [], "There is no YAML to apply. Write some first."
    try:
        return [playgrounds.add(playground, START_LINE, text)], ""
    except playgrounds.Refusal as refusal:
        return [], str(refusal)


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, also where a script asked."""
    if not request.headers.get("HX-Request"):
        return redirect(address)
    response = HttpResponse(status=200)
    response["HX-Redirect"] = address
    return response


def _part(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context | {"is_part": True})
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


def _page(
    request: HttpRequest, found: Playground | None, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    about: dict[str, Any] = {
        "manifests": examples.MANIFESTS,
        "mode": Mode.NFTABLES,
        "modes": Mode.values,
        "examples": examples.COMMANDS,
        "may_type": True,
        "entries": [],
        "completions": reverse("sandbox:example-completions"),
        "here": reverse("sandbox:terminal"),
    }
    if found is not None:
        about |= scrollback(request, found) | {"here": found.get_absolute_url()}
    if request.headers.get("HX-Request") and context and context.get("problem"):
        return _part(request, "sandbox/_entries.html", about | context)
    return render(request, "sandbox/terminal.html", about | (context or {}), status=status)


def scrollback(request: HttpRequest, found: Playground) -> dict[str, Any]:
    """The context of `sandbox/_console.html` for a playground, but for `here` (where its prompt posts to) and the
    `examples`."""
    shown = found.commands.order_by("-number")
    count = found.commands.count()
    entries = [screen.entry(command) for command in reversed(shown if "all" in request.GET else shown[:SHOWN])]
    return {
        "playground": found,
        "mode": found.mode,
        "entries": entries,
        "earlier": count - len(entries),
        "is_waiting": any(one.is_waiting for one in entries),
        "next_look": _look(request) + 1,  # another address, for a browser does not load the same one with a # anew
        "tables": screen.tables(found.overview),
        "may_type": may_use(visitor_of(request), found),
        "completions": reverse("sandbox:completions", args=[found.permalink]),
    }
