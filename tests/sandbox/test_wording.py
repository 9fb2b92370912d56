"""Filters escape first and mark up after."""

from __future__ import annotations

import pytest

from sandbox.templatetags import wording


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("no pod has `app: wbe`", "no pod has <code>app: wbe</code>"),
        ("one ` alone", "one ` alone"),
        ("<b>`<i>`", "&lt;b&gt;<code>&lt;i&gt;</code>"),
        ("by default/web-0.", 'by <span class="whole">default/web-0</span>.'),
        ("kube-proxy picks", '<span class="whole">kube-proxy</span> picks'),
        ("'a-b'", "&#x27;a-b&#x27;"),
        ("plain", "plain"),
    ],
)
def test_ticked(text, html):
    assert wording.ticked(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*say* `x` <b>", "<em>say</em> <code>x</code> &lt;b&gt;"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
    ],
)
def test_inline(text, html):
    assert wording.inline(text) == html


def test_markdown_runs_no_html():
    html = wording.markdown("<script>x</script>\n\n[a](javascript:x) [b](https://kubernetes.io/)")
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert '<a href="https://kubernetes.io/">b</a>' in html


def test_numbered_begins_with_one():
    assert wording.numbered("a\nb\n") == [(1, "a"), (2, "b")]
