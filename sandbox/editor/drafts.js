// What somebody types is kept in this browser while they type, and is back when they are: after a reload, a crash,
// without a connection. One draft for each address of a page; it goes when the form was taken, or by "Start over".
//
// Kept are the fields of forms that are editors (textarea[data-editor]) or are marked with data-draft: a textarea, an
// input of text, a radio button or a checkbox, with a name. A form that is sent otherwise than by a submit event says
// that it was taken by the event kubedrill:sent on one of its fields.
const PREFIX = "kubedrill-draft:";
const FIELDS = "textarea[data-editor], [data-draft]";
const RATINGS = "kubedrill-ratings"; // what was rated without a connection
const PAUSE_MS = 400; // after the last key
const LONGEST_MS = 1500; // while somebody types on and on
const MOST_DRAFTS = 40;
const MOST_LETTERS = 300_000; // of one draft: the largest YAML that can be submitted fits
const OLDEST_MS = 60 * 24 * 3600 * 1000;

const origins = new Map(); // name of a field → what the server had put into it
let timer = 0;
let waitingSince = 0;

const here = () => location.pathname;
const fields = () => [...document.querySelectorAll(FIELDS)].filter((field) => field.name);
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";
const keyOf = (field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => (isChoice(field) ? String(field.checked) : field.value);
const originOf = (field) => (isChoice(field) ? String(field.defaultChecked) : field.defaultValue);

function read(address) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + address));
  } catch {
    return null; // somebody else's, or no storage
  }
}

// Whoever parts from the site in this browser leaves nothing behind for the next person at it.
function forgetAll() {
  try {
    for (const [name] of all()) localStorage.removeItem(name);
    localStorage.removeItem(RATINGS);
  } catch {
    // no storage: nothing was kept
  }
}

function all() {
  const names = [];
  for (let at = 0; at < localStorage.length; at += 1) {
    const name = localStorage.key(at);
    if (name.startsWith(PREFIX)) names.push(name);
  }
  return names.map((name) => [name, read(name.slice(PREFIX.length))?.at || 0]).sort((a, b) => a[1] - b[1]);
}

// A notice that stays in sight, since what is typed from here on would be lost by a crash.
function sayUnkept(isUnkept) {
  let notice = document.querySelector("[data-notice=unkept]");
  if (!notice && !isUnkept) return;
  if (!notice) {
    notice = document.createElement("div");
    notice.className = "notice is-dropped";
    notice.dataset.notice = "unkept";
    notice.setAttribute("role", "alert");
    document.getElementById("main").before(notice);
    notice.textContent =
      "This browser keeps no draft of what you type: its storage is full or switched off. Copy your text before you leave this page.";
  }
  notice.hidden = !isUnkept;
}

function write(address, texts) {
  const text = JSON.stringify({ at: Date.now(), texts });
  if (text.length > MOST_LETTERS) return sayUnkept(true);
  try {
    const others = all().filter(([name]) => name !== PREFIX + address);
    while (others.length >= MOST_DRAFTS) localStorage.removeItem(others.shift()[0]);
    for (;;) {
      try {
        localStorage.setItem(PREFIX + address, text);
        return sayUnkept(false);
      } catch (error) {
        if (!others.length) throw error;
        localStorage.removeItem(others.shift()[0]); // full: the oldest draft makes room
      }
    }
  } catch {
    return sayUnkept(true);
  }
}

function forget(address) {
  try {
    localStorage.removeItem(PREFIX + address);
  } catch {
    // there is no storage, and so no draft
  }
}

function save() {
  clearTimeout(timer);
  timer = 0;
  const changed = fields().filter((field) => valueOf(field) !== (origins.get(keyOf(field)) ?? originOf(field)));
  if (changed.length) write(here(), Object.fromEntries(changed.map((field) => [keyOf(field), valueOf(field)])));
  else forget(here());
}

function saveSoon() {
  const now = Date.now();
  if (!timer) waitingSince = now;
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(0, Math.min(PAUSE_MS, LONGEST_MS - (now - waitingSince))));
}

