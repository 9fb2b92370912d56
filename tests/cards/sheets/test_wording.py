import pytest

from cards.sheets.wording import Word, as_html, as_markdown, words


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Plain.", [Word("text", "Plain.")]),
        ("`a` **b** *c*", [Word("code", "a"), Word("text", " "), Word("strong", "b"), Word("text", " "), Word("em", "c")]),
        ("It is {refused}.", [Word("text", "It is "), Word("outcome", "refused", "refused"), Word("text", ".")]),
        ("{timed out}", [Word("outcome", "timed out", "dropped")]),
        ("`{refused}` {other}", [Word("code", "{refused}"), Word("text", " {other}")]),
    ],
)  # fmt: skip
def test_a_sentence_comes_apart_into_words_that_look_alike(sentence, found) -> None:
    assert words(sentence) == found


def test_html_has_the_shape_and_the_word_and_is_escaped() -> None:
    html = as_html("`<pod>` is {answered} & <b>")
    assert html.startswith("<code>&lt;pod&gt;</code> is ")
    assert '<span class="outcome is-answered"><svg' in html
    assert html.endswith("answered</span> &amp; &lt;b&gt;")


def test_markdown_says_outcomes_in_bold() -> None:
    assert as_markdown("`web` is {timed out}") == "`web` is **timed out**"
