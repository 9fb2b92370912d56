"""Playgrounds and their commands, carried out by the real engine."""

import os
import signal
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from sandbox import cell, limits, playgrounds, residents, runner, runs, tasks, workers
from sandbox.models import Command, Playground, State
from sandbox.plays import Played
from tests.sandbox.manifests import TYPO, WORKS

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def warm():
    """As in a worker."""
    runner.warm_up()
    yield
    runner._residents.clear()


@pytest.fixture(autouse=True)
def nothing_kept():
    runner._residents.clear()


def new(manifests: str = WORKS, **columns) -> Playground:
    return playgrounds.create(**{"owner": "alice", "manifests": manifests} | columns)


def carried_out(playground: Playground) -> list[Command]:
    """All commands, after a worker has had a message for each."""
    for command in playground.commands.order_by("number"):
        tasks.play(str(command.pk))
    return list(playground.commands.order_by("number"))


def typed(playground: Playground, line: str, stdin: str = "") -> Command:
    command = playgrounds.add(playground, line, stdin)
    tasks.play(str(command.pk))
    command.refresh_from_db()
    return command


class TestCarriedOut:
    def test_what_it_starts_with_is_its_first_command(self) -> None:
        [first] = carried_out(new())
        assert (first.number, first.line, first.state, first.exit) == (1, "kubectl apply -f -", State.DONE, 0)
        assert first.result["stdout"] == "pod/client created\npod/web-0 created\nservice/web created\n"

    def test_a_command_sees_what_those_before_it_did(self) -> None:
        playground = new()
        carried_out(playground)
        assert '"pod": "default/web-0"' in typed(playground, "kubectl exec client -- curl -s web").result["stdout"]
        typed(playground, "kubectl delete pod web-0")
        refused = typed(playground, "kubectl exec client -- curl -s -S web")
        assert (refused.state, refused.exit) == (State.DONE, 7)
        assert "Couldn't connect to server" in refused.result["stderr"]

    def test_the_mode_is_the_playgrounds(self) -> None:
        playground = new(mode="iptables")
        carried_out(playground)
        assert runner._residents.at(playgrounds.history(playground)).is_at(playgrounds.history(playground).marks)
        assert typed(playground, "kubectl get svc web").state == State.DONE

    def test_what_is_refused_says_where(self) -> None:
        refused = typed(new(""), "kubectl apply -f - <<EOF\nkind: Service\napiVersion: v1\nmetadata: {name: a_b}\nEOF")
        assert (refused.state, refused.exit) == (State.REFUSED, 1)
        assert refused.result["problems"][0]["line"] == 3
        assert [typed(new(""), line).state for line in ("kubectl get pod none", "frobnicate", "kubectl logs x")] == [
            State.REFUSED
        ] * 3

    def test_a_shell_in_a_pod_is_not_opened(self) -> None:
        playground = new()
        carried_out(playground)
        said = typed(playground, "kubectl exec -it client -- sh")
        assert said.state == State.REFUSED
        assert "not modelled here" in said.result["stderr"]

    def test_services_and_pods_stand_beside_it(self) -> None:
        playground = new()
        carried_out(playground)
        playground.refresh_from_db()
        services, pods = playground.overview
        assert [row["cells"][0] for row in services["rows"]] == ["kubernetes", "web"]
        assert [row["cells"][:3] for row in pods["rows"]] == [["client", "1/1", "Running"], ["web-0", "1/1", "Running"]]

    def test_long_output_is_cut_and_that_is_counted(self, monkeypatch) -> None:
        monkeypatch.setattr(limits, "OUTPUT_CHARACTERS", 50)
        playground = new()
        [first] = carried_out(playground)
        assert len(first.result["stdout"]) == 50
        assert first.result["left_out"] == 7

    def test_characters_that_no_text_column_takes_are_kept(self) -> None:
        playground = new('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd}\ndata: {a: "x\\0y"}\n')
        carried_out(playground)
        assert typed(playground, "kubectl get cm odd -o jsonpath='{.data.a}'").result["stdout"] == "x\0y"


class TestTime:
    def test_the_seconds_between_two_commands_pass_in_the_cluster(self) -> None:
        playground = new()
        Command.objects.update(created=timezone.now() - timedelta(seconds=42))
        later = playgrounds.add(playground, "kubectl get pod client")
        assert 42 <= later.seconds < 43
        assert " 42s\n" in carried_out(playground)[-1].result["stdout"]

    def test_however_long_nobody_types_only_so_much_passes(self) -> None:
        playground = new()
        Command.objects.update(created=timezone.now() - timedelta(days=2))
        assert playgrounds.add(playground, "kubectl get pods").seconds == limits.MOST_SECONDS_BETWEEN


