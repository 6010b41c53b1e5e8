/* What people leave behind in a browser that others use: unpublished copy, half-written. Saves that wait in the outbox
   are no part of it: they wait for whoever made them. */

import { user } from "./requests.js";

const DRAFT = "factcheck:";

function removeDrafts(isOver) {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(DRAFT) && isOver(name)) localStorage.removeItem(name);
  }
}

// Somebody else is signed in.
if (user) removeDrafts((name) => !name.startsWith(`${DRAFT}${user}:`));

// Somebody signs out.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-sign-out]")) removeDrafts(() => true);
});
