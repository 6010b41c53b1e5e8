/* The keyboard. A key belongs to the element that carries it as data-key, where it is also printed: a link or button is
   pressed, a choice is made, a field gets the cursor. What is not shown is left alone. */

import { namesOfKey } from "./layouts.js";
import { statusOf, warn } from "./requests.js";

function isTyping(element) {
  if (!element.matches("input, textarea, select, [contenteditable]")) return false;
  return !element.matches("input[type=radio], input[type=checkbox], input[type=submit], input[type=button]");
}

// Ctrl+Enter sends the form one types in; the small forms below the review form, from any of their fields.
function formToSend(element) {
  const { form } = element;
  if (form?.dataset.draft || (form?.id === "review-form" && isTyping(element))) return form;
  return null;
}

function elementsNamed(key) {
  if (key === "/") return [...document.querySelectorAll("#search")];
  return [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
}

// Nobody sees a question that is hidden, or in closed details: it is not answered by a key. Under a dialog, nothing is.
function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) return false;
  const dialog = document.querySelector("dialog:modal");
  return !dialog || dialog.contains(element);
}

function ownersOf(event) {
  return namesOfKey(event)
    .map(elementsNamed)
    .find((owners) => owners.length);
}

function elementOf(event) {
  return ownersOf(event)?.find(isShown);
}

function choose(radio) {
  const noVerdict = radio.form.querySelector(`[name="${radio.name}"][data-no-verdict]`);
  const choice = radio.checked && noVerdict ? noVerdict : radio;
  choice.checked = true;
  choice.dispatchEvent(new Event("input", { bubbles: true }));
}

function activate(element) {
  if (element.matches("input[type=radio]")) choose(element);
  else if (element.matches("input, textarea")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  const target = event.target instanceof Element ? event.target : document.body;
  const isWithControl = event.ctrlKey || event.metaKey;
  if (event.key === "Enter" && isWithControl && formToSend(target)) {
    event.preventDefault();
    formToSend(target).requestSubmit();
    return;
  }
  if (isTyping(target)) {
    if (event.key === "Escape") target.blur();
    return;
  }
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.dropdown[open]")) menu.open = false;
  }
  if (isWithControl || event.altKey || event.repeat) return;
  // On a link or a button, Enter means that link or button; on a claim's choice it means save.
  if (event.key === "Enter" && target.matches("a, button, summary")) return;
  // What the next panel shows is known once it is there.
  const element = underway.size ? ownersOf(event) : elementOf(event);
  if (!element) return;
  event.preventDefault();
  if (underway.size) {
    typedAhead.push(event);
    showTypedAhead();
  } else activate(element);
});

// ---- Typed ahead ----------------------------------------------------------------------------------------------------
// While the next panel is on its way, keys wait for it: “j Enter” typed fast must not save the claim just left.

const underway = new Set();
let typedAhead = [];

/** Lets keys wait from now on, until the function that comes back is called; with false they are not used. */
export function holdKeys() {
  const hold = {};
  underway.add(hold);
  return (isShown = true) => release(hold, isShown);
}

function release(hold, isShown) {
  if (!underway.delete(hold)) return;
  if (!isShown) dropTypedAhead();
  while (!underway.size && typedAhead.length) {
    const element = elementOf(typedAhead.shift());
    if (element) activate(element);
  }
  showTypedAhead();
}

function dropTypedAhead() {
  if (typedAhead.length) warn("The keys you pressed meanwhile were not used; press them again.");
  typedAhead = [];
}

function showTypedAhead() {
  const place = document.getElementById("keys-count");
  if (!place) return;
  const count = typedAhead.length;
  place.hidden = !count;
  place.textContent = count === 1 ? "1 key waiting" : `${count} keys waiting`;
}

window.addEventListener("beforeunload", (event) => {
  if (typedAhead.length) event.preventDefault();
});

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id === "panel") underway.add(ctx);
});

document.addEventListener("htmx:finally:request", (event) => {
  release(event.detail.ctx, statusOf(event) > 0 && statusOf(event) < 400);
});
