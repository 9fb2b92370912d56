// Makes answering quicker: steps that move up and down, and the outcome brought to whoever answered.
// Everything works without it: steps have numbers, and an answer is a form.
(() => {
  const steps = (list) => [...list.querySelectorAll("[data-step]")];

  // The numbers follow the steps, so that the form says the same with and without a script.
  function renumber(list) {
    const all = steps(list);
    all.forEach((step, place) => {
      step.querySelector("select").selectedIndex = place;
      const [up, down] = step.querySelectorAll("[data-move]");
      up.disabled = place === 0;
      down.disabled = place === all.length - 1;
    });
  }

  function prepare() {
    for (const list of document.querySelectorAll("[data-order]:not([data-ready])")) {
      list.dataset.ready = "";
      list.querySelectorAll(".movers").forEach((movers) => { movers.hidden = false; });
      renumber(list);
    }
  }

  function put(list, step, place) {
    const others = steps(list).filter((one) => one !== step);
    list.insertBefore(step, others[place] || null);
    renumber(list);
    const said = list.closest("form").querySelector("[data-moved]");
    if (said) said.textContent = `Now step ${place + 1} of ${others.length + 1}.`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-order] [data-move]");
    if (!button) return;
    const step = button.closest("[data-step]");
    const list = button.closest("[data-order]");
    put(list, step, steps(list).indexOf(step) + Number(button.dataset.move));
    (button.disabled ? step.querySelector("[data-move]:not(:disabled)") : button).focus();
  });

  document.addEventListener("change", (event) => {
    const select = event.target.closest("[data-order] select");
    if (!select) return;
    put(select.closest("[data-order]"), select.closest("[data-step]"), select.selectedIndex);
    select.focus();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    prepare();
    if ((event.detail.elt?.id || event.detail.target?.id) !== "ask") return;
    const outcome = document.getElementById("outcome");
    (document.querySelector("[data-suggested]") || outcome)?.focus({ preventScroll: true });
    outcome?.scrollIntoView({ block: "nearest" });
  });

  prepare();
})();
