// The editor in the site's colours: every colour is a token of tokens.css.
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const theme = EditorView.theme({
  "&": { backgroundColor: "var(--code-paper)", color: "var(--code-ink)", fontSize: "var(--code-size)", borderRadius: "var(--round)" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55", overflow: "auto", maxHeight: "var(--editor-height, 70vh)" },
  ".cm-content": { padding: "0.9rem 0", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 1rem 0 0.6rem" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--code-selection)" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--code-quiet)", border: "none", paddingLeft: "0.35rem" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.3rem", minWidth: "1.9rem" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--code-active)" },
  ".cm-activeLineGutter": { color: "var(--code-ink)" },
  ".cm-cause": { boxShadow: "inset 2px 0 0 var(--rule-strong)" },
  ".cm-deciding": { boxShadow: "inset 3px 0 0 var(--accent)", backgroundColor: "var(--accent-wash)" },
  "&.cm-focused .cm-activeLine.cm-deciding": { backgroundColor: "var(--accent-wash)" },
  ".cm-cause-gutter": { color: "var(--accent)", fontWeight: "700" },
  ".cm-lit, &.cm-focused .cm-activeLine.cm-lit": { backgroundColor: "var(--accent-glow)", boxShadow: "inset 5px 0 0 var(--accent)" },
  ".cm-lintRange-error": {
    backgroundImage: "none", textDecoration: "underline wavy var(--refused) 1.5px", textUnderlineOffset: "4px", textDecorationSkipInk: "none",
  },
  ".cm-lint-marker-error": { content: "''", width: "0.6rem", height: "0.6rem", margin: "0.45rem 0.2rem", borderRadius: "50%", backgroundColor: "var(--refused)" },
  ".cm-tooltip": { backgroundColor: "var(--paper-raised)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "var(--round)", maxWidth: "26rem", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { padding: "0.5rem 0.75rem" },
  ".cm-diagnostic-error": { borderLeft: "4px solid var(--refused)" },
  ".cm-panels": { backgroundColor: "var(--paper-raised)", color: "var(--ink)", borderColor: "var(--rule)" },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--code-quiet)" },
});

export const highlighting = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.meta, tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: "var(--code-quiet)" },
  { tag: [tags.keyword, tags.typeName, tags.labelName], color: "var(--code-keyword)" },
  { tag: tags.invalid, color: "var(--refused)" },
]);
