// A page that waits for its verdict asks again by itself (hx-trigger="load delay:…"). When the connection is gone
// it says so, and asks again: sooner where the device says that it is back, later and later where it does not.
const FIRST_MS = 1000;
const LONGEST_MS = 15000;

let pause = FIRST_MS;
let timer = 0;

function say(notice, isThere) {
  const element = document.querySelector(`[data-notice="${notice}"]`);
  if (element) element.hidden = !isThere;
}

function again() {
  clearTimeout(timer);
  const waiting = document.querySelector("[data-waiting]");
  if (waiting) waiting.dispatchEvent(new CustomEvent("again"));
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(again, pause);
  pause = Math.min(pause * 2, LONGEST_MS);
}

export function listenForWaiting() {
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, () => {
      say("offline", true);
      later();
    });
  }
  document.addEventListener("htmx:responseError", (event) => {
    if (document.querySelector("[data-waiting]")) later();
    else say("failed", true);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.xhr.status === 0) return;
    say("offline", false);
    if (event.detail.successful) {
      say("failed", false);
      pause = FIRST_MS;
    }
  });
  addEventListener("online", () => {
    say("offline", false);
    again();
  });
  addEventListener("offline", () => say("offline", true));
  if (!navigator.onLine) say("offline", true);
  // On a narrow screen the verdict is below the editor: bring it into sight once somebody has asked for it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const asked = event.detail.requestConfig?.verb === "post";
    const result = document.getElementById("result");
    if (!asked || !result || result.getBoundingClientRect().top < innerHeight * 0.7) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    result.scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  });
}
