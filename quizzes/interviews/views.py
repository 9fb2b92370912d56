"""The pages of mock interviews, by plain forms. All that is typed or chosen is kept when it is sent; time runs on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cards.decks.actions import TooMany
from quizzes import explaining
from quizzes.interviews import actions, planning, printing, reading
from quizzes.interviews.models import LEVELS, RATINGS, Interview, Item, Kind, SpokenQuestion
from sandbox import workbench
from sandbox.visitors import visitor_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What an interview is; POST begins one."""
    topics = planning.topics()
    problem = ""
    if request.method == "POST":
        sent = request.POST
        wish = planning.Wish(
            next((one for one in planning.LENGTHS if str(one) == sent.get("minutes")), planning.LENGTHS[0]),
            next((one for one in LEVELS if str(one) == sent.get("level")), 1),
            tuple(topic for topic in topics if topic in sent.getlist("topics")),
        )
        try:
            return redirect(actions.begin(visitor_of(request).key, wish))
        except actions.NothingToAsk:
            problem = "There is nothing to ask yet: the site's questions are not loaded."
    visitor = visitor_of(request).known_key
    mine = list(Interview.objects.filter(visitor=visitor or "-")[:20])
    context = {
        "topics": topics,
        "levels": LEVELS,
        "lengths": planning.LENGTHS,
        "problem": problem,
        "count": SpokenQuestion.objects.filter(is_retired=False).count(),
        "open": next((one for one in mine if not one.finished), None),
        "finished": [one for one in mine if one.finished],
    }
    return render(request, "quizzes/interviews.html", context, status=409 if problem else 200)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All spoken questions, by level."""
    rows = list(SpokenQuestion.objects.filter(is_retired=False).only("slug", "question", "topic", "level", "minutes"))
    groups = [(name, [row for row in rows if row.level == level]) for level, name in LEVELS.items()]
    return render(request, "quizzes/interview_questions.html", {"groups": groups, "count": len(rows)})


@require_safe
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them, with all that there is to say about it."""
    found = get_object_or_404(SpokenQuestion, slug=slug)
    context = {"question": found, "points": reading.points_of_question(found)}
    return render(request, "quizzes/interview_question.html", context)


@never_cache
@require_safe
def onward(request: HttpRequest, permalink: str) -> HttpResponse:
    """To the item whose turn it is, or to the report."""
    found = get_object_or_404(Interview, permalink=permalink)
    if found.finished or found.visitor != visitor_of(request).known_key:
        return redirect("interviews:report", permalink)
    waiting = found.items.filter(done=None).values_list("number", flat=True).first()
    return redirect("interviews:item", permalink, waiting) if waiting else redirect("interviews:report", permalink)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, permalink: str, number: int) -> HttpResponse:
    """One item, as far as it has come. POST says in `do` what to do with it: show, rate, choose, repair, leave."""
    found = _mine(request, permalink)
    one = get_object_or_404(reading.items_of(found), number=number)
    one.interview = found
    if request.method != "POST":
        if found.finished or one.is_done or one.opened is None:
            return redirect(found)
        return _page(request, one)
    do = request.POST.get("do", "")
    try:
        match do:
            case "show":
                actions.show(one, _notes(request))
                return redirect(one)
            case "rate":
                actions.rate(one, _places(request, "said"), next(iter(_places(request, "rating")), None))
            case "leave":
                actions.go_on(one)
            case _ if one.kind == Kind.REPAIR:
                return _repair(request, one)
            case _:
                actions.choose(one, _places(request, "chosen"))
    except actions.NotAnswered as problem:
        typed = {"said": _places(request, "said"), "chosen": _places(request, "chosen")}
        return _page(request, one, {"problem": str(problem)} | typed, 422)
    return redirect(found)


@require_POST
def finish(request: HttpRequest, permalink: str) -> HttpResponse:
    """End an interview where it is."""
    actions.finish(_mine(request, permalink))
    return redirect("interviews:report", permalink)


