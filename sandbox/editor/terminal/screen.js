// The scrollback: puts in what the server rendered, looks again for what is not finished, copies and clears.
import { announce, ask } from "./asking.js";

const LONGEST_MS = 15000;

export function makeScreen(root) {
  const view = root.querySelector("[data-screen]");
  const scrollback = root.querySelector("#scrollback");
  const problemPlace = root.querySelector("[data-problem-place]");

  const toEnd = () => {
    view.scrollTop = view.scrollHeight;
  };

  function show(html) {
    const isAtEnd = view.scrollTop + view.clientHeight >= view.scrollHeight - 40;
    const parts = document.createElement("template");
    parts.innerHTML = html;
    problemPlace.replaceChildren();
    for (const part of [...parts.content.children]) {
      if (part.id === "overview") document.getElementById("overview")?.replaceChildren(...part.childNodes);
      else if (part.id === "problem") problemPlace.append(part);
      else put(part);
    }
    if (isAtEnd) toEnd();
  }

  function put(part) {
    const there = document.getElementById(part.id);
    if (there) there.replaceWith(part);
    else scrollback.append(part);
    if (part.dataset.look) later(part, Number(part.dataset.pause));
  }

  function later(entry, pause) {
    setTimeout(async () => {
      if (!entry.isConnected) return;
      const response = await ask(entry.dataset.look);
      if (response) show(await response.text());
      else later(entry, Math.min(Math.max(pause, 500) * 2, LONGEST_MS));
    }, pause);
  }

  // A line that was never sent, as a shell leaves it behind.
  function abandon(text) {
    const line = document.createElement("p");
    line.className = "entry-line is-abandoned";
    const prompt = document.createElement("span");
    prompt.className = "prompt";
    prompt.setAttribute("aria-hidden", "true");
    prompt.textContent = "$ ";
    const code = document.createElement("code");
    code.textContent = `${text}^C`;
    line.append(prompt, code);
    scrollback.append(line);
    toEnd();
  }

  function clear() {
    for (const one of scrollback.children) one.hidden = true;
    problemPlace.replaceChildren();
    announce("Cleared");
  }

  const printed = (entry) => entry.querySelector(".entry-output")?.textContent || "";

  function transcript() {
    const shown = [...scrollback.querySelectorAll("[data-entry]:not([hidden])")];
    return shown.map((entry) => {
      const first = entry.querySelector(".entry-line code").textContent;
      const input = [...entry.querySelectorAll(".entry-input li")].map((line) => `${line.textContent}\n`).join("");
      return `$ ${first}\n${"line" in entry.dataset ? input : ""}${printed(entry)}`;
    }).join("");
  }

  root.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    if ("clear" in button.dataset) clear();
    else if ("copy" in button.dataset) await copy(printed(button.closest("[data-entry]")), button);
    else if ("copyAll" in button.dataset) await copy(transcript(), button);
  });

  scrollback.querySelectorAll("[data-look]").forEach((entry) => later(entry, Number(entry.dataset.pause)));
  if (!location.hash.startsWith("#c")) toEnd();
  return { show, abandon, clear, toEnd, view, scrollback };
}

async function copy(text, button) {
  const isCopied = await written(text);
  const said = isCopied ? "Copied" : "Not copied";
  const before = button.dataset.said || button.textContent;
  button.dataset.said = before;
  button.textContent = said;
  announce(said);
  setTimeout(() => {
    button.textContent = before;
  }, 1500);
}

async function written(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without HTTPS there is no clipboard to write to; a selection can still be copied.
    const field = document.createElement("textarea");
    field.className = "only-heard";
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return isCopied;
  }
}
