import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoConnection

from sandbox import cell, limits, runner
from sandbox.judgements import content_hash
from sandbox.models import State
from tests.sandbox.manifests import REACHES, TYPO, WORKS

pytestmark = pytest.mark.usefixtures("redis_server")


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """As in a worker."""
    runner.warm_up()


@pytest.fixture(autouse=True)
def nothing_kept(redis_server) -> None:
    redis_server.flushall()


def test_a_verdict_is_kept_under_its_content() -> None:
    first = runner.judge(WORKS, REACHES)
    again = runner.judge(WORKS, REACHES)
    assert again.verdict_json == first.verdict_json
    assert first.cpu_ms
    assert again.cpu_ms is None


def test_other_content_has_another_verdict() -> None:
    assert runner.judge(WORKS, REACHES).verdict != runner.judge(TYPO, REACHES).verdict


def test_equal_content_gives_equal_bytes(redis_server) -> None:
    first = runner.judge(WORKS, REACHES)
    redis_server.flushall()
    assert runner.judge(WORKS, REACHES).verdict_json == first.verdict_json


@pytest.mark.parametrize(
    ("budget", "state", "message"),
    [
        (cell.Budget(0, 10, 1 << 28, 1 << 24), State.TIMED_OUT, limits.OVER_CPU),
        (cell.Budget(2, 0.0001, 1 << 28, 1 << 24), State.TIMED_OUT, limits.OVER_WALL),
        (cell.Budget(2, 10, 1 << 28, 100), State.FAILED, limits.OVER_VERDICT),
    ],
)
def test_a_run_over_its_budget_is_stopped_and_says_which(monkeypatch, budget, state, message) -> None:
    monkeypatch.setattr(runner, "BUDGET", budget)
    stopped = runner.judge(WORKS * 50 + str(budget), REACHES)
    assert (stopped.state, stopped.message, stopped.verdict) == (state, message, None)
    monkeypatch.undo()
    assert runner.judge(WORKS * 50 + str(budget), REACHES).state != state


def test_a_run_that_needs_more_memory_than_it_has_says_so(monkeypatch) -> None:
    monkeypatch.setattr(runner, "_carry_out", lambda *_: bytes(2 * limits.MEMORY_BYTES))
    stopped = runner.judge(WORKS, REACHES)
    assert (stopped.state, stopped.message) == (State.FAILED, limits.OVER_MEMORY)


def test_an_engine_that_fails_is_our_fault_and_is_logged(monkeypatch, caplog) -> None:
    monkeypatch.setattr(runner, "_carry_out", lambda *_: 1 / 0)
    stopped = runner.judge(WORKS, REACHES)
    assert (stopped.state, stopped.message) == (State.FAILED, limits.ENGINE_FAULT)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "manifests",
    [
        "[" * 100_000,
        "{" * 100_000 + "}" * 100_000,
        "a: &a [x]\n"
        + "".join(
            f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *{'a' if n == 0 else f'b{n - 1}'}]\n" for n in range(60)
        ),
        "- " * 100_000,
        "\0\x01\x02",
        "%YAML 9.9\n---\n",
        "? " * 10_000,
        WORKS * 200,
        "'" + "\n" * 200_000,
        "a: " + "!!binary x " * 1000,
    ],
    ids=["brackets", "braces", "aliases", "dashes", "control", "directive", "questions", "many", "lines", "tags"],
)
def test_manifests_made_to_harm_end_in_a_result(manifests) -> None:
    ended = runner.judge(manifests, REACHES)
    assert ended.state in {State.REFUSED, State.DONE}, ended.message
    assert ended.verdict is not None


def test_claims_made_to_harm_end_in_a_result() -> None:
    for claims in (
        "[" * 100_000,
        "- " * 100_000,
        REACHES * 1000,
        "{}",
        "3",
        "null",
        "- kubectl: 'get " + "x" * 100_000 + "'",
    ):
        assert runner.judge(WORKS, claims).state in {State.REFUSED, State.DONE}


def test_without_redis_it_still_judges(monkeypatch) -> None:
    def away(*_: object, **__: object) -> None:
        raise NoConnection

    monkeypatch.setattr(cache, "get", away)
    monkeypatch.setattr(cache, "set", away)
    assert runner.judge(WORKS, REACHES).state is State.DONE


def test_the_engines_name_changes_with_its_source() -> None:
    assert len(runner.engine_fingerprint()) == 16
    assert content_hash("a", "bc") != content_hash("ab", "c")
