// Comfort only: keyboard shortcuts, links copied by a button, the time zone, and progress without a refresh. Every page works without this file.
"use strict";

(() => {
  const places = [...document.querySelectorAll("[data-walk] > li, [data-walk] > tbody > tr")];
  let here = -1;

  const walk = (step) => {
    if (!places.length) return;
    here = Math.min(Math.max(here + step, 0), places.length - 1);
    places.forEach((place, number) => place.classList.toggle("here", number === here));
    const link = places[here].querySelector("a, button");
    if (link) link.focus();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "/") {
      const search = document.querySelector("[data-key='/']");
      if (!search) return;
      event.preventDefault();
      search.focus();
    }
  });

  for (const button of document.querySelectorAll("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (!navigator.clipboard || !field) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.textContent = "✓";
    });
  }

  const zone = document.querySelector("[data-zone]");
  if (zone && zone.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

  const bar = document.querySelector("[data-progress]");
  if (!bar) return;
  const look = async () => {
    try {
      const answer = await fetch(bar.dataset.progress, { credentials: "same-origin" });
      if (!answer.ok) return;
      const state = await answer.json();
      if (state.ready) {
        location.reload();
        return;
      }
      bar.max = state.total || 1;
      bar.value = state.done;
      document.getElementById("progress-said").textContent = `${state.done} / ${state.total}`;
    } catch {
      // The network may be back with the next look.
    }
    setTimeout(look, 500);
  };
  setTimeout(look, 500);
})();
