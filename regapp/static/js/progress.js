// While something is done in the background: the piece of the page that says how far it is, every two seconds.
"use strict";

const EVERY = 2000;

// Screen readers are told the end once, and not each step on the way.
const tell = (now) => {
  const told = document.createElement("p");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  now.before(told);
  setTimeout(() => (told.textContent = now.querySelector(".notice")?.textContent.trim() ?? ""), 100);
  setTimeout(() => told.remove(), 5000); // who reads on meets it once
};

const look = async () => {
  const shown = document.getElementById("progress");
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.redirected) {
      location.replace(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = answer.ok && page.getElementById("progress");
    if (now) {
      const had = shown.contains(document.activeElement);
      shown.replaceWith(now);
      if (had) (now.querySelector("button") ?? document.getElementById("main")).focus();
      if (!("live" in now.dataset)) return tell(now);
    }
  } catch {
    // the network is away for a moment
  }
  setTimeout(look, EVERY);
};

setTimeout(look, EVERY);
