"""``kubectl auth can-i`` and ``whoami`` of the administrator that everybody is here."""

from __future__ import annotations

from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import command, tables
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag


def _can_i(call: Call) -> None:
    if call.flags["list"]:
        raise NotModelled("auth can-i --list")
    if len(call.words) not in (2, 3):
        raise Failure(
            "you must specify two arguments: verb resource or verb resource/resourceName.\n"
            "See 'kubectl auth can-i -h' for help and examples."
        )
    if not call.flags["quiet"]:
        call.print("yes")


def _who_am_i(call: Call) -> None:
    call.stdout.append(
        tables.table(
            [
                ["ATTRIBUTE", "VALUE"],
                ["Username", "kubernetes-admin"],
                ["Groups", "[kubeadm:cluster-admins system:authenticated]"],
            ]
        )
    )


def _none(call: Call) -> None:
    raise NotModelled("this subcommand of auth")


COMMAND = Command(
    "auth",
    _none,
    (),
    (),
    (
        Command(
            "can-i",
            _can_i,
            (Flag("list", "bool"), Flag("quiet", "bool", "q"), command.ALL_NAMESPACES, Flag("subresource", default="")),
        ),
        Command("whoami", _who_am_i, (command.OUTPUT,)),
    ),
)
