"""``cat`` of the files that Kubernetes writes into a pod (and of standard input)."""

from __future__ import annotations

import posixpath

from sandbox.engine.callers import Caller
from sandbox.engine.dns.hosts import hosts, kernel_hostname
from sandbox.engine.dns.resolv_conf import resolv_conf
from sandbox.engine.terminal.output import Output
from sandbox.engine.terminal.programs.program import Environment

#: Directories that are there as well; a pod of this sandbox has no other files.
_FOLDERS = (
    "/",
    "/etc",
    "/var",
    "/var/run",
    "/var/run/secrets",
    "/var/run/secrets/kubernetes.io",
    "/var/run/secrets/kubernetes.io/serviceaccount",
    "/proc",
    "/bin",
    "/usr",
    "/usr/bin",
    "/home",
)


def run(args: list[str], where: Environment) -> Output:
    """The files one after the other; exit 1 where one of them is not there."""
    is_numbered = False
    paths = []
    for word in args:
        if word in ("-n", "--number"):
            is_numbered = True
        elif word.startswith("--"):
            return Output(1, "", f"cat: unrecognized option '{word}'\nTry 'cat --help' for more information.\n")
        elif word.startswith("-") and len(word) > 1:
            unknown = next((letter for letter in word[1:] if letter not in "AbeEnstTuv"), "")
            if unknown:
                return Output(1, "", f"cat: invalid option -- '{unknown}'\nTry 'cat --help' for more information.\n")
            is_numbered |= "n" in word
        else:
            paths.append(word)
    out = ""
    errors = ""
    for path in paths or ["-"]:
        text = (where.stdin or "") if path == "-" else _read(path, where)
        if text is None:
            what = "Is a directory" if posixpath.normpath(path) in _FOLDERS else "No such file or directory"
            errors += f"cat: {path}: {what}\n"
        else:
            out += text
    if is_numbered:
        out = "".join(f"{number:6}\t{line}" for number, line in enumerate(out.splitlines(keepends=True), 1))
    return Output(1 if errors else 0, out, errors)


def _read(path: str, where: Environment) -> str | None:
    caller = Caller("pod", where.pod.name, where.pod.namespace)
    match posixpath.normpath(posixpath.join("/", path)):
        case "/etc/resolv.conf":
            return resolv_conf(where.state, caller).to_text()
        case "/etc/hosts":
            return hosts(where.state, caller).text
        case "/etc/hostname" | "/proc/sys/kernel/hostname":
            return kernel_hostname(where.state, caller) + "\n"
        case "/var/run/secrets/kubernetes.io/serviceaccount/namespace":
            return where.pod.namespace
    return None
