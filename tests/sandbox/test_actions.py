import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from sandbox import actions, limits, runs, tasks, workers
from sandbox.judgements import Judgement
from sandbox.models import State, Submission
from tests.sandbox.manifests import REACHES, TYPO, WORKS

pytestmark = pytest.mark.django_db


def queued(redis_server) -> int:
    """How many messages are on the queue."""
    return int(redis_server.llen("kubedrill:celery"))


def submitted(**content) -> Submission:
    return actions.submit(**{"owner": "alice", "manifests": WORKS, "claims": REACHES} | content)


def aged(submission: Submission, seconds: float, **columns) -> Submission:
    """The submission as if its last message and its start were so long ago."""
    then = timezone.now() - timedelta(seconds=seconds)
    Submission.objects.filter(pk=submission.pk).update(enqueued=then, started=then, **columns)
    submission.refresh_from_db()
    return submission


class TestSubmit:
    def test_the_message_follows_the_row(self, redis_server, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks() as callbacks:
            submission = submitted()
            assert submission.state == State.QUEUED
            assert queued(redis_server) == 0
        callbacks[0]()
        assert queued(redis_server) == 1

    def test_a_submission_that_is_rolled_back_sends_no_message(self, redis_server) -> None:
        def submit_and_fail() -> None:
            submitted()
            raise RuntimeError

        with pytest.raises(RuntimeError):
            transaction.atomic(submit_and_fail)()
        assert queued(redis_server) == 0
        assert not Submission.objects.exists()

    def test_where_the_queue_is_away_the_row_stays_and_the_sweep_sends_it(
        self, redis_server, monkeypatch, django_capture_on_commit_callbacks
    ) -> None:
        def refused(*_: object, **__: object) -> None:
            raise OperationalError("connection refused")

        with monkeypatch.context() as away, django_capture_on_commit_callbacks(execute=True):
            away.setattr(tasks.judge, "apply_async", refused)
            submission = submitted()
        assert queued(redis_server) == 0
        assert runs.sweep() == 0
        aged(submission, runs.UNANSWERED_SECONDS + 1)
        assert runs.sweep() == 1
        assert queued(redis_server) == 1

    def test_the_same_key_gives_the_same_submission(self) -> None:
        first = submitted(idempotency_key="k")
        assert submitted(idempotency_key="k") == first
        assert submitted(idempotency_key="other") != first
        assert submitted(idempotency_key="k", owner="bob") != first
        assert submitted() != submitted()

    def test_the_same_key_with_other_content_is_refused(self) -> None:
        submitted(idempotency_key="k")
        with pytest.raises(actions.KeyReused):
            submitted(idempotency_key="k", manifests=TYPO)


class TestTakeUp:
    def test_only_one_of_two_deliveries_gets_it(self) -> None:
        submission = submitted()
        assert actions.take_up(str(submission.pk), is_redelivered=False) == submission
        assert actions.take_up(str(submission.pk), is_redelivered=False) is None

    def test_a_message_that_comes_again_takes_up_what_its_dead_worker_left(self) -> None:
        submission = submitted()
        actions.take_up(str(submission.pk), is_redelivered=False)
        again = actions.take_up(str(submission.pk), is_redelivered=True)
        assert again is not None
        assert again.attempts == 2

    def test_what_has_ended_is_not_taken_up(self) -> None:
        submission = submitted()
        actions.finish(submission, Judgement(State.DONE, "{}"))
        assert actions.take_up(str(submission.pk), is_redelivered=True) is None

    def test_one_that_was_interrupted_three_times_ends_failed(self) -> None:
        submission = submitted()
        for _ in range(limits.ATTEMPTS):
            assert actions.take_up(str(submission.pk), is_redelivered=True)
        assert actions.take_up(str(submission.pk), is_redelivered=True) is None
        submission.refresh_from_db()
        assert (submission.state, submission.message) == (State.FAILED, limits.OVER_ATTEMPTS)
        assert submission.finished

    def test_a_stray_message_does_not_end_the_last_attempt(self) -> None:
        submission = submitted()
        for _ in range(limits.ATTEMPTS):
            actions.take_up(str(submission.pk), is_redelivered=True)
        assert actions.take_up(str(submission.pk), is_redelivered=False) is None
        submission.refresh_from_db()
        assert submission.state == State.RUNNING

    def test_an_id_that_is_no_submission_is_passed_over(self) -> None:
        assert actions.take_up("00000000-0000-0000-0000-000000000000", is_redelivered=False) is None


class TestFinish:
    def test_a_verdict_is_written_once(self) -> None:
        submission = submitted()
        assert actions.finish(submission, Judgement(State.DONE, '{"holds":true}'))
        assert not actions.finish(submission, Judgement(State.FAILED, message="late"))
        submission.refresh_from_db()
        assert (submission.state, submission.verdict, submission.message) == (State.DONE, {"holds": True}, "")


class TestSweep:
    def test_it_leaves_alone_what_waits_its_turn_or_runs(self) -> None:
        submitted()
        running = submitted()
        actions.take_up(str(running.pk), is_redelivered=False)
        assert runs.sweep() == 0
        workers.beat()
        aged(running, runs.RUN_SECONDS - 1)
        assert runs.sweep() == 0

    def test_what_has_run_longer_than_any_run_can_is_queued_again(self) -> None:
        submission = submitted()
        actions.take_up(str(submission.pk), is_redelivered=False)
        workers.beat()
        aged(submission, runs.RUN_SECONDS + 1)
        assert runs.sweep() == 1

    def test_at_a_workers_start_all_that_waits_is_sent_again(self, redis_server, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            submitted()
        redis_server.flushall()
        assert runs.sweep(is_start=True) == 1
        assert queued(redis_server) == 1

    def test_what_a_dead_worker_was_running_is_queued_again(self, redis_server) -> None:
        submission = submitted()
        actions.take_up(str(submission.pk), is_redelivered=False)
        aged(submission, workers.GONE_AFTER_SECONDS + 1, worker="gone")
        assert runs.sweep() == 1
        submission.refresh_from_db()
        assert submission.state == State.QUEUED
        assert queued(redis_server) == 1

    def test_what_killed_three_workers_ends_failed(self) -> None:
        submission = aged(submitted(), 60, state=State.RUNNING, attempts=limits.ATTEMPTS, worker="gone")
        assert runs.sweep() == 0
        submission.refresh_from_db()
        assert submission.state == State.FAILED

    def test_two_sweeps_at_once_send_one_message(self, redis_server) -> None:
        submission = aged(submitted(), 60)
        stale = Submission.objects.get(pk=submission.pk)
        assert runs._send_again(submission)
        assert not runs._send_again(stale)
        assert queued(redis_server) == 1

    def test_what_has_ended_meanwhile_is_not_opened_again(self) -> None:
        submission = aged(submitted(), 60, state=State.RUNNING, attempts=1, worker="gone")
        actions.finish(submission, Judgement(State.DONE, "{}"))
        assert not runs._send_again(submission)
        submission.refresh_from_db()
        assert submission.state == State.DONE


class TestTask:
    def test_a_runner_that_fails_itself_leaves_nothing_running(self, monkeypatch) -> None:
        def fail(*_: object) -> None:
            raise RuntimeError

        monkeypatch.setattr("sandbox.runner.judge", fail)
        submission = submitted()
        tasks.judge(str(submission.pk))
        submission.refresh_from_db()
        assert (submission.state, submission.message) == (State.FAILED, limits.ENGINE_FAULT)

    def test_a_task_that_is_delivered_twice_writes_one_verdict(self) -> None:
        submission = submitted()
        tasks.judge(str(submission.pk))
        submission.refresh_from_db()
        assert submission.state == State.DONE
        first = submission.finished
        tasks.judge(str(submission.pk))
        submission.refresh_from_db()
        assert (submission.finished, submission.attempts) == (first, 1)


@pytest.mark.django_db(transaction=True)
def test_one_key_posted_by_many_at_once_makes_one_submission(redis_server) -> None:
    made: list[Submission] = []

    def post() -> None:
        try:
            made.append(submitted(idempotency_key="k"))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == Submission.objects.count() == 1
