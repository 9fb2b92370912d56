"""``kubectl explain`` (``k8s.io/kubectl/pkg/cmd/explain``, v1.37)."""

from __future__ import annotations

from sandbox.engine.problems import NotModelled
from sandbox.engine.terminal.kubectl.command import Call, Command
from sandbox.engine.terminal.kubectl.explaining import NoSuchField, explained
from sandbox.engine.terminal.kubectl.failures import Failure
from sandbox.engine.terminal.kubectl.flags import Flag
from sandbox.engine.terminal.kubectl.resources import resource


def run(call: Call) -> None:
    if not call.words:
        raise Failure(
            'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete '
            "list of supported resources.\n"
        )
    if len(call.words) > 1:
        raise Failure("We accept only this format: explain RESOURCE\n")
    if call.flags["output"] != "plaintext":
        raise NotModelled(f"explain -o {call.flags['output']}")
    word, *path = call.words[0].removesuffix(".").split(".")
    kind = resource(word)
    version = call.flags["api-version"]
    if version and version != kind.api_version:
        raise Failure(f'couldn\'t find resource for "{version}, Resource={kind.plural}"')
    try:
        call.stdout.append(explained(kind, path, is_recursive=call.flags["recursive"]))
    except NoSuchField as missing:
        call.stdout.append(missing.text)
        raise Failure(f'field "{path[-1]}" does not exist') from None


COMMAND = Command(
    "explain",
    run,
    (Flag("recursive", "bool"), Flag("api-version", default=""), Flag("output", default="plaintext", short="o")),
)
