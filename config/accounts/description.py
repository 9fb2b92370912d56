"""What holds for every operation of the REST interface, said once and written to each of its descriptions."""

from typing import Any

NO_TOKEN = {"description": "The token is invalid, has expired or is revoked."}
ELSEWHERE = {"description": "A page of another origin wrote with a browser's session, or it is not allowed."}
TOO_OFTEN = {"description": "Too often; `Retry-After` says for how many seconds to wait."}


def say_what_every_operation_may_answer(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds 429, 403 to writes, and 401 wherever a token may be sent."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items() if path.startswith("/api/") else ():
            if "security" in operation:
                operation["responses"].setdefault("401", NO_TOKEN)
            if method != "get":
                operation["responses"].setdefault("403", ELSEWHERE)
            operation["responses"].setdefault("429", TOO_OFTEN)
    return result
