// The prompt: Enter runs, arrows bring earlier commands back, Ctrl-L clears, Ctrl-C abandons, Tab completes.
import { ask } from "./asking.js";
import { isUnfinished } from "./unfinished.js";

export function makePrompt(root, form, screen, completion) {
  const field = form.querySelector("textarea");
  const typed = linesOf(screen.scrollback);
  const unsent = [];
  let position = typed.length;
  let draft = "";
  let isLeaving = false; // Esc was pressed: the next Tab moves on

  function fit() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  }

  function set(text) {
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new Event("input", { bubbles: true })); // fits it, and its draft follows
  }

  function bring(step) {
    const next = position + step;
    if (next < 0 || next > typed.length) return;
    if (position === typed.length) draft = field.value;
    position = next;
    set(position === typed.length ? draft : typed[position]);
  }

  function run(text) {
    if (text.trim() && text !== typed.at(-1)) typed.push(text);
    position = typed.length;
    draft = "";
    set("");
    if (text.trim() === "clear") return screen.clear();
    if (!text.trim()) return undefined;
    unsent.push(text);
    if (unsent.length === 1) send();
    return undefined;
  }

  // One after the other, so that they get their numbers in the order in which they were typed.
  async function send() {
    const body = new FormData(form);
    body.set("line", unsent[0]);
    form.setAttribute("aria-busy", "true");
    const response = await ask(form.action, { method: "POST", body });
    form.removeAttribute("aria-busy");
    if (!response) {
      // What could not be sent comes back to the prompt.
      set([...unsent, field.value].filter(Boolean).join("\n"));
      unsent.length = 0;
      return;
    }
    const elsewhere = response.headers.get("HX-Redirect");
    if (elsewhere) {
      for (const kept of form.elements) kept.dispatchEvent(new CustomEvent("kubedrill:sent", { bubbles: true }));
      location.assign(elsewhere);
      return;
    }
    screen.show(await response.text());
    screen.toEnd();
    unsent.shift();
    if (unsent.length) send();
  }

  function abandon() {
    screen.abandon(field.value);
    position = typed.length;
    set("");
  }

  const isOnFirstLine = () => !field.value.slice(0, field.selectionStart).includes("\n");
  const isOnLastLine = () => !field.value.slice(field.selectionEnd).includes("\n");

  // Whether the key was one of ours.
  function press(key, { isControl = false, isShift = false } = {}) {
    if (isControl) {
      if (key === "l") screen.clear();
      else if (key === "c" && field.selectionStart === field.selectionEnd && !String(getSelection())) abandon();
      else if (key === "u") field.setRangeText("", 0, field.selectionStart, "end");
      else return false;
      fit();
      return true;
    }
    if (key === "Enter" && !isShift && !isUnfinished(field.value)) run(field.value);
    else if (key === "ArrowUp" && isOnFirstLine()) bring(-1);
    else if (key === "ArrowDown" && isOnLastLine()) bring(1);
    else if (key === "Tab" && !isShift && field.value.trim() && !isLeaving) completion.complete(field);
    else return false;
    return true;
  }

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      if (completion.isOpen()) completion.hide();
      isLeaving = true;
    } else if (press(event.key, { isControl: event.ctrlKey, isShift: event.shiftKey })) event.preventDefault();
  });
  field.addEventListener("input", () => {
    isLeaving = false;
    completion.hide();
    fit();
    screen.toEnd();
  });
  field.addEventListener("focus", () => {
    isLeaving = false;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const example = event.submitter?.closest("[data-example]");
    run(example ? example.value : field.value);
    if (!example || matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  });
  root.addEventListener("click", (event) => {
    const key = event.target instanceof Element ? event.target.closest("[data-key]")?.dataset.key : null;
    if (!key) return;
    field.focus({ preventScroll: true });
    if (key === "c") abandon();
    else press(key);
  });
  // A click beside the text means the prompt, as in any terminal; whoever selects text goes on selecting.
  screen.view.addEventListener("click", (event) => {
    if (event.target.closest("a, button, summary, textarea, pre[tabindex]") || String(getSelection())) return;
    if (matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
  });

  fit();
  const isAsked = !("calm" in root.dataset) && !location.hash.startsWith("#c"); // a lab begins with its story
  if (isAsked && matchMedia("(hover: hover)").matches) field.focus({ preventScroll: true });
}

function linesOf(scrollback) {
  const lines = [...scrollback.querySelectorAll("[data-line]")].map((entry) => entry.dataset.line);
  return lines.filter((line, at) => line !== lines[at - 1]);
}
