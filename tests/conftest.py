"""What all tests share: a real Redis-compatible server in each test process, and whole sites for those that ask."""

import os
import subprocess
from collections.abc import Generator, Iterator
from typing import Any

import pytest
import redis

from config import state, supervise
from tests.whole_site import PRODUCTION, WholeSite

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the test's thread


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.Redis]:
    """The embedded server, on the socket that the settings of this test process name."""
    server = subprocess.Popen(supervise.redis_command(state.folder()), stdout=subprocess.DEVNULL)
    supervise.wait_for_redis()
    with redis.from_url(f"unix://{state.redis_socket(state.folder())}") as client:
        yield client
    server.terminate()
    server.wait(10)


@pytest.fixture(autouse=True)
def empty_redis(request: pytest.FixtureRequest) -> None:
    """Tests of the site have a Redis, and none sees what another left in the cache or on the queue."""
    if request.node.get_closest_marker("django_db") or {"db", "transactional_db"} & set(request.fixturenames):
        request.getfixturevalue("redis_server").flushall()


@pytest.fixture(scope="session", params=["embedded", "production"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    """A site with all its processes: on SQLite and the embedded server, and on PostgreSQL and Redis.

    The latter needs TEST_DATABASE_URL and TEST_REDIS_URL, which `.ci/run` sets.
    """
    if request.param == "production" and not all(os.environ.get(name) for name in PRODUCTION):
        pytest.skip(f"{' and '.join(PRODUCTION)} are not set; .ci/run starts the servers and sets them")
    with WholeSite(tmp_path_factory.mktemp("site"), is_production=request.param == "production") as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Where NO_SKIPS is set (in CI) it is a failure that something is missing."""
    report = yield
    if os.environ.get("NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and nothing may be skipped here: {report.longrepr}"
    return report
