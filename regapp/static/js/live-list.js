// Brings the list as one types; without it the button "Show" does. The form's data-live names what is replaced.
"use strict";

const WAIT = 250; // milliseconds after the last key
const PHONE = window.matchMedia("(max-width: 37.49rem)");

// What depends on the filter beside the list: links and forms that lead back to it.
const renew = (page) => {
  for (const part of document.querySelectorAll("[data-live-part]")) {
    const found = page.getElementById(part.id);
    if (found && !part.contains(document.activeElement)) {
      found.open = part.open;
      part.replaceWith(found);
    }
  }
};

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
      renew(page);
      document.dispatchEvent(new Event("list-brought"));
      const said = found.querySelector("[data-said], .empty h2")?.textContent ?? "";
      document.getElementById(`${form.dataset.live}-said`).textContent = said.trim();
      history.replaceState(null, "", address);
      if (PHONE.matches && form.contains(document.activeElement)) {
        form.scrollIntoView(); // the keyboard leaves room for little else
      }
    } catch (error) {
      console.warn("the list stays as it is", error); // the button works as soon as the network does
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(bring, WAIT);
  };
  form.querySelector("[type=search]").addEventListener("input", soon);
  document.addEventListener("change", (event) => event.target.form === form && event.target.type !== "search" && soon());
  form.addEventListener("submit", () => clearTimeout(timer));
}
