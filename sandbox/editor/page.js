// What every page has: HTMX, the colour scheme, a menu that closes, drafts of what is typed, a focus that is not lost,
// waiting for a verdict, and steps that light up their lines.
import "htmx.org";
import { listenForAppearance } from "./appearance.js";
import { keepDrafts } from "./drafts.js";
import { keepFocus } from "./focus.js";
import { listenForMenus } from "./menu.js";
import { listenForSteps } from "./steps.js";
import { listenForWaiting } from "./waiting.js";

listenForAppearance();
keepDrafts(); // before an editor takes the fields over
keepFocus();
listenForMenus();
listenForSteps();
listenForWaiting();
