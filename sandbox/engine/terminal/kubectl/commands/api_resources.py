"""``kubectl api-resources`` (``k8s.io/kubectl/pkg/cmd/apiresources``, v1.37)."""

from __future__ import annotations

from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl import discovery, tables
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.discovery import Resource
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag

_HEADERS = ("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND")


def run(call: Call) -> None:
    flags = call.flags
    if call.words:
        raise call.usage(f"unexpected arguments: [{' '.join(call.words)}]")
    output, order = flags["output"], flags["sort-by"]
    if output in ("json", "yaml", "kyaml"):
        raise NotModelled(f"api-resources -o {output}")
    if output not in ("", "wide", "name"):
        raise Failure(f"--output {output} is not available")
    if order not in ("", "name", "kind"):
        raise Failure("--sort-by accepts only name or kind")
    chosen = [one for one in discovery.resources() if _is_asked_for(call, one)]
    chosen.sort(key=lambda one: ({"name": one.plural, "kind": one.kind}.get(order, one.group), one.plural))
    if output == "name":
        for one in chosen:
            call.print(f"{one.plural}.{one.group}" if one.group else one.plural)
        return
    is_wide = output == "wide"
    rows = [] if flags["no-headers"] else [[*_HEADERS, *(("VERBS", "CATEGORIES") if is_wide else ())]]
    rows.extend(
        [
            one.plural,
            ",".join(one.short_names),
            one.api_version,
            "true" if one.is_namespaced else "false",
            one.kind,
            *((",".join(one.verbs), ",".join(one.categories)) if is_wide else ()),
        ]
        for one in chosen
    )
    call.stdout.append(tables.table(rows))


def _is_asked_for(call: Call, one: Resource) -> bool:
    flags = call.flags
    if "api-group" in flags.given and one.group != flags["api-group"]:
        return False
    if "namespaced" in flags.given and one.is_namespaced != flags["namespaced"]:
        return False
    if not set(flags["verbs"]) <= set(one.verbs):
        return False
    return not flags["categories"] or set(flags["categories"]) <= set(one.categories)


COMMAND = Command(
    "api-resources",
    run,
    (
        Flag("api-group", default=""),
        Flag("namespaced", "bool", default=True),
        Flag("output", "string", "o", ""),
        Flag("verbs", "strings"),
        Flag("categories", "strings"),
        Flag("sort-by", default=""),
        Flag("no-headers", "bool"),
        Flag("cached", "bool"),
    ),
)
