// Brings the list as one types; without it the button "Show" does. The form's data-live names what is replaced.
"use strict";

const WAIT = 250; // milliseconds after the last key

for (const form of document.querySelectorAll("form[data-live]")) {
  let timer = 0;
  let asked = 0;

  const bring = async () => {
    const query = new URLSearchParams(new FormData(form));
    [...query].forEach(([name, value]) => value || query.delete(name));
    const address = `${form.getAttribute("action")}?${query}`;
    const turn = ++asked;
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.getElementById(form.dataset.live);
      // A slower answer to what was typed before must not take the place of this one.
      if (turn !== asked || !answer.ok || !found) {
        return;
      }
      document.getElementById(form.dataset.live).replaceWith(found);
      const said = found.querySelector("[data-said], .empty h2")?.textContent ?? "";
      document.getElementById(`${form.dataset.live}-said`).textContent = said.trim();
      history.replaceState(null, "", address);
    } catch (error) {
      console.warn("the list stays as it is", error); // the button works as soon as the network does
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(bring, WAIT);
  };
  form.querySelector("[type=search]").addEventListener("input", soon);
  form.addEventListener("change", (event) => event.target.type !== "search" && soon());
  form.addEventListener("submit", () => clearTimeout(timer));
}
