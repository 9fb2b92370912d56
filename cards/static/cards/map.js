// Opens and closes groups and searches without leaving the page: the same addresses, fetched, and their map put in place.
(() => {
  const form = document.querySelector("[data-map-search]");
  if (!form || !document.querySelector("[data-map]")) return;
  let latest = 0;
  let pause = 0;

  async function go(address, { focus = "", isTyping = false } = {}) {
    const number = ++latest;
    const old = document.querySelector("[data-map]");
    old.setAttribute("aria-busy", "true");
    let text;
    try {
      const response = await fetch(address, { headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(String(response.status));
      text = await response.text();
    } catch {
      window.location.assign(address);
      return;
    }
    if (number !== latest) return; // a later wish has overtaken this one
    const page = new DOMParser().parseFromString(text, "text/html");
    const room = document.querySelector(".map-room");
    const [top, left] = room ? [room.scrollTop, room.scrollLeft] : [0, 0];
    document.querySelector("[data-map]").replaceWith(page.querySelector("[data-map]"));
    document.querySelector(".map-files").replaceWith(page.querySelector(".map-files"));
    const fresh = document.querySelector(".map-room");
    if (fresh) fresh.scrollTo(left, top);
    if (isTyping) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    if (focus) document.querySelector(`[data-toggle="${CSS.escape(focus)}"]`)?.focus({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    const sign = event.target instanceof Element ? event.target.closest("[data-toggle]") : null;
    if (!sign || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(sign.getAttribute("href"), { focus: sign.dataset.toggle });
  });
  // Arrow keys go from link to link as they stand on the map: first what lies straight ahead, then what is near.
  const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  document.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    const here = document.activeElement?.closest(".map-room a");
    if (!way || !here || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const middle = (link) => {
      const box = link.getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    };
    const [x, y] = middle(here);
    let nearest = null;
    let least = Infinity;
    for (const link of document.querySelectorAll(".map-room a")) {
      const [right, down] = [middle(link)[0] - x, middle(link)[1] - y];
      const ahead = right * way[0] + down * way[1];
      const aside = Math.abs(right * way[1]) + Math.abs(down * way[0]);
      if (ahead > 4 && ahead + 2 * aside < least) [nearest, least] = [link, ahead + 2 * aside];
    }
    event.preventDefault();
    nearest?.focus();
  });
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const words = form.elements.q.value.trim();
      go(words ? `${form.action}?q=${encodeURIComponent(words)}` : form.action, { isTyping: true });
    }, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(pause);
    go(`${form.action}?q=${encodeURIComponent(form.elements.q.value.trim())}`, { isTyping: true });
  });
  window.addEventListener("popstate", () => window.location.reload());
})();
