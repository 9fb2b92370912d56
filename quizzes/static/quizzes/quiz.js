// What makes a quiz quicker: 1 to 9 choose, Enter answers and goes on; evidence lights up its lines of YAML.
// Everything works without it, by the same fields and buttons.
(() => {
  const TYPED_INTO = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
  const PRESSED = "a, button, summary";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || event.defaultPrevented) return;
    const from = event.target instanceof Element ? event.target : null;
    if (from?.closest(TYPED_INTO)) return;
    const form = document.querySelector("form[data-quiz]");
    if (/^[1-9]$/.test(event.key) && form) {
      const field = form.querySelector(`[data-key="${event.key}"]`);
      if (!field) return;
      event.preventDefault();
      field.click();
      field.focus();
    } else if (event.key === "Enter" && !from?.closest(PRESSED)) {
      event.preventDefault();
      if (form) form.requestSubmit();
      else document.querySelector("[data-next]")?.click();
    }
  });

  // A table beside its field chooses it as well.
  document.addEventListener("click", (event) => {
    const table = event.target instanceof Element ? event.target.closest("[data-for]") : null;
    if (table && !String(getSelection())) document.getElementById(table.dataset.for)?.click();
  });

  // Answering twice by a double click changes nothing on the site; the page needs no second request for it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const missing = form.querySelector("[data-missing]"); // said here, without asking the site
    if (missing && !form.querySelector(":checked")) {
      event.preventDefault();
      missing.hidden = false;
    } else if (form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "1";
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  function light(source, isLit) {
    for (const line of (source.dataset.lines || "").split(" ")) {
      document.getElementById(`line-${line}`)?.classList.toggle("is-lit", isLit);
    }
    source.classList.toggle("is-lit", isLit);
  }
  for (const source of document.querySelectorAll("[data-lines]")) {
    for (const [name, isLit] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
      source.addEventListener(name, () => light(source, isLit));
    }
  }
})();
