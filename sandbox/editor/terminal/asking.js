// Requests of the terminal's page. The server is told by a header that a part of a page is enough.
const notice = (name) => document.querySelector(`[data-notice="${name}"]`);

function say(name, isThere) {
  const element = notice(name);
  if (element) element.hidden = !isThere;
}

// The response, or null where there was none or an error of the server; the page says so meanwhile.
export async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, {
      ...options,
      headers: { "HX-Request": "true", ...options.headers },
      signal: AbortSignal.timeout(10000),
    });
  } catch {
    say("offline", true);
    return null;
  }
  say("offline", false);
  say("failed", !response.ok);
  return response.ok ? response : null;
}

export function announce(text) {
  document.getElementById("announcement").textContent = text;
}
