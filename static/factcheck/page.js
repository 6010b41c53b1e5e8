/* What every page does: starts htmx, which is there by then, the keyboard, the warnings and the outbox. Every page works without
   scripts. */

import "./keys.js";
import "./leavings.js";
import { startOutbox } from "./outbox.js";
import { user } from "./requests.js";
import "./session.js";
import "./sign_out.js";

document.addEventListener("DOMContentLoaded", () => {
  // Left to itself, htmx starts from a timer, which a busy browser may run when somebody is typing already.
  htmx.initialize();
  if (user) startOutbox();
  searchEarlyWords();
});

// Words typed while the page was loading, or put back by a browser that reloads, went unheard.
function searchEarlyWords() {
  const search = document.getElementById("search");
  if (search && search.value !== search.defaultValue) search.dispatchEvent(new Event("input", { bubbles: true }));
}

// On a phone the row of pages moves sideways, with the cursor too.
document.querySelector(".fc-nav nav")?.addEventListener("focusin", ({ target }) => {
  target.scrollIntoView({ block: "nearest", inline: "nearest" });
});

// On a phone the row of pages moves sideways: it starts at the current page. The row alone; the page itself stays where
// its address leads.
const currentPage = document.querySelector(".fc-nav nav [aria-current=page]");
if (currentPage) {
  const row = currentPage.closest("nav");
  row.scrollLeft = currentPage.offsetLeft - (row.clientWidth - currentPage.offsetWidth) / 2;
}