function set(field, value) {
  if (isChoice(field)) field.checked = value === "true";
  else field.value = value;
  // An editor over it takes it over.
  field.dispatchEvent(new CustomEvent("kubedrill:set", { detail: { value } }));
}

function timeOf(at) {
  const day = new Date(at);
  const time = day.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  if (day.toDateString() === new Date().toDateString()) return time;
  return `${day.toLocaleDateString([], { day: "numeric", month: "long" })}, ${time}`;
}

// The quiet line above the field, with the way back to what the server had.
function say(restored, at) {
  const line = document.createElement("p");
  line.className = "hint draft-line";
  line.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = "Start over";
  button.addEventListener("click", () => {
    for (const field of restored) set(field, origins.get(keyOf(field)) ?? originOf(field));
    forget(here());
    line.remove();
    const first = restored[0];
    (first.hidden ? first.labels?.[0] : first)?.[first.hidden ? "click" : "focus"]();
  });
  line.append(`Your draft of ${timeOf(at)} is back. `, button);
  const first = restored[0];
  (first.closest(".field, fieldset") || first.closest("form") || first).before(line);
}

function restore() {
  const draft = read(here());
  if (!draft?.texts) return;
  if (Date.now() - draft.at > OLDEST_MS) {
    forget(here());
    return;
  }
  const restored = fields().filter((field) => keyOf(field) in draft.texts && draft.texts[keyOf(field)] !== valueOf(field));
  for (const field of restored) set(field, draft.texts[keyOf(field)]);
  if (restored.length) say(restored, draft.at);
}

// The form was taken as it was sent: what stands in its fields is what the server has now.
function sent(form, values, address) {
  for (const field of fields()) if (field.form === form) origins.set(keyOf(field), values.get(keyOf(field)) ?? valueOf(field));
  document.querySelector(".draft-line")?.remove();
  if (address !== here()) forget(address);
  save();
}

const valuesOf = (form) => new Map(fields().filter((field) => field.form === form).map((field) => [keyOf(field), valueOf(field)]));

// A plain form leads to another page, or to itself with what is wrong: the next page knows whether it was taken.
const SENT = "kubedrill-sent";
function wasTaken() {
  const address = sessionStorage.getItem(SENT);
  if (!address) return;
  sessionStorage.removeItem(SENT);
  const [entry] = performance.getEntriesByType("navigation");
  const cameFrom = document.referrer && new URL(document.referrer).pathname;
  if (entry?.type === "navigate" && cameFrom === address && (entry.responseStatus || 200) < 400) forget(address);
}

export function keepDrafts() {
  try {
    wasTaken();
  } catch {
    // no storage: nothing was kept
  }
  for (const field of fields()) origins.set(keyOf(field), originOf(field));
  restore();

  document.addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(FIELDS)) saveSoon();
  });
  document.addEventListener("kubedrill:sent", (event) => {
    const field = event.target;
    origins.set(keyOf(field), valueOf(field));
    save();
  });
  addEventListener("pagehide", () => timer && save());
  document.addEventListener("visibilitychange", () => document.hidden && timer && save());

  let asked = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.detail.elt;
    asked = form instanceof HTMLFormElement ? { form, values: valuesOf(form), address: here() } : null;
  });
  document.addEventListener("htmx:afterSettle", () => fields().length && !timer && saveSoon());
  document.addEventListener("htmx:afterRequest", (event) => {
    const mine = asked?.form === event.detail.elt ? asked : null;
    const status = event.detail.xhr.status;
    if (!mine || !mine.values.size || status < 200 || status >= 300) return;
    // The address is pushed after this event.
    setTimeout(() => sent(mine.form, mine.values, mine.address));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-parting]")) forgetAll();
    if (event.defaultPrevented || event.submitter?.hasAttribute("formaction") || !valuesOf(form).size) return;
    if (form.method !== "post") return;
    save();
    try {
      sessionStorage.setItem(SENT, here());
    } catch {
      // no storage: nothing is kept
    }
  });
}
