// On a phone a row of tabs may be longer than the screen is wide: it shows the present one.
"use strict";

for (const present of document.querySelectorAll(".tabs [aria-current], .account [aria-current]")) {
  const row = present.closest(".links");
  const hidden = present.getBoundingClientRect().right - row.getBoundingClientRect().right;
  if (hidden > -40) row.scrollLeft += hidden + 40;
}
