"""What holds for every operation of the REST interface, said once and written to each of its descriptions."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from sandbox.etags import Conditional
from sandbox.queries import NoQuery, Reading
from sandbox.wrongs import PROBLEMS, REFUSAL

WRONG = "What is wrong, by field."
NO_TOKEN = "The token is invalid, has expired or is revoked."  # noqa: S105 - a sentence
ELSEWHERE = "A page of another origin wrote with a browser's session, or it is not allowed."
TOO_OFTEN = "Too often; `Retry-After` says for how many seconds to wait."
UNCHANGED = "It is as the ETag in `If-None-Match` says."
RETRY_AFTER = {"description": "Seconds.", "schema": {"type": "integer", "minimum": 0}}
ETAG = {"description": "For `If-None-Match` of the next request.", "schema": {"type": "string"}, "required": True}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the answer that you have. If it still holds, the answer is a 304 without a body.",
)

GROUPS = {
    "account": "Whoever asks: sign up, look, export, delete.",
    "token": "Sign in and out. An access token is good for 15 minutes, a refresh token once within 30 days.",
    "cards": "The site's cards, and answers to them.",
    "study": "What comes next, and how it goes. Schedules follow from the log of reviews.",
    "reviews": "The log of reviews: add events in any order and repeatedly, read what came in since.",
    "decks": "Decks of your own and those that you subscribed to; files to import and export.",
    "submissions": "YAML and claims for the engine. Post, then ask until there is a verdict.",
    "playgrounds": "Clusters to type commands at.",
    "labs": "Clusters with something to mend; commands are typed at an attempt's playground.",
    "quizzes": "Questions whose answers the engine computed.",
    "attempts": "Attempts at quizzes.",
    "interviews": "Mock interviews against the clock, their spoken questions, and the report.",
    "sheets": "Cheat sheets.",
    "diagrams": "A packet's way, drawn from runs.",
    "troubleshooting": "The chart that leads from what is seen to the fault.",
    "map": "All of it as one tree.",
    "healthz": "For whoever runs the site.",
}


class Described(AutoSchema):
    """Adds what the view says about itself: its query, and that its answers carry ETags."""

    @property
    def _is_read(self) -> bool:
        return self.method == "GET"

    def get_description(self) -> str:  # type: ignore[override]
        """What `extend_schema` says; docstrings of views and of what they are mixed from are for us."""
        return ""

    def get_override_parameters(self) -> list[Any]:
        found = list(super().get_override_parameters())
        if self._is_read and isinstance(self.view, Reading) and self.view.query_serializer is not NoQuery:
            found.append(self.view.query_serializer)
        if self._is_read and isinstance(self.view, Conditional):
            found.append(IF_NONE_MATCH)
        return found

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        if self._is_read and isinstance(self.view, Reading):
            bodies.setdefault("400", {"description": WRONG})
        if self._is_read and isinstance(self.view, Conditional):
            bodies.setdefault("304", {"description": UNCHANGED})
            bodies["200"]["headers"] = bodies["200"].get("headers", {}) | {"ETag": ETAG}
        return bodies


def say_what_every_operation_may_answer(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: adds 429, 403 to writes, and 401 wherever a token may be sent; gives every error one
    of two shapes; puts the groups of operations into the order in which they are met.
    """
    result["components"]["schemas"] |= {"Problems": PROBLEMS, "Refusal": REFUSAL}
    used = set()
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            used |= set(operation["tags"])
            if not path.startswith("/api/"):
                continue
            responses = operation["responses"]
            if "security" in operation:
                responses.setdefault("401", {"description": NO_TOKEN})
            if method != "get":
                responses.setdefault("403", {"description": ELSEWHERE})
            responses.setdefault("429", {"description": TOO_OFTEN})
            responses["429"]["headers"] = {"Retry-After": RETRY_AFTER}
            for status in [status for status in responses if status >= "400"]:
                shape = "Problems" if status == "400" else "Refusal"
                responses[status]["content"] = {
                    "application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}
                }
            operation["responses"] = dict(sorted(responses.items()))
    result["tags"] = [{"name": name, "description": GROUPS[name]} for name in GROUPS if name in used]
    return result
