// A button that is switched off while its request is under way loses the focus, and with it the place of whoever goes
// by the keyboard. It gets it back, unless it is gone or the focus went elsewhere meanwhile.
export function keepFocus() {
  let focused = null;
  document.addEventListener("htmx:beforeRequest", () => {
    if (document.activeElement !== document.body) focused = document.activeElement;
  });
  document.addEventListener("htmx:afterRequest", () => {
    const before = focused;
    focused = null;
    if (!before) return;
    setTimeout(() => {
      if (document.activeElement !== document.body || !before.isConnected) return;
      before.focus({ preventScroll: true });
    });
  });
}
