"""``kubectl api-versions``: every group and version that is served, in alphabetical order."""

from __future__ import annotations

from sandbox.engine.terminal.kubectl import discovery
from sandbox.engine.terminal.kubectl.command import Call, Command


def run(call: Call) -> None:
    if call.words:
        raise call.usage(f"unexpected arguments: [{' '.join(call.words)}]")
    for version in sorted({one.api_version for one in discovery.resources()} | set(discovery.OTHER_VERSIONS)):
        call.print(version)


COMMAND = Command("api-versions", run)
