"""dig, nslookup, host, getent, cat and hostname in a pod, as BIND 9.18 and glibc 2.36 print."""

from types import SimpleNamespace

import pytest

from sandbox.engine.dns import Resolver
from sandbox.engine.terminal.programs import Environment, program
from tests.engine.dns.world import cluster, pod


def run(words, **spec):
    state = cluster()
    pod(state, "client", "10.244.1.9", **spec)
    resolver = Resolver(state)
    held = SimpleNamespace(state=state, resolver=resolver, lookup=resolver.lookup, getaddrinfo=resolver.getaddrinfo)
    name, *args = words.split()
    found = state.get("Pod", "default", "client")
    wanted = program(name)
    assert wanted is not None
    assert found is not None
    return wanted(args, Environment(held, found))


@pytest.mark.parametrize(
    ("words", "exit_code", "stdout"),
    [
        ("dig +short web.default.svc.cluster.local", 0, "10.96.0.20\n"),
        ("dig +short web", 0, ""),
        ("dig +search +short web", 0, "10.96.0.20\n"),
        ("dig +short site.default.svc.cluster.local", 0, "example.com.\n203.0.113.10\n"),
        ("dig +short -x 10.96.0.20", 0, "web.default.svc.cluster.local.\n"),
        ("dig +nocmd cluster.local AXFR", 0, "; Transfer failed.\n"),
        (
            "dig web.default.svc.cluster.local +noall +answer",
            0,
            "web.default.svc.cluster.local. 30 IN\tA\t10.96.0.20\n",
        ),
        (
            "host db",
            0,
            "db.default.svc.cluster.local has address 10.244.1.6\n"
            "db.default.svc.cluster.local has address 10.244.2.6\n",
        ),
        ("host nope", 1, "Host nope not found: 3(NXDOMAIN)\n"),
        ("getent hosts web", 0, "10.96.0.20      web.default.svc.cluster.local\n"),
        ("getent hosts inside", 0, "10.96.0.20      web.default.svc.cluster.local inside.default.svc.cluster.local\n"),
        ("getent hosts nope", 2, ""),
        (
            "getent ahosts web",
            0,
            "10.96.0.20      STREAM web.default.svc.cluster.local\n10.96.0.20      DGRAM  \n10.96.0.20      RAW    \n",
        ),
        ("hostname", 0, "client\n"),
        ("cat /etc/hostname", 0, "client\n"),
    ],
)
def test_program_prints(words, exit_code, stdout):
    output = run(words)
    assert (output.exit, output.stdout) == (exit_code, stdout)


def test_nslookup_says_of_each_answer_that_there_is_no_recursion():
    assert run("nslookup nope").stdout == (
        ";; Got recursion not available from 10.96.0.10\n" * 4
        + "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n** server can't find nope: NXDOMAIN\n\n"
    )
    assert run("nslookup web 10.96.0.10").stdout == (
        "Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\n"
        "Name:\tweb.default.svc.cluster.local\nAddress: 10.96.0.20\n\n"
    )


def test_dig_shows_a_whole_response():
    lines = run("dig @10.96.0.10 kube-dns.kube-system.svc.cluster.local").stdout.splitlines()
    assert lines[1:4] == [
        "; <<>> DiG 9.18.49-1~deb12u3-Debian <<>> @10.96.0.10 kube-dns.kube-system.svc.cluster.local",
        "; (1 server found)",
        ";; global options: +cmd",
    ]
    assert ";; flags: qr aa rd; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1" in lines
    # 12 header, 40 + 4 question, 40 + 14 answer, 23 OPT with cookie: nothing is compressed.
    assert lines[-2:] == [";; MSG SIZE  rcvd: 133", ""]


def test_silent_nameserver_is_asked_three_times():
    config = {"nameservers": ["10.244.1.99"]}
    output = run("nslookup web", dnsPolicy="None", dnsConfig=config)
    assert (output.exit, output.stdout) == (
        1,
        ";; communications error to 10.244.1.99#53: timed out\n" * 3 + ";; no servers could be reached\n\n",
    )


def test_hosts_file_has_the_pod_and_its_aliases():
    text = run("cat /etc/hosts", subdomain="db", hostAliases=[{"ip": "10.1.1.1", "hostnames": ["one", "two"]}]).stdout
    assert text.startswith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
    assert text.endswith(
        "10.244.1.9\tclient.db.default.svc.cluster.local\tclient\n"
        "\n# Entries added by HostAliases.\n10.1.1.1\tone\ttwo\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "dig --foo",
        "dig +foo web",
        "dig a..b",
        "nslookup a..b",
        "host -x web",
        "getent foo",
        "getent",
        "cat /etc/nope",
        "dig @nosuchhost web",
        "nslookup web nosuchhost",
        "host",
    ],
)
def test_mistake_is_answered_and_never_raised(words):
    output = run(words)
    assert output.exit
    assert output.stderr
