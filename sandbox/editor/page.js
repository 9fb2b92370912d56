// What every page has: HTMX, the colour scheme, waiting for a verdict, and steps that light up their lines.
import "htmx.org";
import { listenForAppearance } from "./appearance.js";
import { listenForSteps } from "./steps.js";
import { listenForWaiting } from "./waiting.js";

listenForAppearance();
listenForSteps();
listenForWaiting();
