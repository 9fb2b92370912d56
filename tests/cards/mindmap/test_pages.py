"""The map's page, its files and its REST: made from the cards that are there."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from cards.mindmap.branches import BRANCHES
from cards.models import Tag
from tests.cards.test_pages import card

pytestmark = pytest.mark.django_db


@pytest.fixture
def cards() -> None:
    card("search-path", topic="dns", question="What does `ndots` do?")
    card("srv", topic="dns", question="Which port does *SRV* give?")
    card("gone", topic="dns", question="Nobody sees this", is_retired=True)
    card("hairpin", topic="kube-proxy", question="Who calls [itself]?")


def test_topics_stand_in_the_order_of_teaching_and_retired_cards_nowhere(client, cards):
    found = client.get("/api/v1/map/").json()
    assert [child["title"] for child in found["children"]][:2] == ["dns", "kube proxy"]
    assert [leaf["title"] for leaf in found["children"][0]["children"]] == [
        "What does ndots do?",
        "Which port does SRV give?",
    ]
    assert found["children"][0]["children"][0]["url"] == "http://testserver/cards/search-path/"


def test_diagrams_and_faults_are_on_the_map(client, cards):
    found = {child["name"]: child for child in client.get("/api/v1/map/").json()["children"]}
    assert {"diagrams", "faults"} <= found.keys()
    assert any(leaf["name"] == "cluster-ip" for leaf in found["diagrams"]["children"][0]["children"])


def test_groups_open_and_close_by_their_addresses(client, cards):
    closed = client.get("/map/").content.decode()
    assert 'href="/map/?open=dns"' in closed
    assert ">What does ndots do?</text>" not in closed
    opened = client.get("/map/?open=dns").content.decode()
    assert ">What does ndots do?</text>" in opened
    assert 'aria-label="Close dns, 2 inside"' in opened
    assert 'href="/map/?open=dns&amp;open=kube-proxy"' in opened


def test_unknown_groups_are_passed_over(client, cards):
    page = client.get("/map/?open=nothing&open=%3Cscript%3E").content.decode()
    assert "open=nothing" not in page
    assert "%3Cscript" not in page


def test_everything_opens_at_once(client, cards):
    page = client.get("/map/?open=*").content.decode()
    assert ">ClusterIP</text>" in page
    assert ">Close all</a>" in page


def test_search_leaves_what_has_all_words(client, cards):
    page = client.get("/map/?q=dns+PORT").content.decode()
    assert "1 thing with “dns PORT”" in page
    assert "Which port does SRV give?" in page
    assert "What does ndots do?" not in page


def test_search_without_a_find_says_what_to_do(client, cards):
    assert "Search for fewer or shorter ones" in client.get("/map/?q=volumes").content.decode()


def test_list_for_phones_has_the_same_things(client, cards):
    page = client.get("/map/").content.decode()
    assert '<a href="/cards/hairpin/">Who calls [itself]?</a>' in page


def test_opml_is_read_by_an_outliner(client, cards):
    response = client.get("/map.opml")
    assert response["Content-Type"].startswith("text/x-opml")
    document = ElementTree.fromstring(response.content)
    assert (document.tag, document.get("version")) == ("opml", "2.0")
    assert document.findtext("head/title") == "Kubernetes Services"
    outlines = list(document.iter("outline"))
    assert all(outline.get("text") for outline in outlines)
    links = {outline.get("text"): outline.get("url") for outline in outlines if outline.get("type") == "link"}
    assert links["What does ndots do?"] == "http://testserver/cards/search-path/"


def test_markdown_is_a_nested_list(client, cards):
    text = client.get("/map.md").content.decode()
    assert "\n- [dns](http://testserver/cards/?topic=dns)\n  - [What does ndots do?](" in text
    assert "[Who calls \\[itself\\]?](http://testserver/cards/hairpin/)" in text


def test_svg_is_the_whole_map(client, cards):
    root = ElementTree.fromstring(client.get("/map.svg").content)
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"Kubernetes Services", "dns", "What does ndots do?", "ClusterIP"} <= words


@pytest.mark.parametrize("path", ["/map/", "/map/?q=s", "/map.svg", "/map.opml", "/map.md", "/api/v1/map/"])
def test_queries_do_not_grow_with_the_cards(client, path, django_assert_num_queries):
    card("one", topic="dns")
    with django_assert_num_queries(2):
        client.get(path)
    for number in range(40):
        card(f"card-{number}", topic=f"topic-{number % 3}", tags=[f"tag-{number % 7}"])
    with django_assert_num_queries(2):
        client.get(path)


def test_a_long_topic_is_divided_by_tag_and_nothing_is_lost(client):
    for number in range(30):
        card(f"card-{number}", topic="myths", tags=["myth", f"tag-{number % 6}"])
    Tag.objects.get(name="tag-5").cards.clear()
    myths = next(child for child in client.get("/api/v1/map/").json()["children"] if child["name"] == "myths")
    groups = {group["name"]: len(group["children"]) for group in myths["children"]}
    assert groups == {**{f"tag-{number}": 5 for number in range(5)}, "other": 5}


def test_map_stands_without_any_card(client):
    assert client.get("/map/").status_code == 200
    assert len(BRANCHES) >= 3
