// The terminal's page: a prompt that answers to the keys of a shell, over a scrollback that the server renders.
// Without this script the same form posts one command and shows the page anew.
import { listenForApplying } from "./terminal/applying.js";
import { completing } from "./terminal/completing.js";
import { makePrompt } from "./terminal/prompt.js";
import { makeScreen } from "./terminal/screen.js";

const root = document.querySelector("[data-terminal]");
if (root) {
  const screen = makeScreen(root);
  const form = root.querySelector("[data-prompt]");
  if (form) makePrompt(root, form, screen, completing(root));
  listenForApplying(root, screen);
  // On a narrow screen the cluster's state waits below, folded up.
  if (matchMedia("(max-width: 62rem)").matches) root.querySelector("[data-overview-frame]").open = false;
}
