"""``hostname``: the pod's own name, its address (``-i``, ``-I``) or its full name (``-f``)."""

from __future__ import annotations

from sandbox.engine.callers import Caller
from sandbox.engine.dns.hosts import hosts, kernel_hostname
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs.program import Environment


def run(args: list[str], where: Environment) -> Output:
    caller = Caller("pod", where.pod.name, where.pod.namespace)
    name = kernel_hostname(where.state, caller)
    listed = hosts(where.state, caller).of(name)
    match args:
        case []:
            said = name
        case ["-s"] | ["--short"]:
            said = name.partition(".")[0]
        case ["-f"] | ["--fqdn"] | ["--long"]:
            said = listed[0][1][0] if listed else name
        case ["-d"] | ["--domain"]:
            said = (listed[0][1][0] if listed else name).partition(".")[2]
        case ["-i"] | ["--ip-address"]:
            said = " ".join(address for address, _ in listed)
        case ["-I"] | ["--all-ip-addresses"]:
            said = " ".join(entry["ip"] for entry in where.pod.status.get("podIPs") or ()) + " "
        case _:
            return Output(1, "", "hostname: you must be root to change the host name\n")
    return Output(0, said + "\n", "")
