"""The kinds of claims, each a file; this list is what registers one."""

from sandbox.engine.claims.claim import ClaimKind
from sandbox.engine.claims.kinds import connect, endpoints, getaddrinfo, lookup, object, ping, programs, terminal

KINDS: tuple[ClaimKind, ...] = (
    terminal.APPLY,
    terminal.DELETE,
    terminal.KUBECTL,
    object.KIND,
    endpoints.KIND,
    lookup.KIND,
    getaddrinfo.KIND,
    connect.KIND,
    ping.KIND,
    programs.STOP,
    programs.START,
    programs.SETTLE,
)

BY_NAME: dict[str, ClaimKind] = {kind.name: kind for kind in KINDS}
