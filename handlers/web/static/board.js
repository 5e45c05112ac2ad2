// Keeps the board as it is in the room. Without this file the page fetches itself anew every now and then.
"use strict";

(() => {
  const board = document.getElementById("board");
  const lost = document.getElementById("lost");
  const SILENCE = 40000; // The server gives a sign of life every 15 seconds.
  const AGAIN = 2000;
  const IN_FLIGHT = 1000; // What was sent before the network went may arrive after it.
  let source = null;
  let heard = Date.now();
  let later = 0;
  let cut = 0;

  const clock = (moment) => {
    const how = { hour: "numeric", minute: "2-digit" };
    try {
      return new Intl.DateTimeFormat(document.documentElement.lang, { ...how, timeZone: board.dataset.zone }).format(moment);
    } catch {
      return new Intl.DateTimeFormat(undefined, how).format(moment);
    }
  };

  const alive = () => {
    if (Date.now() - cut < IN_FLIGHT) return;
    heard = Date.now();
    lost.hidden = true;
  };

  const gone = () => {
    if (!lost.hidden) return;
    lost.textContent = lost.dataset.text.replace("__", clock(heard));
    lost.hidden = false;
  };

  const keys = () => new Set([...board.querySelectorAll("[data-key]")].map((place) => place.dataset.key));

  const show = (html) => {
    const before = keys();
    const made = document.createElement("template");
    made.innerHTML = html;
    for (const place of made.content.querySelectorAll("[data-key]")) {
      if (!before.has(place.dataset.key)) place.classList.add("new");
    }
    board.replaceChildren(made.content);
  };

  const connect = () => {
    clearTimeout(later);
    if (source) source.close();
    source = new EventSource(board.dataset.stream);
    source.addEventListener("open", alive);
    source.addEventListener("alive", alive);
    source.addEventListener("board", (event) => {
      alive();
      show(event.data);
    });
    source.addEventListener("error", () => {
      gone();
      // After some errors a browser gives up; the room does not.
      if (source.readyState === EventSource.CLOSED) later = setTimeout(connect, AGAIN);
    });
  };

  addEventListener("offline", () => {
    cut = Date.now();
    gone();
  });
  addEventListener("online", () => {
    cut = 0;
    connect();
  });
  setInterval(() => {
    if (Date.now() - heard < SILENCE) return;
    gone();
    connect();
  }, 5000);
  connect();
})();
