// YAML from the editor: applied in the terminal, where its entry appears.
import { ask } from "./asking.js";

export function listenForApplying(root, screen) {
  const form = root.querySelector("[data-apply]");
  if (!form) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[data-primary]");
    button.disabled = true;
    const response = await ask(form.action, { method: "POST", body: new FormData(form) });
    button.disabled = false;
    if (!response) return;
    screen.show(await response.text());
    screen.toEnd();
  });
}
