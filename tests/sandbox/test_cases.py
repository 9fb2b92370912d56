import pytest
import yaml

from sandbox import cases
from sandbox.content import Claimed

MANIFESTS = "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"
CLAIMS = """\
- claim: The name is there
  lookup: {from: node/node1, name: web., type: A}
  expect: {rcode: NXDOMAIN}
- apply: &other |
    apiVersion: v1
    kind: Namespace
    metadata: {name: other}
- apply: *other
  expect: {exit: 0}
"""
ONE = Claimed("cards/dns/a-name", "A name\nof two lines", MANIFESTS, CLAIMS)


def test_a_case_says_what_is_done_and_asked_and_nothing_of_what_is_expected() -> None:
    tree = yaml.safe_load(cases.text(ONE))
    assert tree["title"] == "A name of two lines"
    assert [list(step) for step in tree["steps"]] == [["apply"], ["lookup"], ["apply"], ["apply"]]
    assert tree["steps"][0]["apply"] == MANIFESTS
    assert tree["steps"][2] == tree["steps"][3]


def test_what_stands_twice_is_written_twice_and_texts_of_several_lines_are_blocks() -> None:
    text = cases.text(ONE)
    assert "&" not in text
    assert "*" not in text
    assert "- apply: |\n    apiVersion: v1\n" in text


def test_an_empty_cluster_needs_no_apply() -> None:
    empty = Claimed("labs/empty", "Empty", "", CLAIMS)
    assert "lookup" in yaml.safe_load(cases.text(empty))["steps"][0]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cards/dns/a-name", "cards-dns/a-name.yaml"),
        ("cards/dns/a-name/goal", "cards-dns/a-name-goal.yaml"),
        ("labs/blue-green", "labs/blue-green.yaml"),
    ],
)
def test_a_case_lies_where_its_content_does(name, path) -> None:
    assert str(cases.place(Claimed(name, "", "", ""))) == path


def test_content_must_not_be_taken_for_a_case_of_two_families() -> None:
    with pytest.raises(cases.CannotExport, match="dualstack"):
        cases.place(Claimed("cards/dns/dualstack-names", "", "", ""))


def test_a_second_export_leaves_nothing_of_what_is_gone(tmp_path) -> None:
    assert cases.write([ONE, Claimed("labs/empty", "Empty", "", CLAIMS)], tmp_path) == 2
    (tmp_path / "observed" / "labs").mkdir(parents=True)
    assert cases.write([ONE], tmp_path) == 1
    assert [path.name for path in sorted(tmp_path.rglob("*.yaml"))] == ["a-name.yaml"]
    assert not (tmp_path / "observed").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(cases.CannotExport, match=r"holds thesis\.txt"):
        cases.write([ONE], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_two_pieces_of_content_of_one_name_are_refused(tmp_path) -> None:
    with pytest.raises(cases.CannotExport, match="two pieces"):
        cases.write([ONE, ONE], tmp_path)
