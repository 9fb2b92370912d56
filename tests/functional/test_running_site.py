"""Whole sites with all their processes, on both databases and both kinds of Redis; their processes are killed."""

import os
import signal
import socket
import time

import pytest

from tests.sandbox.manifests import REACHES, TYPO, TYPO_LINE, WORKS
from tests.whole_site import WholeSite

# Deep in claims, so that a run takes long enough to be met in the middle of it.
LONG = "".join(
    f"- connect: {{from: pod/client, to: web, port: 80, attempts: {attempts}}}\n" for attempts in range(1, 190)
)


def many(number: int) -> str:
    """Manifests and no two alike, so that no verdict comes out of the cache."""
    return f"{WORKS}# {number} {time.time_ns()}\n"


def finished(site: WholeSite, ids: list[str]) -> list[str]:
    return [site.result(each)["state"] for each in ids]


def test_health_is_good(site) -> None:
    assert site.get("/healthz") == (200, {"database": "ok", "queue": "ok", "worker": "ok"})


def test_a_typo_is_found_and_mended_within_a_second_each(site) -> None:
    begin = time.monotonic()
    found = site.result(site.submit(manifests=TYPO, claims=REACHES))
    assert time.monotonic() - begin < 1
    assert found["verdict"]["holds"] is False
    assert TYPO_LINE in [cause["line"] for cause in found["verdict"]["claims"][0]["because"]]
    assert site.result(site.submit(manifests=WORKS, claims=REACHES))["verdict"]["holds"] is True


def test_what_yaml_can_hold_the_database_can_keep(site) -> None:
    found = site.result(
        site.submit(
            manifests=WORKS + '---\napiVersion: v1\nkind: Service\nmetadata: {name: "a\\0b\\u2028\\U0001F40B"}',
            claims="",
        )
    )
    assert found["state"] == "refused"
    assert found["verdict"]["problems"]


def test_a_killed_worker_loses_nothing(site) -> None:
    ids = [site.submit(manifests=many(number), claims=REACHES) for number in range(40)]
    for process in site.processes("config.worker"):
        os.kill(process, signal.SIGKILL)
    assert finished(site, ids) == ["done"] * len(ids)


def test_a_killed_process_of_the_pool_loses_nothing(site) -> None:
    main, *pool = site.processes("config.worker")
    ids = [site.submit(manifests=many(number), claims=REACHES) for number in range(40)]
    for process in pool:
        os.kill(process, signal.SIGKILL)
    assert finished(site, ids) == ["done"] * len(ids)
    assert site.leader("config.worker") == main


def test_a_worker_killed_in_the_middle_of_a_run_loses_nothing(site) -> None:
    submission = site.submit(manifests=many(0), claims=LONG)
    site.wait(lambda: site.get(f"/api/v1/submissions/{submission}/")[1]["state"] != "queued", "the run to begin", 10)
    main = site.leader("config.worker")
    os.killpg(main, signal.SIGKILL)
    assert site.result(submission)["state"] == "done"


def test_a_killed_web_server_comes_back(site) -> None:
    os.killpg(site.leader("gunicorn"), signal.SIGKILL)
    site.wait(lambda: site.get("/healthz")[0] == 200, "the web server to come back")


class TestWithoutItsRedis:
    @pytest.fixture(autouse=True)
    def only_where_the_server_is_ours(self, site) -> None:
        if site.is_production:
            pytest.xfail("this Redis is not the site's to kill")

    def test_what_is_submitted_meanwhile_is_carried_out(self, site) -> None:
        [server] = site.processes("valkey-server")
        os.kill(server, signal.SIGSTOP)
        os.kill(server, signal.SIGKILL)
        ids = [site.submit(manifests=many(number), claims=REACHES) for number in range(3)]
        assert finished(site, ids) == ["done"] * 3


def test_ctrl_c_ends_everything_and_a_restart_takes_up_what_is_left(tmp_path) -> None:
    with WholeSite(tmp_path) as site:
        processes = site.processes()
        assert len(processes) >= 6
        seconds = site.stop(signal.SIGINT)
        assert site.supervisor is not None
        assert site.supervisor.returncode == 0
        assert seconds < 10
        assert not [process for process in processes if os.path.exists(f"/proc/{process}")]
        with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", site.port)):
            pass
        left_over = site.manage(
            "shell",
            "--verbosity=0",
            "--command",
            "from sandbox.actions import submit; print(submit(owner='alice', manifests='', claims='').pk)",
        ).strip()
        site.start()
        site.wait(
            lambda: (
                "done"
                in site.manage(
                    "shell",
                    "--verbosity=0",
                    "--command",
                    f"from sandbox.models import Submission; print(Submission.objects.get(pk='{left_over}').state)",
                )
            ),
            "what was left over",
        )


def test_a_killed_supervisor_leaves_no_orphan(tmp_path) -> None:
    with WholeSite(tmp_path) as site:
        processes = site.processes()
        site.stop(signal.SIGKILL)
        site_is_gone = time.monotonic() + 10
        while left := [process for process in processes if os.path.exists(f"/proc/{process}")]:
            assert time.monotonic() < site_is_gone, left
            time.sleep(0.05)


def test_a_second_supervisor_over_the_same_state_is_refused(site) -> None:
    with pytest.raises(AssertionError, match="the site ended"):
        WholeSite(site.folder).start()