LINES = (
    "kubectl create deployment app --image=registry.example/echo:1 --replicas=3 --port=8080",
    "kubectl expose deployment app --port=80 --target-port=8080",
    "kubectl exec client -- curl -s app",
    "kubectl delete pod -l app=app --wait=false",
    "kubectl get pods,endpointslices -o wide",
    "kubectl get pods -o yaml",
)


class TestReplay:
    def outputs(self, *, forgets: bool) -> list[str]:
        playground = new()
        for line in LINES:
            command = playgrounds.add(playground, line)
            Command.objects.filter(pk=command.pk).update(seconds=1.5)
        for command in playground.commands.order_by("number"):
            if forgets:
                runner._residents.clear()
            tasks.play(str(command.pk))
        return [command.result_json for command in playground.commands.order_by("number")]

    def test_a_cluster_built_again_gives_the_same(self) -> None:
        assert self.outputs(forgets=True) == self.outputs(forgets=False)

    def test_the_next_command_only_runs_itself(self, monkeypatch) -> None:
        playground = new()
        carried_out(playground)
        kept = runner._residents.at(playgrounds.history(playground)).cell
        monkeypatch.setattr(playgrounds, "typed", lambda command: pytest.fail("asked for texts"))
        assert runner._residents.at(playgrounds.history(playground)).cell is kept

    def test_a_cluster_that_another_process_went_on_with_catches_up(self) -> None:
        playground = new()
        carried_out(playground)
        command = playgrounds.add(playground, "kubectl delete pod web-0")
        elsewhere = runner.play(playgrounds.history(playground, before=2), playgrounds.typed(command), command.pk)
        runner._residents.clear()
        runner._residents.at(playgrounds.history(playground, before=2))
        playgrounds.finish(command, elsewhere)
        assert "web-0" not in typed(playground, "kubectl get pods").result["stdout"]

    def test_what_was_stopped_has_changed_nothing(self) -> None:
        playground = new()
        carried_out(playground)
        command = playgrounds.add(playground, "kubectl delete pod web-0")
        kept = runner._residents.at(playgrounds.history(playground)).cell
        runner.play(playgrounds.history(playground, before=2), playgrounds.typed(command), command.pk)
        playgrounds.finish(command, Played(State.TIMED_OUT, "too long"))
        assert "web-0" in typed(playground, "kubectl get pods").result["stdout"]
        assert not kept.is_alive

    def test_a_cell_that_was_killed_is_built_again(self) -> None:
        playground = new()
        carried_out(playground)
        kept = runner._residents.at(playgrounds.history(playground)).cell
        os.kill(kept._process, signal.SIGKILL)
        os.waitid(os.P_PID, kept._process, os.WEXITED | os.WNOWAIT)  # a signal takes its time to arrive
        assert typed(playground, "kubectl get pods").state == State.DONE

    def test_only_so_many_are_kept(self) -> None:
        made = [new() for _ in range(3)]
        few = residents.Residents(runner._Bench, runner.REPLAY, kept=2)
        try:
            for playground in made:
                carried_out(playground)
            kept = [few.at(playgrounds.history(one)).cell for one in made]
            assert [one.is_alive for one in kept] == [False, True, True]
        finally:
            few.clear()


class TestOrder:
    def test_a_command_waits_for_the_one_before_it_and_follows_by_itself(
        self, redis_server, django_capture_on_commit_callbacks
    ) -> None:
        playground = new()
        second = playgrounds.add(playground, "kubectl get pods")
        tasks.play(str(second.pk))
        second.refresh_from_db()
        assert (second.state, second.attempts) == (State.QUEUED, 0)
        with django_capture_on_commit_callbacks() as callbacks:
            tasks.play(str(playground.commands.get(number=1).pk))
        assert len(callbacks) == 1
        callbacks[0]()
        assert redis_server.llen("kubedrill:celery") == 1
        tasks.play(str(second.pk))
        second.refresh_from_db()
        assert second.state == State.DONE

    def test_one_that_is_given_up_does_not_hold_up_the_next(self) -> None:
        playground = new()
        first, second = playground.commands.get(), playgrounds.add(playground, "kubectl get pods")
        for _ in range(limits.ATTEMPTS):
            runs.take_up(Command, str(first.pk), is_redelivered=True)
        assert runs.take_up(Command, str(second.pk), is_redelivered=True) is None
        assert runs.take_up(Command, str(first.pk), is_redelivered=True) is None
        first.refresh_from_db()
        assert (first.state, first.message) == (State.FAILED, limits.OVER_ATTEMPTS)
        assert runs.take_up(Command, str(second.pk), is_redelivered=False)

    def test_the_sweep_sends_what_is_left_over_and_whose_turn_it_is(self, redis_server) -> None:
        playground = new()
        playgrounds.add(playground, "kubectl get pods")
        workers.beat()
        assert runs.sweep() == 0
        Command.objects.update(enqueued=timezone.now() - timedelta(seconds=runs.UNANSWERED_SECONDS + 1))
        assert runs.sweep() == 1
        assert redis_server.llen("kubedrill:celery") == 1

    def test_what_a_command_gave_is_written_once(self) -> None:
        [first] = carried_out(new())
        assert not playgrounds.finish(first, Played(State.FAILED, "late"))
        first.refresh_from_db()
        assert first.state == State.DONE


