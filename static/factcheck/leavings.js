/* What people leave behind in a browser that others use: unpublished copy, half-written. It is sealed, and waits for
   whoever typed it; as do saves in the outbox. Who signs out takes their drafts away. */

import { user } from "./requests.js";
import { isSealed, seal, unseal } from "./sealed.js";

const DRAFT = "factcheck:";

function draftNames() {
  return Object.keys(localStorage).filter((name) => name.startsWith(DRAFT));
}

function isOwn(name) {
  return name.startsWith(`${DRAFT}${user}:`);
}

/** On how many claims this person has typed something that isn't saved. */
export function claimsWithDrafts() {
  const claims = draftNames()
    .filter(isOwn)
    .map((name) => name.match(/\/articles\/\d+\/claims\/\w+\//)?.[0] ?? name);
  return new Set(claims).size;
}

// Drafts of before any were sealed: one's own are sealed now, those of others are nobody's to read.
if (user) {
  for (const name of draftNames()) {
    const draft = localStorage.getItem(name);
    if (isSealed(draft)) continue;
    if (isOwn(name)) localStorage.setItem(name, seal(unseal(draft)));
    else localStorage.removeItem(name);
  }
}

// Somebody signs out.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-sign-out]")) return;
  for (const name of draftNames()) if (isOwn(name)) localStorage.removeItem(name);
});
