"""What tests of labs share: an engine that is warm, as in a worker, and no cluster that another test has left."""

import pytest

from sandbox import runner


@pytest.fixture(scope="session", autouse=True)
def warm() -> None:
    runner.warm_up()


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    runner._residents.clear()
