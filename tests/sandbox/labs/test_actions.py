"""Attempts, checks and progress, carried out by the real engine."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandbox import limits, playgrounds, runs, tasks
from sandbox.judgements import Judgement
from sandbox.labs import actions, content
from sandbox.labs.models import Lab, LabAttempt, LabCheck, LabProgress
from sandbox.models import State
from tests.sandbox.labs.labs import FIRST, MEND_FIRST, MEND_SECOND, SECOND, begun, checked, loaded, typed

pytestmark = pytest.mark.django_db


class TestChecks:
    def test_a_check_says_why_the_step_is_not_passed_yet(self) -> None:
        check = checked(begun(), FIRST)
        assert (check.state, check.holds) == (State.DONE, False)
        assert check.verdict is not None
        refused = check.verdict["claims"][1]
        assert refused["observed"]["outcome"] == "refused"
        assert (refused["because"][1]["field"], refused["because"][1]["line"]) == ("spec.selector.app", 42)
        assert refused["because"][1]["source"] == "command 1"
        assert not LabProgress.objects.filter(passed__isnull=False).exists()

    def test_the_line_that_decided_is_in_the_command_that_applied_it(self) -> None:
        attempt = begun()
        typed(
            attempt.playground,
            "kubectl apply -f - <<EOF\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
            "  selector: {app: nobody}\n  ports: [{port: 80, targetPort: 8080}]\nEOF",
        )
        verdict = checked(attempt, FIRST).verdict
        assert verdict is not None
        causes = verdict["claims"][1]["because"]
        assert {(one["source"], one["line"]) for one in causes if one["field"] == "spec.selector.app"} == {
            ("command 2", 5)
        }

    def test_what_was_typed_is_checked_and_the_next_step_opens(self) -> None:
        attempt = begun()
        assert actions.opened(attempt) == [FIRST]
        with pytest.raises(actions.Refusal, match="opens when the one before it"):
            actions.check(attempt, SECOND)
        typed(attempt.playground, MEND_FIRST)
        assert checked(attempt, FIRST).holds
        assert actions.opened(attempt) == [FIRST, SECOND]
        typed(attempt.playground, MEND_SECOND)
        assert checked(attempt, SECOND).holds
        attempt.refresh_from_db()
        assert attempt.finished is not None

    def test_checking_changes_nothing_in_the_cluster(self) -> None:
        attempt = begun()
        Lab.objects.update(
            steps=[step | {"checks": "- {kubectl: delete svc web}\n" + step["checks"]} for step in attempt.lab.steps]
        )
        attempt = LabAttempt.objects.get()
        verdict = checked(attempt, FIRST).verdict
        assert verdict is not None
        assert "deleted" in verdict["claims"][0]["observed"]["stdout"]
        assert "80/TCP" in typed(attempt.playground, "kubectl get svc web").result["stdout"]

    def test_a_step_stays_passed_and_a_check_says_that_it_is_no_longer_so(self) -> None:
        attempt = begun()
        typed(attempt.playground, MEND_FIRST)
        checked(attempt, FIRST)
        passed = attempt.progress.get(step=FIRST).passed
        typed(attempt.playground, "kubectl set selector service web app=wbe")
        assert checked(attempt, FIRST).holds is False
        assert attempt.progress.get(step=FIRST).passed == passed

    def test_the_time_since_the_last_command_passes_on_the_copy_only(self) -> None:
        attempt = begun()
        attempt.playground.commands.update(created=timezone.now() - timedelta(seconds=42))
        check = checked(attempt, FIRST)
        assert 42 <= check.seconds < 43
        assert check.state == State.DONE
        assert typed(attempt.playground, "kubectl get pod client").state == State.DONE

    def test_a_check_waits_for_the_commands_before_it(self, redis_server, django_capture_on_commit_callbacks) -> None:
        attempt = begun()
        command = playgrounds.add(attempt.playground, MEND_FIRST)
        check = actions.check(attempt, FIRST)
        tasks.check(str(check.pk))
        check.refresh_from_db()
        assert (check.state, check.attempts) == (State.QUEUED, 0)
        with django_capture_on_commit_callbacks() as callbacks:
            tasks.play(str(command.pk))
        redis_server.flushall()
        for callback in callbacks:
            callback()
        assert redis_server.llen("kubedrill:celery") == 1
        tasks.check(str(check.pk))
        check.refresh_from_db()
        assert check.holds

    def test_a_command_typed_after_it_is_not_seen(self) -> None:
        attempt = begun()
        check = actions.check(attempt, FIRST)
        typed(attempt.playground, MEND_FIRST)
        tasks.check(str(check.pk))
        check.refresh_from_db()
        assert check.holds is False

    def test_asking_twice_gives_the_check_that_waits(self) -> None:
        attempt = begun()
        assert actions.check(attempt, FIRST) == actions.check(attempt, FIRST)
        assert LabCheck.objects.count() == 1

    def test_a_verdict_is_written_once(self) -> None:
        attempt = begun()
        check = checked(attempt, FIRST)
        assert not actions.finish(check, Judgement(State.DONE, '{"holds": true}'))
        assert not attempt.progress.filter(passed__isnull=False).exists()

    def test_the_sweep_sends_a_check_that_was_left_over(self, redis_server) -> None:
        attempt = begun()
        actions.check(attempt, FIRST)
        LabCheck.objects.update(enqueued=timezone.now() - timedelta(seconds=runs.UNANSWERED_SECONDS + 1))
        redis_server.flushall()
        assert runs.sweep() == 1

    def test_there_is_room_for_so_many_checks(self, monkeypatch) -> None:
        attempt = begun()
        checked(attempt, FIRST)
        monkeypatch.setattr(limits, "CHECKS", 1)
        with pytest.raises(actions.Refusal, match="Start over"):
            actions.check(attempt, FIRST)

    def test_only_so_many_wait(self, monkeypatch) -> None:
        attempt = begun()
        monkeypatch.setattr(limits, "OPEN_CHECKS", 0)
        with pytest.raises(actions.Refusal, match="waiting to be carried out"):
            actions.check(attempt, FIRST)


def test_hints_are_shown_one_by_one() -> None:
    attempt = begun()
    for number in (1, 1, 3, 2):  # the same form twice, and one from a page that never was
        actions.reveal_hint(attempt, FIRST, number)
    assert attempt.progress.get().hints == 2


def test_starting_over_makes_a_new_cluster_and_keeps_the_old_one() -> None:
    first = begun()
    second = actions.begin(first.lab, visitor="alice")
    assert second.playground != first.playground
    assert first.playground.commands.count() == 1


class TestLoading:
    def test_loading_again_changes_nothing(self) -> None:
        files = content.read()[0]
        assert actions.load(files).created == len(files)
        assert actions.load(files) == actions.Loaded(0, 0, len(files), 0)

    def test_a_lab_whose_file_is_gone_is_retired_and_its_attempts_stay(self) -> None:
        attempt = begun()
        assert actions.load([]).retired == 1
        assert LabAttempt.objects.get() == attempt
        assert loaded() == attempt.lab
        assert not Lab.objects.filter(is_retired=True).exists()
