// Lines of the text that an outcome rests on: marked while the text is edited, lit when one of their steps is pointed at.
import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutterLineClass } from "@codemirror/view";

export const setCauses = StateEffect.define();
const setLit = StateEffect.define();

const decorationOf = (number, isDeciding) =>
  Decoration.line({ class: isDeciding ? "cm-cause cm-deciding" : "cm-cause", number });
const litOnly = Decoration.line({ class: "cm-lit" });

class CauseMarker extends GutterMarker {
  elementClass = "cm-cause-gutter";
}
const causeMarker = new CauseMarker();

// The marks remember the number that their line had when the text was judged, and move with the text.
const causes = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setCauses)) continue;
      const doc = transaction.state.doc;
      const numbers = [...effect.value.keys()].filter((n) => n >= 1 && n <= doc.lines).sort((a, b) => a - b);
      next = Decoration.set(numbers.map((n) => decorationOf(n, effect.value.get(n)).range(doc.line(n).from)));
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const lit = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setLit)) next = Decoration.set(effect.value.map((from) => litOnly.range(from)));
      if (effect.is(setCauses)) next = Decoration.none;
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const gutter = gutterLineClass.compute([causes], (state) => {
  const builder = new RangeSetBuilder();
  state.field(causes).between(0, state.doc.length, (from) => builder.add(from, from, causeMarker));
  return builder.finish();
});

export const linesWithCauses = [causes, lit, gutter];

function startOf(state, number) {
  let found = null;
  state.field(causes).between(0, state.doc.length, (from, _to, mark) => {
    if (mark.spec.number === number) found = from;
  });
  return found;
}

function numberAt(state, position) {
  const line = state.doc.lineAt(position);
  let found = null;
  state.field(causes).between(line.from, line.from, (_from, _to, mark) => {
    found = mark.spec.number;
  });
  return found;
}

// Scrolls inside the editor's own window only; the page stays where its reader is.
export function showWithin(view, position) {
  const { top, bottom } = view.lineBlockAt(position);
  const { scrollTop, clientHeight } = view.scrollDOM;
  if (top >= scrollTop && bottom <= scrollTop + clientHeight) return;
  view.scrollDOM.scrollTop = Math.max(0, (top + bottom) / 2 - clientHeight / 2);
}

export function lightLines(view, numbers, isChosen) {
  const starts = numbers.map((n) => startOf(view.state, n)).filter((from) => from !== null).sort((a, b) => a - b);
  view.dispatch({ effects: setLit.of([...new Set(starts)]) });
  if (!starts.length) return;
  if (isChosen) view.dispatch({ effects: EditorView.scrollIntoView(starts[0], { y: "center" }) });
  else showWithin(view, starts[0]);
}

let told = null;
function tell(number) {
  if (number === told) return;
  told = number;
  document.dispatchEvent(new CustomEvent("kubedrill:lines", { detail: { lines: number === null ? [] : [number] } }));
}

export const listening = [
  EditorView.domEventHandlers({
    mousemove(event, view) {
      const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
      tell(position === null ? null : numberAt(view.state, position));
    },
    mouseleave() {
      tell(null);
    },
  }),
  EditorView.updateListener.of((update) => {
    if (update.selectionSet && update.view.hasFocus) tell(numberAt(update.state, update.state.selection.main.head));
  }),
];
