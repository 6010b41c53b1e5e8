/* A question before somebody signs out with something not saved: drafts, which go, or saves that wait. */

import { claimsWithDrafts } from "./leavings.js";
import { savesInOutbox } from "./outbox.js";

function counted(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function question(drafts, saves) {
  const typed = `lose what you typed on ${counted(drafts, "claim")}`;
  const unsent = `leave ${counted(saves, "save")} unsent until you sign in here again`;
  return `Sign out and ${[drafts && typed, saves && unsent].filter(Boolean).join(" and ")}?`;
}

// In the capturing phase: before the drafts are removed.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    const [drafts, saves] = [claimsWithDrafts(), savesInOutbox().length];
    if ((!drafts && !saves) || window.confirm(question(drafts, saves))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
