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
  if (key === "/")
    return [document.querySelector("#find:not([hidden])") ?? document.querySelector("#search")].filter(Boolean);
  return [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
}

// Nobody sees a question that is hidden, or in closed details: it is not answered by a key. Under a dialog, nothing is.
function isShown(element) {
  if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) return false;
  const dialog = document.querySelector("dialog:modal");
  return !dialog || dialog.contains(element);
}

// ---- Somebody's own keys ----------------------------------------------------------------------------------------------
// Elements go by the keys that the desk comes with; null where somebody has switched single keys off.

const own = JSON.parse(document.body.dataset.keys ?? "{}");

function isSingle(name) {
  return [...name].length === 1;
}

/* What a pressed key stands for: somebody's own key first; one that they have moved elsewhere stands for nothing. */
function meaningsOf(name) {
  if (!isSingle(name)) return [name];
  if (!own) return [];
  const moved = Object.keys(own).filter((key) => own[key] === name);
  return moved.length || name in own ? moved : [name];
}

/** Prints somebody's own keys where the page has those that the desk comes with. */
function printKeys(root) {
  if (own && !Object.keys(own).length) return;
  for (const element of root.querySelectorAll("[data-key]")) {
    const key = element.dataset.key;
    if (!isSingle(key)) continue;
    if (own) element.setAttribute("aria-keyshortcuts", own[key] ?? key);
    else element.removeAttribute("aria-keyshortcuts");
  }
  for (const printed of root.querySelectorAll("kbd")) {
    printed.dataset.was ??= printed.textContent;
    const key = printed.dataset.was;
    if (!isSingle(key) || key === "↵" || printed.closest("[data-as-is]")) continue;
    if (own) printed.textContent = own[key] ?? key;
    else printed.hidden = true;
  }
}

document.addEventListener("DOMContentLoaded", () => printKeys(document));
document.addEventListener("desk:panel", () => printKeys(document));
document.addEventListener("htmx:after:swap", () => printKeys(document));

function ownersOf(event) {
  return namesOfKey(event)
    .flatMap(meaningsOf)
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

/* Links and buttons pressed by a key: what they fetch may bring a field, which the next keys are for. */
const pressed = new WeakSet();

function activate(element) {
  if (element.matches("input[type=radio]")) choose(element);
  else if (element.matches("input, textarea")) element.focus();
  else {
    pressed.add(element);
    element.click();
    // A tab has what its key is for: a field, or the link that brings one.
    const then = element.dataset.then && document.querySelector(element.dataset.then);
    if (then && isShown(then)) activate(then);
  }
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
  if (isWithControl && underway.size && event.key === "Enter") return keepForLater(event);
  if (isWithControl || event.altKey || event.repeat) return;
  // On a link or a button, Enter means that link or button; on a claim's choice it means save.
  if (event.key === "Enter" && target.matches("a, button, summary")) return;
  // What the next panel shows is known once it is there.
  if (underway.size) {
    if (isPress(event)) keepForLater(event);
    return;
  }
  const element = elementOf(event);
  if (!element) return;
  event.preventDefault();
  activate(element);
});

// ---- Typed ahead ----------------------------------------------------------------------------------------------------
// While the next panel is on its way, keys wait for it: “j Enter” typed fast must not save the claim just left, and of
// “n” and a note no letter may choose anything. What a field has the cursor for by then is text.

const underway = new Set();
let typedAhead = [];

function isPress({ key }) {
  return [...key].length === 1 || ["Enter", "Escape", "Backspace"].includes(key);
}

function keepForLater(event) {
  event.preventDefault();
  const { key, code, shiftKey } = event;
  typedAhead.push({ key, code, shiftKey, isWithControl: event.ctrlKey || event.metaKey });
  showTypedAhead();
}

function press(event) {
  if (isTyping(document.activeElement)) type(document.activeElement, event);
  else if (!event.isWithControl) {
    const element = elementOf(event);
    if (element) activate(element);
  }
}

function type(field, { key, isWithControl }) {
  if (key === "Escape") field.blur();
  else if (key === "Enter" && isWithControl) formToSend(field)?.requestSubmit();
  else if (key === "Enter" && !field.matches("textarea")) field.form?.requestSubmit();
  else if (field.matches("input, textarea")) {
    const { selectionStart: start, selectionEnd: end } = field;
    const from = key === "Backspace" && start === end ? Math.max(0, start - 1) : start;
    field.setRangeText({ Enter: "\n", Backspace: "" }[key] ?? key, from, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Lets keys wait from now on, until the function that comes back is called; with false they are not used. */
export function holdKeys() {
  const hold = {};
  underway.add(hold);
  return (isShown = true) => release(hold, isShown);
}

function release(hold, isShown) {
  if (!underway.delete(hold)) return;
  if (!isShown) dropTypedAhead();
  while (!underway.size && typedAhead.length) press(typedAhead.shift());
  showTypedAhead();
}

function dropTypedAhead() {
  if (typedAhead.length) warn("Keys pressed while loading were ignored; press them again.");
  typedAhead = [];
}

function showTypedAhead() {
  const place = document.getElementById("keys-count");
  if (!place) return;
  const count = typedAhead.length;
  place.hidden = !count;
  place.textContent = count === 1 ? "1 key waiting" : `${count} keys waiting`;
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id === "panel" || pressed.delete(ctx.sourceElement)) underway.add(ctx);
});

document.addEventListener("htmx:finally:request", (event) => {
  release(event.detail.ctx, statusOf(event) > 0 && statusOf(event) < 400);
});

// ---- Into another page ----------------------------------------------------------------------------------------------
// The next claim may be in another article: keys typed ahead go along, for that page alone.

const TYPED_AHEAD = "factcheck-typed-ahead";
let pathAhead = "";

/** Lets keys wait for the page at an address, which is on its way. */
export function holdKeysFor(address) {
  pathAhead = new URL(address, location.href).pathname;
  holdKeys();
}

window.addEventListener("beforeunload", (event) => {
  if (typedAhead.length && !pathAhead) event.preventDefault();
});

window.addEventListener("pagehide", () => {
  if (!pathAhead || !typedAhead.length) return;
  sessionStorage.setItem(TYPED_AHEAD, JSON.stringify({ path: pathAhead, presses: typedAhead }));
});

/** What was typed ahead for this page, on the page before it. */
export function pressTypedAhead() {
  const kept = JSON.parse(sessionStorage.getItem(TYPED_AHEAD));
  sessionStorage.removeItem(TYPED_AHEAD);
  if (kept?.path !== location.pathname) return;
  const release = holdKeys();
  typedAhead = [...kept.presses, ...typedAhead];
  release();
}
