"""The mind map over REST."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cards.mindmap.branches import BRANCHES
from cards.mindmap.tree import Node, grown
from sandbox.etags import Conditional
from sandbox.queries import Reading


class MapNode(serializers.Serializer[Any]):
    """One thing on the map, with what hangs on it. A thing without children is something to study."""

    name = serializers.CharField(help_text="Unique among its siblings; empty for the root.")
    title = serializers.CharField()
    url = serializers.SerializerMethodField()
    children = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "format": "uri", "nullable": True})
    def get_url(self, node: dict[str, Any]) -> str | None:
        return str(node["url"]) if node["url"] else None

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/MapNode"}})
    def get_children(self, node: dict[str, Any]) -> list[dict[str, Any]]:
        return list(node["children"])


def as_plain(node: Node, whole: Callable[[str], str]) -> dict[str, Any]:
    """The node and all below it as plain values; `whole` makes a whole address of a path."""
    return {
        "name": node.name,
        "title": node.title,
        "url": whole(node.address) if node.address else None,
        "children": [as_plain(child, whole) for child in node.children],
    }


class Map(Conditional, Reading):
    @extend_schema(operation_id="map_read", summary="The mind map of the whole", responses={200: MapNode})
    def get(self, request: Request) -> Response:
        return Response(MapNode(as_plain(grown(BRANCHES), request.build_absolute_uri)).data)
