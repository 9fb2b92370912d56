"""curl, wget, nc and ping over a small cluster: what they print, and their exit codes."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.engine import dataplane
from sandbox.engine.callers import Caller
from sandbox.engine.cluster.shape import ProxyMode
from sandbox.engine.cluster.state import State
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs import curl, nc, ping, wget
from sandbox.engine.terminal.programs.program import Environment
from sandbox.engine.traces import Answer, Connection, Ping, Record, Resolution
from tests.engine.dataplane.cluster import Names, cluster, endpoint, piece, pod, service

PROGRAMS = {"curl": curl.run, "wget": wget.run, "nc": nc.run, "ping": ping.run}
SHOP, BARE = "10.96.7.7", "10.96.7.8"
BODY = '{"pod": "default/shop-0", "client": "10.244.1.50", "reached": "10.244.2.10:8080"}\n'


@dataclass
class Cluster:
    """What a program needs of a running cluster."""

    state: State

    def connect(self, caller: Caller, to: str, port: int, protocol: Any = "TCP", **options: Any) -> Connection:
        return dataplane.connect(self.state, NAMES, caller, to, port, protocol, **options)

    def ping(self, caller: Caller, to: str) -> Ping:
        return dataplane.ping(self.state, NAMES, caller, to)

    def lookup(self, caller: Caller, name: str, record_type: str) -> Resolution:
        known = {"10.2.244.10.in-addr.arpa.": "10-244-2-10.shop.default.svc.cluster.local."}
        answers = (Record(name, 30, "PTR", known[name]),) if name in known else ()
        answer = Answer(name, record_type, "10.96.0.10", "NOERROR" if answers else "NXDOMAIN", answers)
        return Resolution(name, caller.title, (answer,), deciding=0)


class _Records(Names):
    """Names with the records that they come from, for who wants the canonical name."""

    def getaddrinfo(self, caller: Caller, name: str, family: int | None = None) -> Resolution:
        plain = super().getaddrinfo(caller, name, family)
        full = f"{name}.default.svc.cluster.local."
        records = tuple(Record(full, 30, "A", address) for address in plain.addresses)
        return Resolution(
            name,
            caller.title,
            (Answer(full, "A", "10.96.0.10", "NOERROR", records),),
            plain.addresses,
            plain.error,
            0 if records else None,
        )


NAMES = _Records(shop=[SHOP], bare=[BARE], pods=["10.244.2.10"])


def run(line: str, mode: ProxyMode = "nftables", stdin: str | None = None) -> Output:
    state = cluster(mode)
    client = state.get("Pod", "default", "client")
    assert client is not None
    pod(state, "shop-0", "node2", "10.244.2.10", (8080, "TCP"), (5353, "UDP"))
    piece(state, endpoint("10.244.2.10", "node2"), of="shop")
    service(state, "shop", ip=SHOP, type="LoadBalancer", externalTrafficPolicy="Local", healthCheckNodePort=32111)
    service(state, "bare", ip=BARE)
    program, *words = shlex.split(line)
    return PROGRAMS[program](words, Environment(Cluster(state), client, "app", stdin))


PASSES = [
    ("curl -s http://shop", 0, BODY, ""),
    ("curl -sm1 shop:80/path", 0, BODY, ""),
    ("curl -s -o /dev/null -w '%{http_code} %{remote_ip}\\n' http://shop/", 0, f"200 {SHOP}\n", ""),
    (
        "curl -sS http://bare",
        7,
        "",
        "curl: (7) Failed to connect to bare port 80 after # ms: Couldn't connect to server\n",
    ),
    ("curl -s http://bare", 7, "", ""),
    ("curl -sS -m 3 http://10.96.7.99", 28, "", "curl: (28) Connection timed out after # milliseconds\n"),
    (
        "curl -sS --connect-timeout 2 10.96.7.99",
        28,
        "",
        "curl: (28) Failed to connect to 10.96.7.99 port 80 after # ms: Timeout was reached\n",
    ),
    ("curl -sS http://nobody", 6, "", "curl: (6) Could not resolve host: nobody\n"),
    ("curl -sw '%{http_code}' http://nobody", 6, "000", ""),
    (
        "curl --nonsense",
        2,
        "",
        "curl: option --nonsense: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
    ),
    ("curl", 2, "", "curl: no URL specified!\ncurl: try 'curl --help' or 'curl --manual' for more information\n"),
    (
        "curl -s http://172.18.0.3:32111/",
        0,
        '{\n\t"service": {\n\t\t"namespace": "default",\n\t\t"name": "shop"\n\t},\n\t"localEndpoints": 1,\n'
        '\t"serviceProxyHealthy": true\n}',
        "",
    ),
    ("curl -so /dev/null -w '%{http_code}' http://172.18.0.2:32111/", 0, "503", ""),
    ("curl -sf http://172.18.0.2:32111/", 22, "", ""),
    ("curl -so /dev/null -w '%{http_code}' http://172.18.0.2:10256/healthz", 0, "200", ""),
    ("wget -qO- -T 2 http://shop", 0, BODY, ""),
    ("wget -qO- http://bare", 4, "", ""),
    ("wget -q -O - http://nobody", 4, "", ""),
    ("wget -qO- http://172.18.0.2:32111/", 8, "", ""),
    ("nc -zv shop 80", 0, "", f"Connection to shop ({SHOP}) 80 port [tcp/http] succeeded!\n"),
    ("nc -zvw1 shop 81", 1, "", f"nc: connect to shop ({SHOP}) port 81 (tcp) failed: Connection refused\n"),
    ("nc -z 10.244.2.10 8080", 0, "", ""),
    (
        "nc -zv -w 1 10.96.7.99 80",
        1,
        "",
        "nc: connect to 10.96.7.99 port 80 (tcp) timed out: Operation now in progress\n",
    ),
    ("nc -zvu 10.244.2.10 5353", 0, "", "Connection to 10.244.2.10 5353 port [udp/mdns] succeeded!\n"),
    ("nc -zvu 10.244.2.10 5354", 1, "", ""),
    ("nc -zv nobody 80", 1, "", 'nc: getaddrinfo for host "nobody" port 80: Name or service not known\n'),
    (
        "nc -zv 10.244.2.10 8079-8080",
        0,
        "",
        "nc: connect to 10.244.2.10 port 8079 (tcp) failed: Connection refused\n"
        "Connection to 10.244.2.10 8080 port [tcp/http-alt] succeeded!\n",
    ),
    ("ping -c 1 nobody", 2, "", "ping: nobody: Name or service not known\n"),
    ("ping -c 1 fd00::1", 2, "", "ping: connect: Network is unreachable\n"),
    (
        "ping -c 1 -W 1 10.244.2.99",
        1,
        "PING 10.244.2.99 (10.244.2.99) 56(84) bytes of data.\n\n"
        "--- 10.244.2.99 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time #ms\n\n",
        "",
    ),
    (
        "ping -c 1 bare",
        1,
        f"PING bare.default.svc.cluster.local ({BARE}) 56(84) bytes of data.\n"
        "From 10.244.1.1 (10.244.1.1) icmp_seq=1 Destination Port Unreachable\n\n"
        "--- bare.default.svc.cluster.local ping statistics ---\n"
        "1 packets transmitted, 0 received, +1 errors, 100% packet loss, time #ms\n\n",
        "",
    ),
    (
        "ping -c 1 pods",
        0,
        "PING pods.default.svc.cluster.local (10.244.2.10) 56(84) bytes of data.\n"
        "64 bytes from 10-244-2-10.shop.default.svc.cluster.local (10.244.2.10): icmp_seq=1 ttl=62 time=# ms\n\n"
        "--- pods.default.svc.cluster.local ping statistics ---\n"
        "1 packets transmitted, 1 received, 0% packet loss, time #ms\nrtt min/avg/max/mdev = # ms\n",
        "",
    ),
]


@pytest.mark.parametrize(("line", "code", "stdout", "stderr"), PASSES, ids=[one[0] for one in PASSES])
def test_programs_print_what_the_real_ones_do(line: str, code: int, stdout: str, stderr: str) -> None:
    found = run(line)
    assert (found.exit, _times(found.stdout), _times(found.stderr)) == (code, stdout, stderr)


def _times(text: str) -> str:
    """Times are chance."""
    return re.sub(r"(?<=[ =])[\d./]+(?= ?(?:ms\b|milliseconds))", "#", text)


def test_nc_hands_over_what_is_piped_in() -> None:
    assert run("nc -w 1 shop 80", stdin="hello\n").stdout == BODY


def test_curl_shows_its_meter_where_nobody_silenced_it() -> None:
    assert run("curl http://shop").stderr.startswith("  % Total    % Received % Xferd")


def test_wget_tells_its_story() -> None:
    lines = run("wget -O- http://shop").stderr.splitlines()
    assert lines[1:4] == [
        f"Resolving shop (shop)... {SHOP}",
        f"Connecting to shop (shop)|{SHOP}|:80... connected.",
        "HTTP request sent, awaiting response... 200 OK",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "curl http://",
        "curl -m x shop",
        "curl ftp://shop",
        "curl -m",
        "wget",
        "wget -T",
        "nc shop",
        "nc -q",
        "nc shop http",
        "nc shop 99999",
        "ping",
        "ping -c 0 shop",
        "ping -c x shop",
        "ping -j shop",
        "curl http://shop:99999",
        "nc -x",
        "ping --x",
    ],
)
def test_nothing_that_is_typed_breaks_a_program(line: str) -> None:
    found = run(line)
    assert found.exit == 0 or found.stderr
