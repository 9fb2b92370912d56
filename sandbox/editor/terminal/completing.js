// Tab: the server's engine says which words may stand at the cursor; this puts in what they have in common.
import { announce, ask } from "./asking.js";

const startOf = (words) => words.reduce((shared, word) => {
  let length = 0;
  while (length < shared.length && shared[length] === word[length]) length += 1;
  return shared.slice(0, length);
});

export function completing(root) {
  const list = root.querySelector("#suggestions");

  function hide() {
    if (list) list.hidden = true;
  }

  // `field` is the prompt; its text in front of the cursor is completed.
  async function complete(field) {
    const at = field.selectionStart;
    const line = field.value.slice(0, at);
    const response = await ask(`${root.dataset.completions}?${new URLSearchParams({ line })}`);
    if (!response || field.selectionStart !== at || field.value.slice(0, at) !== line) return;
    const { start, suggestions, left_out: leftOut } = await response.json();
    const from = [...line].slice(0, start).join("").length; // the server counts characters
    hide();
    if (!suggestions.length) return announce("Nothing fits here");
    if (suggestions.length === 1) return put(field, from, suggestions[0].text + (suggestions[0].is_whole ? " " : ""));
    const shared = startOf(suggestions.map((one) => one.text));
    if (shared.length > at - from) put(field, from, shared);
    offer(field, from, suggestions, leftOut);
  }

  function put(field, from, text) {
    field.setRangeText(text, from, field.selectionStart, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function offer(field, from, suggestions, leftOut) {
    list.replaceChildren(...suggestions.map((one) => {
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      const word = document.createElement("code");
      word.textContent = one.text.slice(one.text.lastIndexOf("/") + 1) || one.text;
      button.append(word);
      if (one.about) {
        const about = document.createElement("span");
        about.textContent = one.about;
        button.append(about);
      }
      button.addEventListener("click", () => {
        hide();
        field.focus();
        put(field, from, one.text + (one.is_whole ? " " : ""));
      });
      return button;
    }));
    if (leftOut) list.append(`and ${leftOut} more`);
    list.hidden = false;
    list.scrollIntoView({ block: "nearest" });
    announce(`${suggestions.length + leftOut} fit: ${suggestions.slice(0, 12).map((one) => one.text).join(", ")}`);
  }

  return { complete, hide, isOpen: () => Boolean(list && !list.hidden) };
}
