"""A submission's verdict: which claims hold, and the line that decided it."""

from __future__ import annotations

import pytest

from sandbox.engine import judge
from sandbox.engine.cluster.shape import ProxyMode
from sandbox.engine.render import plain

MANIFEST = """\
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  containers: [{name: shell, image: example/shell:1}]
---
apiVersion: v1
kind: Pod
metadata:
  name: web-0
  labels:
    app: web
spec:
  containers: [{name: web, image: example/web:1, ports: [{containerPort: 8080}]}]
---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector:
    app: SELECTED
  ports:
  - port: 80
    targetPort: 8080
"""
REACHES = "- connect: {from: pod/client, to: web, port: 80}\n  expect: answered\n"


def _line_of(text: str) -> int:
    return next(number for number, line in enumerate(MANIFEST.splitlines(), 1) if text in line)


def test_a_typo_in_the_selector_refuses_the_connection_and_its_line_is_named() -> None:
    verdict = plain.verdict(judge(MANIFEST.replace("SELECTED", "wbe"), REACHES))
    claim = verdict["claims"][0]
    assert verdict["holds"] is False
    assert claim["observed"]["outcome"] == "refused"
    assert _line_of("app: SELECTED") in [cause["line"] for cause in claim["because"]]
    assert "wbe" in claim["summary"]


def test_with_the_typo_mended_the_claim_holds() -> None:
    verdict = judge(MANIFEST.replace("SELECTED", "web"), REACHES)
    assert verdict.holds is True


@pytest.mark.parametrize(
    ("before", "after", "line", "field"),
    [
        ("  - port: 80", "  - port: 800000", 25, "spec.ports[0].port"),
        ("    targetPort: 8080", "    targetPortt: 8080", 26, "spec.ports[0].targetPortt"),
    ],
)
def test_a_refused_manifest_names_the_field_and_its_line(before: str, after: str, line: int, field: str) -> None:
    verdict = judge(MANIFEST.replace("SELECTED", "web").replace(before, after), REACHES)
    assert verdict.is_refused
    assert verdict.holds is None
    assert not verdict.judged
    assert [(problem.place.line, problem.field) for problem in verdict.problems if problem.place] == [(line, field)]


def test_a_text_that_is_no_yaml_is_refused_with_its_line() -> None:
    verdict = judge("apiVersion: v1\nkind: Service\n\tmetadata: {}\n")
    assert verdict.is_refused
    assert verdict.problems[0].place is not None
    assert verdict.problems[0].place.line == 3


@pytest.mark.parametrize(
    "claims",
    [
        "connect: {}",
        "- connect: {from: pod/x}",
        "- fly: away",
        "- connect: {from: moon, to: web, port: 80}",
        "- [1, 2]",
        "- connect: {from: pod/x, to: web, port: 80, speed: 9}",
        "- connect: {from: pod/x, to: web, port: http}",
        "- connect: {from: pod/x, to: web, port: '70000'}",
        "\t- :",
    ],
)
def test_claims_that_are_none_are_refused_with_problems(claims: str) -> None:
    verdict = judge("", claims)
    assert verdict.is_refused
    assert verdict.problems
    assert all(problem.message for problem in verdict.problems)


@pytest.mark.parametrize(("mode", "outcome"), [("nftables", "refused"), ("iptables", "timeout")])
def test_an_unused_port_ends_as_the_proxy_mode_has_it(mode: ProxyMode, outcome: str) -> None:
    claim = "- connect: {from: pod/client, to: web, port: 81}"
    verdict = judge(MANIFEST.replace("SELECTED", "web"), claim, mode=mode)
    assert verdict.judged[0].carried.observation["outcome"] == outcome


def test_a_symbol_that_stands_for_nothing_is_said_and_breaks_nothing() -> None:
    claim = "- connect: {from: external, to: '{nodeIP node1}', port: '{nodePort default/web -}'}\n  expect: answered"
    verdict = judge(MANIFEST.replace("SELECTED", "web"), claim)
    assert verdict.holds is False
    assert "{nodePort default/web -}" in verdict.judged[0].carried.summary
