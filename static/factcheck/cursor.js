/* The field that somebody types in. Until they leave it or send it, what they type is its text: where the page draws it
   again under their hands, they go on in the new one. */

import { openClaim } from "./parts.js";

export function isTyping(element) {
  if (!element.matches("input, textarea, select, [contenteditable]")) return false;
  return !element.matches("input[type=radio], input[type=checkbox], input[type=submit], input[type=button]");
}

/** Writes into a field as a key does: a sign, a line break, Backspace; or words that were pasted. */
export function write(field, key) {
  if (!field.matches("input, textarea")) return;
  const { selectionStart: start, selectionEnd: end } = field;
  const from = key === "Backspace" && start === end ? Math.max(0, start - 1) : start;
  field.setRangeText({ Enter: "\n", Backspace: "" }[key] ?? key, from, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function openAddress() {
  return openClaim()?.dataset.address;
}

/* The field, and the address of the claim that was open. */
let cursor = null;

document.addEventListener("focusin", ({ target }) => {
  if (isTyping(target)) cursor = { field: target, claim: openAddress() };
});

// A field that is taken out of the page was not left: whether it was is known in a moment.
document.addEventListener("focusout", ({ target }) => {
  queueMicrotask(() => {
    if (cursor?.field === target && target.isConnected && document.activeElement !== target) cursor = null;
  });
});

document.addEventListener(
  "submit",
  ({ target }) => {
    if (cursor?.field.form === target) cursor = null;
  },
  true,
);

/** Whether the field with the cursor was taken out of the page, though nobody has left it. */
export function isCursorGone() {
  return cursor !== null && !cursor.field.isConnected;
}

/** Goes on in the field that was drawn again, with what was typed; false where there is none, or nothing to go on with. */
export function restoreCursor() {
  if (!isCursorGone()) return false;
  const { field, claim } = cursor;
  if (claim !== openAddress()) cursor = null; // somebody went to another claim
  const successor = cursor && document.getElementById(field.id);
  if (!successor || !isTyping(successor) || !successor.checkVisibility()) return false;
  const { selectionStart, selectionEnd } = field;
  if (field.value !== field.defaultValue && successor.value === successor.defaultValue) {
    successor.value = field.value;
    successor.dispatchEvent(new Event("input", { bubbles: true }));
  }
  successor.focus({ preventScroll: true });
  if (selectionStart !== null) successor.setSelectionRange(selectionStart, selectionEnd);
  return true;
}

export function forgetCursor() {
  cursor = null;
}
