/* A question before somebody signs out while saves wait. */

import { isOutboxEmpty } from "./outbox.js";

// In the capturing phase: before the drafts are removed.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-sign-out]") || isOutboxEmpty()) return;
    const question = "Some saves haven’t been sent yet, and are sent only while you are signed in. Sign out anyway?";
    if (window.confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
