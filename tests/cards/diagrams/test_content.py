"""The diagrams' files: all right, every kind of Service among them, and every claim carried out in both modes."""

from __future__ import annotations

import pytest
import yaml

from cards.diagrams import content
from cards.diagrams.content import Diagram
from sandbox.engine import judge

DIAGRAMS, PROBLEMS = content.read()
CLAIMED = list(content.claimed())

FILE = """\
title: A title
sentence: What it shows.
group: kinds
place: 1
manifests: |
  kind: Service
  spec: {type: NodePort}
claims:
- connect: {from: external, to: 172.18.0.2, port: 80}
  expect: timeout
instead:
- title: With another type
  was: "type: NodePort"
  becomes: "type: LoadBalancer"
  claims:
  - connect: {from: external, to: 172.18.0.2, port: 80}
    expect: refused
"""


def test_nothing_is_wrong_with_the_files():
    assert PROBLEMS == []
    assert len({diagram.place for diagram in DIAGRAMS}) == len(DIAGRAMS)


def test_every_kind_of_service_is_drawn():
    kinds = set()
    for diagram in DIAGRAMS:
        for document in yaml.safe_load_all(diagram.manifests):
            if document["kind"] == "Service":
                spec = document["spec"]
                kinds.add("headless" if spec.get("clusterIP") == "None" else spec.get("type", "ClusterIP"))
    assert kinds == {"ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "headless"}


@pytest.mark.parametrize("mode", ["nftables", "iptables"])
@pytest.mark.parametrize("claimed", CLAIMED, ids=lambda one: one.name)
def test_claims_hold_for_the_diagram_and_for_what_it_might_be_instead(claimed, mode):
    verdict = judge(claimed.manifests, claimed.claims, mode=mode)
    assert [claim.title for claim in verdict.judged if claim.holds is not True] == []
    assert verdict.holds


@pytest.mark.parametrize("diagram", [one for one in DIAGRAMS if one.instead], ids=lambda one: one.slug)
def test_what_is_changed_changes_what_happens(diagram):
    """A counterfactual whose run is the same as the diagram's own would show nothing."""
    for other in diagram.instead:
        assert other.change
        own = judge(diagram.manifests, other.claims)
        assert own.holds is False, other.title


def write(folder, text: str, name: str = "one.yaml"):
    path = folder / "diagrams" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_change_is_made_in_the_text_and_its_lines_are_known(tmp_path):
    found = content.parse(write(tmp_path, FILE))
    assert isinstance(found, Diagram)
    [other] = found.instead
    assert other.manifests == "kind: Service\nspec: {type: LoadBalancer}\n"
    assert [(line.is_new, line.text) for line in other.change] == [
        (False, "spec: {type: NodePort}"),
        (True, "spec: {type: LoadBalancer}"),
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("group: kinds", "group: others", "group has to be one of kinds, policies, names, failures"),
        ("place: 1", "place: 0", "place has to be"),
        ('was: "type: NodePort"', 'was: "type: ClusterIP"', "has to stand in the manifests exactly once"),
        ('was: "type: NodePort"', 'was: "e"', "has to stand in the manifests exactly once"),
        ("title: With another type", "name: With another type", "instead has to be a list"),
        ("title: A title\n", "", "title is missing"),
    ],
)
def test_a_mistake_is_said_with_its_place(tmp_path, was, becomes, message):
    found = content.parse(write(tmp_path, FILE.replace(was, becomes, 1)))
    assert isinstance(found, list)
    assert any(message in problem.message for problem in found)


def test_diagrams_stand_in_the_order_of_groups_and_places(tmp_path):
    write(tmp_path, FILE.replace("group: kinds", "group: failures"), "a.yaml")
    write(tmp_path, FILE.replace("place: 1", "place: 9"), "b.yaml")
    write(tmp_path, FILE, "c.yaml")
    assert [one.slug for one in content.read(tmp_path / "diagrams")[0]] == ["c", "b", "a"]
