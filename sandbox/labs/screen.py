"""What the pages of labs show: plain values for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import yaml
from django.db.models import Max

from sandbox import reading
from sandbox.labs import hints
from sandbox.labs.actions import MOST_HINTS
from sandbox.labs.hints import Hint
from sandbox.labs.models import Lab, LabAttempt, LabCheck

#: After how many milliseconds a page looks again for a check, look by look; the last pause is kept.
PAUSES_MS = (100, 120, 180, 300, 500, 800, 1500, 2500, 4000)
_LONG_LOOK = 7


@dataclass(frozen=True)
class Checked:
    """The newest check of a step. `state`: waiting, holds, fails, stopped. `is_behind`: commands were typed since.

    `claims` are those of the step that is worked at, or was just checked: to draw the evidence of all would take long.
    """

    state: str
    claims: list[reading.Claim]
    held: int
    message: str
    is_behind: bool


@dataclass(frozen=True)
class StepView:
    """One step. `state`: passed, current, locked. `claims` are the sentences of its checks."""

    number: int
    id: str
    title: str
    text: str
    state: str
    claims: list[str]
    passed: datetime | None = None
    checked: Checked | None = None
    hints: list[Hint] = field(default_factory=list)
    next_hint: int = 0
    is_last_hint: bool = False


@dataclass(frozen=True)
class Course:
    """How far an attempt is."""

    steps: list[StepView]
    passed: int
    hints: int
    is_finished: bool
    is_waiting: bool
    just_passed: StepView | None

    @property
    def announcement(self) -> str:
        """What a screen reader says when a check has ended."""
        if self.is_waiting:
            return "Checking"
        if self.is_finished and self.just_passed:
            return f"Step {self.just_passed.number} is passed. That was the last one."
        if self.just_passed:
            return f"Step {self.just_passed.number} is passed. Step {self.just_passed.number + 1} is open."
        current = next((step for step in self.steps if step.state == "current"), None)
        checked = current.checked if current else None
        if checked is None:
            return ""
        if checked.state == "fails":
            return f"Not yet: {checked.held} of {len(checked.claims)} hold."
        return checked.message


def course(attempt: LabAttempt, just_checked: str = "") -> Course:
    """How far an attempt is, in four queries. `just_checked`: the step whose check the page has waited for."""
    progress = {row.step: row for row in attempt.progress.all()}
    newest = attempt.checks.order_by().values("step").annotate(newest=Max("created")).values("newest")
    checks = {row.step: row for row in attempt.checks.filter(created__in=newest)}
    last = attempt.playground.commands.aggregate(last=Max("number"))["last"] or 0
    steps: list[StepView] = []
    is_open = True
    for number, step in enumerate(attempt.lab.steps, 1):
        row, check = progress.get(step["id"]), checks.get(step["id"])
        passed = row.passed if row else None
        state = "passed" if passed else "current" if is_open else "locked"
        is_open = is_open and bool(passed)
        view = StepView(number, step["id"], step["title"], step["text"], state, sentences(step["checks"]), passed)
        if state != "locked":
            is_shown = state == "current" or step["id"] == just_checked
            view = replace(view, checked=_checked(check, last, is_shown=is_shown) if check else None)
        if state == "current":
            seen = row.hints if row else 0
            found = _hints(check, step["solution"])
            shown = found if seen >= MOST_HINTS else found[:seen]
            following = 0 if len(shown) == len(found) else seen + 1
            is_last = bool(following) and len(shown) == len(found) - 1
            view = replace(view, hints=shown, next_hint=following, is_last_hint=is_last)
        steps.append(view)
    just = next((one for one in steps if one.id == just_checked and one.state == "passed"), None)
    return Course(
        steps,
        sum(one.state == "passed" for one in steps),
        sum(row.hints for row in progress.values()),
        attempt.finished is not None,
        any(one.checked is not None and one.checked.state == "waiting" for one in steps),
        just,
    )


def preview(lab: Lab) -> list[StepView]:
    """The steps of a lab that was not begun."""
    return [
        StepView(number, step["id"], step["title"], step["text"], "locked", sentences(step["checks"]))
        for number, step in enumerate(lab.steps, 1)
    ]


def sentences(checks: str) -> list[str]:
    """What the checks of a step claim, each in a sentence."""
    return [str(check["claim"]) for check in yaml.safe_load(checks)]


def _hints(check: LabCheck | None, solution: list[str]) -> list[Hint]:
    verdict = check.verdict if check and check.is_finished else None
    return hints.drawn(verdict, solution) if verdict and verdict["holds"] is False else []


def _checked(check: LabCheck, last: int, *, is_shown: bool) -> Checked:
    verdict = check.verdict
    if not check.is_finished:
        return Checked("waiting", [], 0, "", False)
    if verdict is None or verdict["refused"]:
        said = verdict["problems"][0]["message"] if verdict and verdict["problems"] else check.message
        return Checked("stopped", [], 0, said or "The check came to no end.", False)
    claims = [_claim(claim) for claim in reading.read(verdict).claims] if is_shown else []
    held = sum(claim["holds"] is True for claim in verdict["claims"])
    return Checked("holds" if verdict["holds"] else "fails", claims, held, "", check.after < last)


def _claim(claim: reading.Claim) -> reading.Claim:
    """Folded up, with its summary inside: hints come first, and all of the evidence is there for whoever opens it."""
    rest = hints.worded(f"{claim.summary} {claim.rest}".strip())
    return replace(claim, is_open=False, is_said=True, rest=rest)


@dataclass(frozen=True)
class Entry:
    """A lab in the list, and how far its visitor is. `state`: new, begun, done."""

    lab: Lab
    steps: int
    passed: int
    state: str

    @property
    def word(self) -> str:
        if self.state == "done":
            return "done"
        return f"{self.passed} of {self.steps} steps" if self.state == "begun" else f"{self.steps} steps"


def listing(labs: Iterable[Lab], visitor: str) -> list[Entry]:
    """Labs with their visitor's progress: one query besides that for the labs."""
    attempts = (
        LabAttempt.objects.filter(visitor=visitor, lab__is_retired=False) if visitor else LabAttempt.objects.none()
    )
    rows = attempts.order_by("created").values_list("lab", "id", "finished", "progress__step", "progress__passed")
    done: set[str] = set()
    newest: dict[str, tuple[Any, set[str]]] = {}
    for lab_id, attempt, finished, step, passed in rows:
        if finished:
            done.add(lab_id)
        if lab_id not in newest or newest[lab_id][0] != attempt:
            newest[lab_id] = (attempt, set())
        if passed:
            newest[lab_id][1].add(step)
    return [
        Entry(
            lab,
            len(lab.steps),
            len(newest[lab.pk][1] & set(lab.step_ids)) if lab.pk in newest else 0,
            "done" if lab.pk in done else "begun" if lab.pk in newest else "new",
        )
        for lab in labs
    ]


def waiting(is_waiting: bool, look: int) -> dict[str, Any]:
    """How long a page that waits for a check pauses before it looks again."""
    return {
        "is_waiting": is_waiting,
        "is_slow": is_waiting and look >= _LONG_LOOK,
        "next_look": look + 1,
        "pause_ms": PAUSES_MS[min(look, len(PAUSES_MS) - 1)],
    }
