"""The list of diagrams, a diagram's page and its file: everything in them is read off a run."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
import typst

from cards.diagrams import content, drawings
from cards.diagrams.content import Diagram
from sandbox import proofs
from sandbox.content import Claimed

pytestmark = pytest.mark.django_db
NAMESPACE = "{http://www.w3.org/2000/svg}"


def diagram(slug: str) -> Diagram:
    return next(one for one in content.published() if one.slug == slug)


def prove(*diagrams: Diagram) -> None:
    proofs.carry_out(
        Claimed(f"{one.slug}-{number}", one.title, manifests, claims)
        for one in diagrams
        for number, (manifests, claims) in enumerate(one.runs)
    )


@pytest.fixture
def local() -> Diagram:
    found = diagram("load-balancer-local")
    prove(found)
    return found


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{NAMESPACE}text")]


def test_page_shows_the_pictures_the_yaml_and_the_steps(client, local):
    page = client.get(f"/diagrams/{local.slug}/").content.decode()
    assert page.count('class="picture is-wide"') == 3
    assert page.count('class="picture is-slim"') == 3
    assert 'id="line-13" data-lines="13"' in page
    assert "<code>  externalTrafficPolicy: Local</code>" in page
    assert 'href="#line-13"' in page
    assert "it sees 172.18.0.100 as its client" in page


def test_counterfactual_says_what_is_changed_and_is_drawn_from_its_own_run(client, local):
    page = client.get(f"/diagrams/{local.slug}/").content.decode()
    instead = page[page.index('class="instead"') :]
    assert "</span>externalTrafficPolicy: Local</del>" in instead
    assert "</span>externalTrafficPolicy: Cluster</ins>" in instead
    assert "from 172.18.0.100 → 172.18.0.2" in instead
    own = page[: page.index('class="instead"')]
    assert "from 172.18.0.100" not in own


def test_pictures_of_a_counterfactual_light_no_line_of_another_text(client, local):
    page = client.get(f"/diagrams/{local.slug}/").content.decode()
    instead = page[page.index('class="instead"') : page.index('class="diagram-actions"')]
    assert "data-lines" not in instead


def test_a_changed_manifest_changes_the_picture():
    found = diagram("cluster-ip")
    fewer = replace(found, manifests=found.manifests.replace("{name: web-2, labels: {app: web}}", "{name: web-2}"))
    prove(found, fewer)
    both = [drawings.on_paper(one) for one in (found, fewer)]
    assert all(both)
    three, two = (words(text) for text in both if text)
    assert three.count("1/3") == 3
    assert two.count("1/2") == 2
    assert "web-2" in three


def test_file_is_for_paper_and_holds_all_pictures(client, local):
    response = client.get(f"/diagrams/{local.slug}.svg")
    assert response["Content-Type"] == "image/svg+xml"
    text = response.content.decode()
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{NAMESPACE}title") == local.title
    assert "With externalTrafficPolicy: Cluster. It is answered as well" in " ".join(words(text))
    assert "class=" not in text
    assert "var(" not in text


def test_typst_takes_the_file_of_every_diagram(tmp_path):
    prove(*content.published())
    for one in content.published():
        text = drawings.on_paper(one)
        assert text
        (tmp_path / f"{one.slug}.svg").write_text(text, encoding="utf-8")
    images = "\n".join(f'#image("{one.slug}.svg", width: 100%, alt: "x")' for one in content.published())
    (tmp_path / "all.typ").write_text(images, encoding="utf-8")
    assert typst.compile(tmp_path / "all.typ").startswith(b"%PDF")


def test_page_without_a_proof_says_so_and_does_not_fail(client):
    page = client.get("/diagrams/cluster-ip/")
    assert page.status_code == 200
    assert "not carried out yet" in page.content.decode()
    assert client.get("/diagrams/cluster-ip.svg").status_code == 404
    assert client.get("/diagrams/").status_code == 200


def test_there_is_no_diagram_of_an_unknown_name(client):
    assert client.get("/diagrams/nothing/").status_code == 404
    assert client.get("/diagrams/nothing.svg").status_code == 404


def test_pages_ask_the_database_once(client, local, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/diagrams/")
    with django_assert_num_queries(1):
        client.get(f"/diagrams/{local.slug}/")
    with django_assert_num_queries(1):
        client.get(f"/diagrams/{local.slug}.svg")


def test_list_has_every_diagram_in_its_group(client):
    page = client.get("/diagrams/").content.decode()
    for name in content.GROUPS.values():
        assert name in page
    for one in content.published():
        assert f'href="/diagrams/{one.slug}/"' in page


def test_diagram_goes_into_the_sandbox(client, local):
    response = client.post("/sandbox/", {"manifests": local.manifests, "claims": local.claims})
    assert response.status_code == 302
