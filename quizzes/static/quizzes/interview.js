// What makes an interview quicker: a clock that runs, digits that tick, letters that rate, Enter that goes on.
// Everything works without it: the site keeps the times, and the page then says how many minutes are left.
(() => {
  const TYPED_INTO = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable], .cm-editor";
  const PRESSED = "a, button, summary";
  const loaded = performance.now();
  const over = document.querySelector("[data-time-is-over]");

  const asClock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

  function tick() {
    const passed = Math.floor((performance.now() - loaded) / 1000);
    for (const [position, clock] of [...document.querySelectorAll("[data-left]")].entries()) {
      const left = Number(clock.dataset.left) - passed;
      const isOver = left <= 0;
      clock.querySelector("[data-clock]").textContent = isOver ? `${asClock(-left)} over` : asClock(left);
      if (isOver && !clock.classList.contains("is-over") && over) {
        over.textContent = position ? "The time of the interview is over. You can finish calmly." : "The time for this one is over. You can finish calmly.";
      }
      clock.classList.toggle("is-over", isOver);
    }
  }
  if (document.querySelector("[data-left]")) {
    tick();
    setInterval(tick, 1000);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || event.defaultPrevented) return;
    const from = event.target instanceof Element ? event.target : null;
    if (from?.closest(TYPED_INTO)) return;
    const field = event.key.length === 1 ? document.querySelector(`[data-key="${CSS.escape(event.key)}"]`) : null;
    if (field) {
      event.preventDefault();
      field.click();
      field.focus();
    } else if (event.key === "Enter" && !from?.closest(PRESSED)) {
      const next = document.querySelector("[data-next]") || document.querySelector("form[data-quiz] .button");
      if (!next) return;
      event.preventDefault();
      next.click();
    }
  });

  // A table beside its field chooses it as well.
  document.addEventListener("click", (event) => {
    const table = event.target instanceof Element ? event.target.closest("[data-for]") : null;
    if (table && !String(getSelection())) document.getElementById(table.dataset.for)?.click();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const missing = form.querySelector("[data-missing]"); // said here, without asking the site
    const wanted = form.querySelector("[name=rating]") ? "[name=rating]:checked" : ":checked";
    if (missing && !form.querySelector(wanted)) {
      event.preventDefault();
      missing.hidden = false;
      missing.scrollIntoView({ block: "nearest" });
    }
  });
})();
