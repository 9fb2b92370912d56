// A step and its line of YAML light each other up. Whatever was caused by lines carries data-lines="22 23";
// the editor is told by the event kubedrill:steps, and tells by kubedrill:lines.
const LIT = "is-lit";

function linesOf(element) {
  return (element.dataset.lines || "").split(" ").filter(Boolean).map(Number);
}

function light(lines) {
  const wanted = new Set(lines);
  for (const element of document.querySelectorAll("[data-lines]")) {
    element.classList.toggle(LIT, wanted.size > 0 && linesOf(element).some((line) => wanted.has(line)));
  }
}

function tell(element, isChosen) {
  const lines = element ? linesOf(element) : [];
  light(lines);
  document.dispatchEvent(new CustomEvent("kubedrill:steps", { detail: { lines, isChosen } }));
}

const step = (event) => (event.target instanceof Element ? event.target.closest("[data-lines]") : null);

export function listenForSteps() {
  let hovered = null;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const element = step(event);
    if (element === hovered) return;
    hovered = element;
    tell(element, false);
  });
  document.addEventListener("focusin", (event) => {
    const element = step(event);
    if (element) tell(element, false);
  });
  document.addEventListener("focusout", (event) => {
    if (step(event)) tell(null, false);
  });
  document.addEventListener("click", (event) => {
    const element = step(event);
    if (!element) return;
    // Only a link to a line brings the page to the editor; a tap lights the line where it is.
    const isLink = Boolean(event.target.closest("a[href^='#line-']"));
    if (isLink && document.querySelector("[data-editor]")) event.preventDefault(); // a plain listing is scrolled to
    else if (isLink) {
      tell(element, false);
      return;
    } else if (event.target.closest("a, button, summary")) return;
    tell(element, isLink);
  });
  document.addEventListener("kubedrill:lines", (event) => light(event.detail.lines));
}
