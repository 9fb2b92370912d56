"""What there is in a cluster at a glance: its Services and pods, as ``kubectl get -o wide`` has them in columns."""

from __future__ import annotations

from typing import Any

from sandbox.engine.cluster.objects import Object
from sandbox.engine.running import RunningCluster
from sandbox.engine.terminal.kubectl.printers import View, printer

#: In the order in which they are shown.
KINDS = ("Service", "Pod")
MOST_ROWS = 100
_OWN_NAMESPACES = ("kube-system", "kube-public", "kube-node-lease")


def overview(cluster: RunningCluster) -> list[dict[str, Any]]:
    """A table a kind: ``columns``, ``rows`` (each the ``namespace`` and the ``cells``) and how many are ``left_out``.

    The cluster's own namespaces are left out; at most :data:`MOST_ROWS` rows are given.
    """
    return [_table(cluster, kind) for kind in KINDS]


def _table(cluster: RunningCluster, kind: str) -> dict[str, Any]:
    made, view = printer(kind), View(cluster.state.now)
    objects = sorted(
        (obj for obj in cluster.state.all(kind) if obj.namespace not in _OWN_NAMESPACES),
        key=lambda obj: obj.namespace != "default",
    )

    def row(obj: Object) -> dict[str, Any]:
        return {"namespace": obj.namespace, "cells": made.cells(obj, view)}

    return {
        "kind": kind,
        "columns": [column.name for column in made.columns],
        "rows": [row(obj) for obj in objects[:MOST_ROWS]],
        "left_out": max(len(objects) - MOST_ROWS, 0),
    }
