"""``kubectl describe serviceaccount``."""

from __future__ import annotations

from sandbox.engine.cluster.objects import Object
from sandbox.engine.terminal.kubectl.describers.description import Description

_TYPE = "kubernetes.io/service-account-token"
_ANNOTATION = "kubernetes.io/service-account"


def describe(account: Object, out: Description) -> None:
    """The ServiceAccount with the Secrets it names and those that hold its tokens."""
    out.head(account)
    secrets = out.state.all("Secret", account.namespace)
    present = {secret.name for secret in secrets}
    tokens = [
        secret.name
        for secret in secrets
        if secret.tree.get("type") == _TYPE
        and secret.annotations.get(f"{_ANNOTATION}.name") == account.name
        and secret.annotations.get(f"{_ANNOTATION}.uid") == account.metadata.get("uid")
    ]
    named = {
        field: [one.get("name", "") for one in account.tree.get(field) or ()]
        for field in ("imagePullSecrets", "secrets")
    }
    for title, names in (
        ("Image pull secrets:", named["imagePullSecrets"]),
        ("Mountable secrets: ", named["secrets"]),
        ("Tokens:            ", tokens),
    ):
        front = title
        for name in names or ["<none>"]:
            missing = " (not found)" if names and name not in present else ""
            out.line(f"{front}\t{name}{missing}")
            front = " " * len(title)
    out.events()
