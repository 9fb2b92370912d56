// Turns every textarea[data-editor] into an editor. The textarea stays in the form and is kept up to date, so that
// sending works the same with and without this script.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import {
  EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
import { lightLines, linesWithCauses, listening, setCauses, showWithin } from "./lines.js";
import { highlighting, theme } from "./theme.js";
import { problemsIn } from "./problems.js";

const mounted = new Map();

// Whoever changes a card's YAML means to repair it, unless the choice beside the button was made by hand.
function meanToRepair(textarea) {
  const goal = textarea.form?.querySelector("input[name=aim][value=goal]");
  if (!goal || goal.form.dataset.chosen) return;
  goal.checked = true;
  goal.form.dataset.chosen = "by typing";
}
document.addEventListener("change", (event) => {
  if (event.target instanceof HTMLInputElement && event.target.name === "aim") event.target.form.dataset.chosen = "by hand";
});

function mount(textarea) {
  const host = document.createElement("div");
  host.className = "editor";
  host.dataset.editorFor = textarea.name;
  // Styles inside a shadow root are constructed sheets: the content security policy needs no exception for them.
  const root = host.attachShadow({ mode: "open" });
  const place = document.createElement("div");
  root.append(place);
  textarea.after(host);

  const submit = () => {
    textarea.form?.requestSubmit(textarea.form.querySelector("[data-primary]"));
    return true;
  };
  const view = new EditorView({
    parent: place,
    root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: submit }])),
        lineNumbers(),
        lintGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        EditorState.tabSize.of(2),
        indentUnit.of("  "),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        yaml(),
        syntaxHighlighting(highlighting),
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        linesWithCauses,
        listening,
        theme,
        EditorView.contentAttributes.of({
          "aria-label": textarea.dataset.label || textarea.name,
          tabindex: "0", // it can be focused anyhow; this says so to those who only look at attributes
          spellcheck: "false",
          autocapitalize: "off",
          autocorrect: "off",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) {
            textarea.value = update.state.doc.toString();
            if (update.transactions.some((one) => one.isUserEvent("input") || one.isUserEvent("delete"))) meanToRepair(textarea);
            textarea.dispatchEvent(new Event("input", { bubbles: true }));
          }
        }),
      ],
    }),
  });
  // Somebody starts over: their draft is undone like anything else that was typed.
  textarea.addEventListener("kubedrill:set", ({ detail: { value } }) => {
    if (value !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  });
  textarea.hidden = true;
  mounted.set(textarea, view);
  // A label of a hidden textarea leads into the editor.
  textarea.labels?.forEach((label) => label.addEventListener("click", () => view.focus()));
}

let shown = null;

function problemsAndCauses() {
  const lines = new Map(); // number of the line → whether it decided, or only had a part in it
  for (const step of document.querySelectorAll("#result [data-lines]")) {
    const isDeciding = step.matches(".cause") && !step.closest(".more");
    for (const line of step.dataset.lines.split(" ").map(Number)) lines.set(line, lines.get(line) || isDeciding);
  }
  for (const [textarea, view] of mounted) {
    const isManifests = textarea.name === "manifests";
    view.dispatch({ effects: setCauses.of(isManifests ? lines : new Map()) });
    const problems = problemsIn(view.state.doc, textarea.name);
    view.dispatch(setDiagnostics(view.state, problems));
    // A new verdict brings the line that decided it into the editor's window; nobody's cursor is moved.
    const result = document.getElementById("result");
    if (result === shown) continue;
    const line = Number(document.querySelector(".claim.is-fails .cause[data-lines], .cause[data-lines]")?.dataset.lines);
    const at = problems[0]?.from ?? (isManifests && line >= 1 && line <= view.state.doc.lines ? view.state.doc.line(line).from : null);
    if (at !== null) requestAnimationFrame(() => showWithin(view, at));
  }
  shown = document.getElementById("result");
}

function refresh() {
  for (const [textarea, view] of mounted) {
    if (!textarea.isConnected) {
      view.destroy();
      mounted.delete(textarea);
    }
  }
  document.querySelectorAll("textarea[data-editor]").forEach((textarea) => {
    if (!mounted.has(textarea)) mount(textarea);
  });
  problemsAndCauses();
}

function viewOf(name) {
  for (const [textarea, view] of mounted) if (textarea.name === name) return view;
  return null;
}

refresh();
document.addEventListener("htmx:load", refresh);
document.addEventListener("kubedrill:steps", (event) => {
  const view = viewOf("manifests");
  if (view) lightLines(view, event.detail.lines, event.detail.isChosen);
});
// A problem in the list leads to its place, ready for typing.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-go-line]") : null;
  const view = link && viewOf(link.dataset.goSource || "manifests");
  if (!view) return;
  event.preventDefault();
  const line = view.state.doc.line(Math.min(Number(link.dataset.goLine), view.state.doc.lines));
  const at = Math.min(line.from + Math.max(Number(link.dataset.goColumn || 1) - 1, 0), line.to);
  view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
  view.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || event.defaultPrevented) return;
  const form = document.querySelector("form[data-workbench]");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[data-primary]"));
});
