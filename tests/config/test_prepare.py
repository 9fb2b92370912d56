import pytest

from config import prepare
from config.prepare import Step


@pytest.fixture
def step(tmp_path, monkeypatch):
    """A step that makes the folder `made` of the file `input`, and counts how often it was taken."""
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    (tmp_path / "input").write_text("1")
    taken: list[int] = []

    def act() -> None:
        (tmp_path / "made").mkdir(exist_ok=True)
        taken.append(1)

    return Step("Making it", lambda: [tmp_path / "input"], tmp_path / "made", act), taken


def test_a_step_is_skipped_while_its_inputs_are_as_they_were(step, tmp_path) -> None:
    one, taken = step
    one.take()
    (tmp_path / "input").write_text("1")  # later, with the same content
    one.take()
    assert len(taken) == 1


def test_a_step_is_taken_again_when_an_input_changed(step, tmp_path) -> None:
    one, taken = step
    one.take()
    (tmp_path / "input").write_text("2")
    one.take()
    assert len(taken) == 2


def test_a_step_is_taken_again_when_what_it_made_is_gone(step, tmp_path) -> None:
    one, taken = step
    one.take()
    for path in (tmp_path / "made").iterdir():
        path.unlink()
    (tmp_path / "made").rmdir()
    one.take()
    assert len(taken) == 2


def test_a_step_that_failed_is_taken_again(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    failing = Step("Failing", list, tmp_path, lambda: prepare.run("false"))
    for _ in range(2):
        with pytest.raises(prepare.CannotPrepare, match="false"):
            failing.take()


def test_another_database_is_prepared_at_every_start(tmp_path, monkeypatch) -> None:
    def fingerprints() -> list[str]:
        return [step.fingerprint() for step in prepare.steps_with_state(tmp_path)]

    assert fingerprints() == fingerprints()
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/site")
    first, second = fingerprints(), fingerprints()
    assert [one == other for one, other in zip(first, second, strict=True)] == [False, False, True]
