// Light or dark: what the device prefers, until somebody chooses; the choice is a cookie that the server reads,
// so that the next page is painted in it from the first frame.
const YEAR_S = 365 * 24 * 3600;

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function say(button) {
  const other = isDark() ? "light" : "dark";
  button.setAttribute("aria-label", `Use the ${other} colours`);
  button.title = `Use the ${other} colours`;
}

export function listenForAppearance() {
  const button = document.querySelector("[data-appearance]");
  if (!button) return;
  button.hidden = false;
  say(button);
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax${secure}`;
    say(button);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => say(button));
}
