"""Every value and key knows where it stands."""

from sandbox.engine.manifests import parse
from tests.engine.manifests.there import there

TEXT = """# a Service
apiVersion: v1
---
kind: Service
spec:
  ports:
  - name: http
    port: 80
  - {port: 443}
  selector: &same
    app: web
copy: *same
"""


def test_places_count_from_the_beginning_of_the_text():
    first, second = parse(TEXT, "web.yaml").documents
    assert first.line == 2
    assert there(first.places.at(("apiVersion",)))[:3] == ("web.yaml", 2, 1)
    assert there(second.places.value(("spec", "ports", 0, "port")))[1:] == (8, 11, 8, 13)
    assert there(second.places.at(("spec", "ports", 0, "port")))[1:] == (8, 5, 8, 9)
    assert there(second.places.at(("spec", "ports", 1)))[1:3] == (9, 5)


def test_what_is_not_there_is_at_the_nearest_field_around_it():
    _, document = parse(TEXT).documents
    assert there(document.places.at(("spec", "ports", 0, "targetPort")))[1] == 7
    assert there(document.places.at(("spec", "type")))[1] == 5
    assert there(document.places.at(("metadata", "name")))[1] == 4


def test_what_an_alias_repeats_is_at_the_alias():
    _, document = parse(TEXT).documents
    assert there(document.places.value(("copy",)))[1] == 12
    assert there(document.places.at(("copy", "app")))[1] == 12


def test_json_has_places_too():
    document = parse('\n{"a": 1}\n{"kind":\n "Service"}').documents[1]
    assert there(document.places.value(("kind",)))[1:3] == (4, 2)
