"""Causes beyond the recorded cases: each outcome points at the line that it rests on."""

from __future__ import annotations

import pytest

from sandbox.engine import judge

MANIFEST = """\
apiVersion: v1
kind: Service
metadata: {name: peers}
spec:
  clusterIP: None
  selector: {app: web}
  ports:
  - port: 80
---
apiVersion: v1
kind: Service
metadata: {name: local}
spec:
  clusterIP: 10.96.40.1
  internalTrafficPolicy: Local
  selector: {app: web}
  ports:
  - port: 80
    targetPort: 8080
---
apiVersion: v1
kind: Service
metadata: {name: balanced}
spec:
  type: LoadBalancer
  clusterIP: 10.96.40.2
  externalIPs: [203.0.113.77]
  ports:
  - {port: 443, nodePort: 30443}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels: {app: web}
spec:
  nodeSelector: {kubernetes.io/hostname: node2}
  containers:
  - name: web
    image: demo/web:1
    ports:
    - containerPort: 8080
---
apiVersion: v1
kind: Pod
metadata: {name: stuck}
spec:
  nodeSelector: {kubernetes.io/hostname: mars}
  containers: [{name: app, image: "demo/app:1"}]
---
apiVersion: v1
kind: Pod
metadata: {name: named, labels: {app: web}}
spec:
  nodeName: node2
  hostname: other
  subdomain: elsewhere
  containers: [{name: app, image: "demo/app:1", ports: [{containerPort: 8080}]}]
---
apiVersion: v1
kind: EndpointSlice
metadata:
  name: by-hand
  labels:
    kubernetes.io/service-name: balancd
addressType: IPv4
endpoints: [{addresses: [10.244.1.200]}]
ports: [{port: 443}]
""".replace("apiVersion: v1\nkind: EndpointSlice", "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice")

#: A step; the object and field among its first four causes; what the field's line begins with; what the summary has.
WHY = (
    (
        "lookup: {from: pod/web-0, name: web-0.peers}",
        "Pod default/web-0",
        "spec.subdomain",
        "spec:",
        "has no subdomain",
    ),
    (
        "lookup: {from: pod/web-0, name: other.peers}",
        "Pod default/named",
        "spec.subdomain",
        "  subdomain: elsewhere",
        "has its name below elsewhere, not below peers",
    ),
    (
        "lookup: {from: pod/web-0, name: named.peers}",
        "Pod default/named",
        "spec.hostname",
        "  hostname: other",
        "Pod default/named has its name below elsewhere",
    ),
    (
        "connect: {from: node/node1, to: 10.96.40.1, port: 80}",
        "Pod default/web-0",
        "spec.nodeSelector",
        "  nodeSelector: {kubernetes.io/hostname: node2}",
        "default/web-0 is left out: on another node.",
    ),
    (
        "connect: {from: pod/web-0, to: 10.96.40.1, port: 8080}",
        "Service default/local",
        "spec.ports[0].targetPort",
        "    targetPort: 8080",
        "8080 is its targetPort",
    ),
    (
        "connect: {from: external, to: 10.96.40.2, port: 443}",
        "Service default/balanced",
        "spec.ports[0].nodePort",
        "  - {port: 443, nodePort: 30443}",
        "no route to 10.96.40.2",
    ),
    (
        "connect: {from: external, to: 203.0.113.77, port: 443}",
        "Service default/balanced",
        "spec.externalIPs",
        "  externalIPs: [203.0.113.77]",
        "leads nobody outside to them",
    ),
    (
        "connect: {from: external, to: '{nodeIP node1}', port: 443}",
        "Service default/balanced",
        "spec.ports[0].nodePort",
        "  - {port: 443, nodePort: 30443}",
        "at nodes it is port 30443",
    ),
    (
        "connect: {from: pod/web-0, to: 10.96.40.2, port: 443}",
        "EndpointSlice default/by-hand",
        "metadata.labels[kubernetes.io/service-name]",
        "    kubernetes.io/service-name: balancd",
        "label kubernetes.io/service-name is balancd",
    ),
    (
        "kubectl: get pods",
        "Pod default/stuck",
        "spec.nodeSelector",
        "  nodeSelector: {kubernetes.io/hostname: mars}",
        "didn't match Pod's node affinity/selector",
    ),
    ("kubectl: get svc locl", "Service default/local", "metadata.name", "metadata: {name: local}", "not found"),
    (
        "kubectl: exec web-0 -- curl -s 10.96.40.2:443",
        "EndpointSlice default/by-hand",
        "metadata.labels[kubernetes.io/service-name]",
        "    kubernetes.io/service-name: balancd",
        "has no endpoints",
    ),
    (
        "kubectl: exec web-0 -- nslookup local",
        "Service default/local",
        "spec.clusterIP",
        "  clusterIP: 10.96.40.1",
        "10.96.0.10",
    ),
    (
        "object: service/local\n  expect: {spec.ports.0.targetPort: 80}",
        "Service default/local",
        "spec.ports[0].targetPort",
        "    targetPort: 8080",
        "spec.ports[0].targetPort is 8080.",
    ),
    (
        "object: service/local\n  expect: {spec: {selector: {app: wbe}}}",
        "Service default/local",
        "spec.selector.app",
        "  selector: {app: web}",
        "spec.selector.app is web.",
    ),
    (
        "object: service/local\n  expect: {object: {spec: {type: NodePort}}}",
        "Service default/local",
        "spec.type",
        "spec:",
        "spec.type is ClusterIP.",
    ),
)


@pytest.mark.parametrize(("step", "about", "field", "written", "says"), WHY, ids=[row[0] for row in WHY])
def test_the_cause_is_named_with_its_line(step: str, about: str, field: str, written: str, says: str) -> None:
    verdict = judge(MANIFEST, f"- {step}\n")
    assert not verdict.is_refused, verdict.problems
    carried = verdict.judged[0].carried
    found = {(one.object, one.field): one.place for one in carried.because[:4]}
    place = found.get((about, field))
    assert place is not None, carried.because
    assert MANIFEST.splitlines()[place.line - 1].startswith(written)
    assert says in carried.summary


def test_a_refused_patch_names_its_object() -> None:
    patch = """kubectl patch svc local -p '{"spec":{"clusterIP":"10.96.40.9"}}'"""
    carried = judge(MANIFEST, f"- {patch.replace(' ', ': ', 1)}\n").judged[0].carried
    assert [(one.object, one.field) for one in carried.because] == [("Service default/local", "spec.clusterIPs[0]")]


def test_an_address_that_is_taken_names_its_holder() -> None:
    second = (
        MANIFEST + "---\napiVersion: v1\nkind: Service\nmetadata: {name: late}\nspec:\n  clusterIP: 10.96.40.1\n"
        "  ports: [{port: 80}]\n"
    )
    indented = "".join(f"    {line}" for line in second.splitlines(True))
    carried = judge(MANIFEST, f"- apply: |\n{indented}").judged[0].carried
    assert ("Service default/late", "spec.clusterIPs") in [(one.object, one.field) for one in carried.because]
    assert "Service default/local" in [one.object for one in carried.because]