@never_cache
@require_safe
def report(request: HttpRequest, permalink: str) -> HttpResponse:
    """How it went; whoever has the link may read it, and only its visitor can do something with it."""
    found = get_object_or_404(Interview, permalink=permalink)
    read = reading.report(found)
    context = {
        "interview": found,
        "report": read,
        "ratings": RATINGS,
        "study": reading.to_study(read),
        "is_mine": found.visitor == visitor_of(request).known_key,
        "papers": {"a4": "A4", "letter": "Letter"},
    }
    return render(request, "quizzes/interview_report.html", context)


@require_safe
def pdf(request: HttpRequest, permalink: str) -> HttpResponseBase:
    """The report on paper, as `?paper=a4` (which is the default) or `?paper=letter`."""
    paper = request.GET.get("paper", "a4").lower()
    if paper not in printing.PAPERS:
        return HttpResponseBadRequest(f"There is no paper of that name. There are: {', '.join(printing.PAPERS)}.\n")
    read = reading.report(get_object_or_404(Interview, permalink=permalink))
    etag = f'"{printing.name_of(read, paper)[:32]}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        known["ETag"] = etag
        return known
    response = HttpResponse(printing.print_out(read, paper).pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kubedrill-interview-{paper}.pdf"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response


@require_POST
def deck(request: HttpRequest, permalink: str) -> HttpResponse:
    """A deck with the cards that show what was missed."""
    found = _mine(request, permalink)
    try:
        made = actions.make_deck(found)
    except TooMany as problem:
        messages.error(request, str(problem))
        made = None
    return redirect(made) if made else redirect("interviews:report", permalink)


def _mine(request: HttpRequest, permalink: str) -> Interview:
    return get_object_or_404(Interview, permalink=permalink, visitor=visitor_of(request).known_key or "-")


def _notes(request: HttpRequest) -> str:
    return request.POST.get("notes", "").replace("\r\n", "\n").replace("\0", "")


def _places(request: HttpRequest, name: str) -> list[int]:
    return [int(place) for place in request.POST.getlist(name) if place.isdecimal() and len(place) < 3]


def _repair(request: HttpRequest, one: Item) -> HttpResponse:
    """Carry out what was typed, with the goal of the card as its claims."""
    if one.card is None or one.is_done or one.interview.finished:
        return redirect(one.interview)
    form = workbench.form_of(request, claims=one.card.goal)
    made = workbench.submit(request, form, card=one.card.pk)
    is_part = bool(request.headers.get("HX-Request"))
    if isinstance(made, workbench.Form):
        if is_part:
            return workbench.result(request, {"problem": made.problem}, made.status)
        return _page(request, one, {"problem": made.problem, "manifests": made.manifests}, made.status)
    actions.hand_in(one, made)
    if not is_part:
        return redirect(one)
    return workbench.result(request, workbench.evidence(made) | {"here": one.get_absolute_url()})


def _page(request: HttpRequest, one: Item, context: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
    """The page of an item, by its kind."""
    now = timezone.now()
    about: dict[str, Any] = {
        "interview": one.interview,
        "item": one,
        "marks": list(one.interview.items.values_list("number", "done", "kind").order_by("number")),
        "left": round((one.deadline - now).total_seconds()) if one.deadline else 0,
        "left_in_all": round((one.interview.deadline - now).total_seconds()),
        "address": one.get_absolute_url(),
    }
    if one.kind == Kind.SPOKEN:
        about |= {"points": reading.points_of(one) if one.shown else [], "ratings": RATINGS}
    elif one.kind == Kind.QUIZ and one.question:
        told, asked = explaining.story(one.question.prompt)
        chosen = (context or {}).get("chosen")
        about |= {"question": one.question, "told": told, "asked": asked, "choices": explaining.choices(one, chosen)}
    elif one.card:
        about |= {"card": one.card, "manifests": one.submission.manifests if one.submission else one.card.manifests}
        if one.submission:
            about |= workbench.evidence(one.submission) | {"here": about["address"]}
            about["is_repaired"] = reading.is_repaired(one)
    return render(request, f"quizzes/interview_{one.kind}.html", about | (context or {}), status=status)
