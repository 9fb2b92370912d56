"""Small clusters to watch controllers in: objects as YAML, changes as merge patches."""

from __future__ import annotations

import yaml

from sandbox.engine import api, manifests
from sandbox.engine.api.kind import Kind
from sandbox.engine.cluster.objects import Object
from sandbox.engine.places import Origin
from sandbox.engine.running import RunningCluster

READY = "exec: {command: ['true']}"
UNREADY = "exec: {command: ['false']}"


def pod_spec(image="demo/web:1", probe="", grace=5):
    container = {"name": "web", "image": image, "ports": [{"name": "http", "containerPort": 8080}]}
    if probe:
        container["readinessProbe"] = yaml.safe_load(probe)
    return {"terminationGracePeriodSeconds": grace, "containers": [container]}


def template(app="web", **kwargs):
    return {"metadata": {"labels": {"app": app}}, "spec": pod_spec(**kwargs)}


def workload(kind, name="web", app="web", **spec):
    return {
        "apiVersion": "batch/v1" if kind == "Job" else "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {"selector": {"matchLabels": {"app": app}}, "template": template(app), **spec},
    }


def pod(name, app="web", node=None, ip=None, **kwargs):
    annotations = {"sandbox.kubedrill/pod-ip": ip} if ip else {}
    spec = pod_spec(**kwargs) | ({"nodeName": node} if node else {})
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": app}, "annotations": annotations},
        "spec": spec,
    }


def service(name="web", app="web", **spec):
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name},
        "spec": {"selector": {"app": app}, "ports": [{"port": 80, "targetPort": 8080}], **spec},
    }


def found(obj: Object | None) -> Object:
    assert obj is not None
    return obj


def kind_of(name) -> Kind:
    kind = api.kind(name)
    assert kind is not None
    return kind


class World(RunningCluster):
    """A running cluster with short words for what tests do to it."""

    def make(self, *trees, settle=True):
        for tree in trees:
            kind = kind_of(tree["kind"])
            namespace = tree["metadata"].get("namespace", "default") if kind.is_namespaced else ""
            reply = self.api.create(kind, namespace, tree)
            assert reply.status is None, reply.status
        if settle:
            self.settle()

    def read(self, text):
        """Objects from a text, with the places of its lines."""
        for document in manifests.parse(text).documents:
            kind = kind_of(document.tree["kind"])
            self.api.create(kind, "default", document.tree, origin=Origin(document.places))
        self.settle()

    def change(self, kind, name, patch, settle=True):
        reply = self.api.patch(kind_of(kind), "default", name, patch, "merge")
        assert reply.status is None, reply.status
        if settle:
            self.settle()

    def drop(self, kind, name, settle=True, **options):
        self.api.delete(kind_of(kind), "default", name, **options)
        if settle:
            self.settle()

    def has(self, kind, name):
        return self.state.get(kind, "default", name) is not None

    def one(self, kind, name):
        return found(self.state.get(kind, "default", name))

    def pods(self, app="web", alive=True):
        return [
            pod
            for pod in self.state.all("Pod", "default")
            if pod.labels.get("app") == app and not (alive and pod.is_terminating)
        ]

    def names(self, app="web"):
        return [pod.name for pod in self.pods(app)]

    def slices(self, name="web"):
        return [
            piece
            for piece in self.state.all("EndpointSlice", "default")
            if piece.labels.get("kubernetes.io/service-name") == name
        ]

    def endpoints(self, name="web"):
        """Pod name to its endpoint."""
        return {
            endpoint["targetRef"]["name"]: endpoint
            for piece in self.slices(name)
            for endpoint in piece.tree["endpoints"]
        }
