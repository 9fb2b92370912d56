// The menu of the masthead opens and closes without a script; with one it also closes on Escape, on a press beside it,
// and when the focus goes elsewhere.
export function listenForMenus() {
  const opened = () => document.querySelectorAll("[data-menu][open]");
  const close = (menu) => { menu.open = false; };

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      close(menu);
    }
  });
  for (const what of ["click", "focusin"]) {
    document.addEventListener(what, ({ target }) => {
      for (const menu of opened()) if (!menu.contains(target)) close(menu);
    });
  }
}