class TestLimits:
    def test_there_is_room_for_so_many_commands(self, monkeypatch) -> None:
        monkeypatch.setattr(limits, "COMMANDS", 2)
        playground = new()
        playgrounds.add(playground, "kubectl get pods")
        with pytest.raises(playgrounds.Refusal, match="takes 500 commands"):
            playgrounds.add(playground, "kubectl get pods")

    def test_only_so_many_wait(self, monkeypatch) -> None:
        monkeypatch.setattr(limits, "WAITING_COMMANDS", 1)
        with pytest.raises(playgrounds.Refusal, match="wait here to be carried out"):
            playgrounds.add(new(), "kubectl get pods")

    def test_all_that_is_typed_together_is_bounded(self, monkeypatch) -> None:
        monkeypatch.setattr(limits, "PLAYGROUND_INPUT_BYTES", len(WORKS) + 30)
        with pytest.raises(playgrounds.Refusal, match="longer than 4 MiB"):
            playgrounds.add(new(), "kubectl get pods")

    def test_the_time_of_all_commands_together_is_bounded(self) -> None:
        playground = new()
        Command.objects.update(cpu_ms=limits.PLAYGROUND_CPU_SECONDS * 1000)
        with pytest.raises(playgrounds.Refusal, match="CPU time"):
            playgrounds.add(playground, "kubectl get pods")

    def test_a_command_that_takes_too_long_is_stopped_and_the_next_goes_on(self, monkeypatch) -> None:
        playground = new()
        carried_out(playground)
        with monkeypatch.context() as short:
            short.setattr(runner, "BUDGET", cell.Budget(2, 0.0001, 1 << 28, 1 << 24))
            stopped = typed(playground, "kubectl get pods -o yaml")
        assert (stopped.state, stopped.message, stopped.exit) == (State.TIMED_OUT, limits.OVER_WALL, None)
        assert typed(playground, "kubectl get pods").state == State.DONE


class TestNumber:
    def test_a_repeat_with_its_number_is_harmless(self) -> None:
        playground = new()
        command = playgrounds.add(playground, "kubectl get pods", number=2)
        assert playgrounds.add(playground, "kubectl get pods", number=2) == command
        for number, line in ((2, "kubectl get svc"), (4, "kubectl get svc"), (0, "kubectl get svc")):
            with pytest.raises(playgrounds.NumberTaken):
                playgrounds.add(playground, line, number=number)


def test_a_copy_goes_its_own_way() -> None:
    playground = new()
    carried_out(playground)
    mine = playgrounds.copy(playground, owner="bob")
    typed(mine, "kubectl delete pod web-0")
    assert "web-0" in typed(playground, "kubectl get pods").result["stdout"]
    assert "web-0" not in typed(mine, "kubectl get pods").result["stdout"]


def test_manifests_that_are_refused_leave_a_playground_that_works() -> None:
    playground = new(TYPO.replace("port: 80,", "port: 99999,"))
    [first] = carried_out(playground)
    assert first.state == State.REFUSED
    assert typed(playground, "kubectl get pods").state == State.DONE


def test_what_tab_offers_is_answered_after_all_commands(redis_server) -> None:
    playground = new()
    carried_out(playground)
    typed(playground, "kubectl create namespace shop")
    tasks.complete(str(playground.pk), "kubectl -n sh", "answer")
    tasks.complete("", "kubectl get deploy w", "answer")
    first, second = (redis_server.lpop("answer") for _ in range(2))
    assert b'"text": "shop"' in first
    assert b'"text": "web"' in second


@pytest.mark.django_db(transaction=True)
def test_commands_that_come_at_once_get_numbers_of_their_own(redis_server) -> None:
    playground = new("")
    made: list[Command] = []

    def add() -> None:
        try:
            made.append(playgrounds.add(playground, "kubectl get pods"))
        finally:
            connection.close()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(command.number for command in made) == [1, 2, 3, 4]
