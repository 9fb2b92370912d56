// What makes a session quicker: keys for what stands on the page as [data-key], and the question with its answer
// brought into sight.
// Everything works without it, by the same buttons.
(() => {
  const TYPED_INTO = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
  const PRESSED = "a, button, summary, input";

  function buttonFor(key) {
    if (!document.querySelector("[data-study][data-has-keys]")) return null;
    return [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && !one.disabled) || null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    const from = event.composedPath().find((one) => one instanceof Element); // inside the editor's shadow root as well
    if (from?.closest(TYPED_INTO)) return;
    if (event.key === " " && from?.closest(PRESSED)) return; // there it means to press what has the focus
    const button = buttonFor(event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // A new learner's days are those of their device, until they say otherwise.
  document.addEventListener("submit", (event) => {
    const zone = event.target.querySelector("input[name=zone]");
    if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt?.id !== "recall" && event.detail.target?.id !== "recall") return;
    const answer = document.getElementById("answer");
    if (!answer || answer.hidden) return;
    answer.focus({ preventScroll: true });
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.querySelector(".question").scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  });
})();
