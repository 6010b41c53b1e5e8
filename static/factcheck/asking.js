/* “Named official” without a name is asked about once: the cursor goes into the source, and pressed again it is saved. */

import { holdKeys, NOT_USED } from "./keys.js";
import { clearWarning, warn } from "./requests.js";

const asked = new WeakSet();
const QUESTION = "No name given. Type the official’s name, or press Enter to save without one.";
/* Whoever presses keys sooner, in milliseconds, has not read the question: they are meant for the next claim. */
const UNREAD = 300;

// On the window, and so before the save is put into the outbox.
window.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.id !== "review-form" || asked.has(form)) return;
    const { status, source } = form.elements;
    if (status.value !== "named_official" || source.value.trim() || !source.checkVisibility()) return;
    asked.add(form);
    event.preventDefault();
    event.stopImmediatePropagation();
    clearWarning();
    warn(QUESTION);
    const release = holdKeys();
    window.setTimeout(() => {
      if (source.isConnected) source.focus();
      if (!release(false)) warn(`${QUESTION} ${NOT_USED}`);
    }, UNREAD);
  },
  true,
);
