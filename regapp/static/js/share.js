// Buttons that only a script can work: they stay hidden where there is none, or where the browser cannot do it.
"use strict";

const show = (selector, able, act) => {
  for (const button of document.querySelectorAll(selector)) {
    if (!able) continue;
    button.parentElement.hidden = false;
    button.addEventListener("click", () => act(button));
  }
};

show("[data-share]", typeof navigator.share === "function", (button) => {
  navigator.share({ title: button.dataset.title, url: button.dataset.share }).catch(() => {});
});

show("[data-copy]", Boolean(navigator.clipboard), async (button) => {
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
});

show("[data-print]", true, () => window.print());
