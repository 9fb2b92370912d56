// No rating is lost for want of a connection. What is rated offline waits in this browser and is sent once there is a
// connection; what was posted and never answered is sent again. Each rating has the id that its form came with, so
// that the site takes it once however often it arrives.
(() => {
  const KEY = "kubedrill-ratings";
  const LOG = "/api/v1/reviews/";
  const MOST = 200; // in one request
  const AGAIN_MS = 15000;

  function waiting() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  // Whether it could be kept.
  function keep(ratings) {
    try {
      if (ratings.length) localStorage.setItem(KEY, JSON.stringify(ratings));
      else localStorage.removeItem(KEY);
      return true;
    } catch {
      return false;
    }
  }

  const drop = (ids) => keep(waiting().filter((one) => !ids.has(one.client_id)));

  function say(name, isThere) {
    document.querySelector(`[data-notice=${name}]`).hidden = !isThere;
  }

  function ratingOf(form, button) {
    const shown = Number(form.elements.shown.value);
    return {
      client_id: form.elements.client_id.value,
      card: form.dataset.card,
      rating: Number(button.value),
      at: new Date().toISOString(),
      elapsed_ms: shown ? Math.min(Math.max(Date.now() - shown, 0), 24 * 3600 * 1000) : null,
    };
  }

  // --- What the page shows while a rating waits ---------------------------------------------------------------------

  function showKept(form, rating, name) {
    const line = document.createElement("p");
    line.className = "kept";
    line.tabIndex = -1;
    line.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button is-quiet";
    button.dataset.key = "u";
    button.textContent = "Take it back";
    button.addEventListener("click", () => {
      drop(new Set([rating.client_id]));
      line.remove();
      form.hidden = false;
      form.querySelector("button").focus();
    });
    const words = document.createElement("span");
    words.textContent = `“${name}” is kept on this device. It is sent, and the next card comes, as soon as you are online.`;
    line.append(words, button);
    form.hidden = true;
    form.after(line);
    for (const undo of document.querySelectorAll(".undo")) undo.hidden = true;
    line.focus();
    setTimeout(() => line.isConnected && line.focus()); // the button that had it is hidden only now
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".undo") && !navigator.onLine) {
      event.preventDefault(); // the page and what was typed stay; the notice says why
      say("offline", true);
    }
    if (!form.matches(".ratings[data-card]") || !event.submitter) return;
    const rating = ratingOf(form, event.submitter);
    const others = waiting().filter((one) => one.client_id !== rating.client_id);
    const isOffline = !navigator.onLine;
    const isKept = keep([...others, isOffline ? rating : { ...rating, posted: true }]);
    if (!isOffline) return;
    event.preventDefault();
    say("offline", true);
    if (isKept) showKept(form, rating, event.submitter.querySelector("b").textContent);
  });

  // --- Sending ------------------------------------------------------------------------------------------------------

  async function post(ratings) {
    const events = ratings.map(({ client_id, card, rating, at, elapsed_ms }) => ({ client_id, card, rating, at, elapsed_ms }));
    return fetch(LOG, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ events }),
      signal: AbortSignal.timeout(10000),
    });
  }

  // How many were new to the site. What it refuses for good (a card that is gone) waits no longer.
  async function send(ratings) {
    const response = await post(ratings);
    if (response.status === 400 && ratings.length > 1) {
      let taken = 0;
      for (const one of ratings) taken += await send([one]);
      return taken;
    }
    if (!response.ok && response.status !== 400) throw new Error(`the site answers ${response.status}`);
    drop(new Set(ratings.map((one) => one.client_id)));
    return response.ok ? (await response.json()).events.length : 0;
  }

  let isSending = false;
  let timer = 0;
  async function sendAll() {
    clearTimeout(timer);
    if (isSending || !waiting().length || !navigator.onLine) return;
    isSending = true;
    let taken = 0;
    try {
      for (let rest = waiting(); rest.length; rest = waiting()) taken += await send(rest.slice(0, MOST));
      say("offline", false);
    } catch {
      say("offline", true);
      timer = setTimeout(sendAll, AGAIN_MS);
    }
    isSending = false;
    if (waiting().length) return;
    const form = document.querySelector(".ratings[data-next][hidden]");
    if (form) location.assign(form.dataset.next);
    else if (taken) location.reload();
  }

  // This page came as the answer to a rating: so that was taken.
  const [entry] = performance.getEntriesByType("navigation");
  const cameFrom = document.referrer && new URL(document.referrer).pathname;
  const isAnswer = entry?.type === "navigate" && cameFrom.startsWith("/study/card/") && (entry.responseStatus || 200) < 400;
  const rest = waiting();
  if (rest.some((one) => one.posted)) {
    keep(isAnswer ? rest.filter((one) => !one.posted) : rest.map((one) => ({ ...one, posted: undefined })));
  }

  // What was typed for a card that is rated is done with.
  if (isAnswer) {
    try {
      localStorage.removeItem(`kubedrill-draft:${cameFrom}`);
    } catch {
      // no storage, no draft
    }
  }

  addEventListener("online", sendAll);
  sendAll();
})();
