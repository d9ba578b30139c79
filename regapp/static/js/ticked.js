// Says beside the actions how many people are ticked; without it the bar says that it is about those. On a phone
// the bar stays at the foot of the list until somebody is.
"use strict";

const count = () => {
  const bar = document.getElementById("actions");
  const said = bar?.querySelector("[data-ticked]");
  if (!said) {
    return;
  }
  said.dataset.none ??= said.textContent;
  const all = document.querySelector("#people [name=all]:checked");
  const ticked = document.querySelectorAll("#people [name=person]:checked").length;
  const number = all ? (all.dataset.total ?? all.parentElement.textContent.trim()) : ticked;
  const text = all || ticked ? said.dataset.ticked.replace("{}", number) : said.dataset.none;
  said.dataset.some = all || ticked ? "yes" : "";
  if (said.textContent !== text) {
    said.textContent = text; // its role has it read aloud, once for each change
  }
};

document.addEventListener("change", (event) => event.target.closest("#people") && count());
document.addEventListener("list-brought", count);
window.addEventListener("pageshow", count);
