/* The keyboard. A key belongs to the element that carries it as data-key, where it is also printed: a link or button is
   pressed, a choice is made, a field gets the cursor. What is not shown is left alone. */

import { forgetCursor, isCursorGone, isTyping, restoreCursor, write } from "./cursor.js";
import { isSign, namesOfKey } from "./layouts.js";
import { statusOf, warn } from "./requests.js";

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
    if (!element.dataset.then) return;
    // A tab has what its key is for: a field, or the link that brings one.
    const then = document.querySelector(element.dataset.then);
    if (then && isShown(then)) activate(then);
    else isLost = true;
  }
}

// ---- What a key is for ------------------------------------------------------------------------------------------------
// Of a note typed fast no letter may ever choose anything. A press is the text of the field that has the cursor; else it
// is a command; and while a panel is on its way, for the claim or the field that comes, it waits. Where what it is for
// is not there, it is for nothing, and so are those after it in one go.

/* With pauses shorter than this, in milliseconds, keys are pressed in one go. */
const PAUSE = 500;
let pressedAt = Number.NEGATIVE_INFINITY;
let isLost = false;

/* The cursor goes on in the field that was drawn again; where that is gone, so is what is typed on in one go. */
function begin({ at }) {
  const isInOneGo = at - pressedAt < PAUSE;
  pressedAt = at;
  if (!isInOneGo) isLost = false;
  if (!isCursorGone() || restoreCursor()) return;
  isLost ||= isInOneGo && isCursorGone();
  forgetCursor();
}

document.addEventListener("pointerdown", () => {
  isLost = false;
});

/* Keys that have opened a field for text here; without one to open, what is typed next is still meant as text. */
const openers = new Set();

function noteOpeners() {
  for (const field of document.querySelectorAll("[data-key]")) if (isTyping(field)) openers.add(field.dataset.key);
}

document.addEventListener("DOMContentLoaded", noteOpeners);
document.addEventListener("desk:panel", noteOpeners);

/* A press as plain values; null for a key that neither writes nor commands, and for what belongs to the browser. */
function pressOf(event) {
  const { key, code, shiftKey, repeat, timeStamp } = event;
  const isAltGraph = isSign(key) && event.getModifierState("AltGraph");
  const isWithControl = (event.ctrlKey || event.metaKey) && !isAltGraph;
  if (!isSign(key) && !["Enter", "Escape", "Backspace"].includes(key)) return null;
  if (isWithControl && key !== "Enter") return null;
  const isText = repeat || isAltGraph || event.altKey;
  return { key, code, shiftKey, isText, isWithControl, at: performance.timeOrigin + timeStamp };
}

document.addEventListener("keydown", (event) => {
  const press = pressOf(event);
  if (!press || event.isComposing) return;
  begin(press);
  const target = document.activeElement ?? document.body;
  if (isHeld(target, press)) keepForLater(event, press);
  else if (isTyping(target)) leaveField(event, press, target);
  else if (isPressOn(target, press) && !isLost) return;
  else if (press.isWithControl && formToSend(target)) {
    event.preventDefault();
    formToSend(target).requestSubmit();
  } else if (command(press)) event.preventDefault();
});

/* On a link or a button, Enter means that link or button; on a claim's choice it means save. */
function isPressOn(element, { key, isWithControl }) {
  const isPressed = (key === "Enter" && !isWithControl) || (key === " " && !element.matches("a"));
  return isPressed && element.matches("a, button, summary");
}

/* What a field does by itself is the browser's: signs, and Enter where there is one line. */
function leaveField(event, { key, isWithControl }, field) {
  if (key === "Escape") field.blur();
  else if (key === "Enter" && isWithControl && formToSend(field)) {
    event.preventDefault();
    formToSend(field).requestSubmit();
  }
}

/* Does what a press stands for where nobody types; true when the browser has nothing to do with it any more. */
function command(press) {
  if (press.key === "Escape") {
    isLost = false;
    for (const menu of document.querySelectorAll("details.dropdown[open]")) menu.open = false;
  }
  if (isLost) {
    warn("There’s no field here for what you typed: those keys were ignored.");
    return true;
  }
  if (press.isText || press.isWithControl) return false;
  const owners = ownersOf(press);
  const element = owners?.find(isShown);
  if (element) activate(element);
  else isLost = (owners ?? []).some(isTyping) || (!owners && namesOfKey(press).flatMap(meaningsOf).some(isOpener));
  return Boolean(element);
}

function isOpener(name) {
  return openers.has(name);
}

// ---- Typed ahead ----------------------------------------------------------------------------------------------------
// While the next panel is on its way, keys wait for it, and words that are pasted: “j Enter” typed fast must not save the
// claim just left. What a field has the cursor for by then is text.

/* What keys wait for, and what of the page it replaces. */
const underway = new Map();
let typedAhead = [];

/* Whoever is busy with what stays, such as the search or a dialog, isn't kept waiting. */
function isHeld(target, press) {
  if (!underway.size || target.closest("dialog")) return false;
  if ([...underway.values()].some((place) => place.contains(target))) return true;
  return !isTyping(target) && (typedAhead.length > 0 || !isPressOn(target, press));
}

function keepForLater(event, press) {
  event.preventDefault();
  typedAhead.push(press);
  showTypedAhead();
}

document.addEventListener("paste", (event) => {
  const key = event.clipboardData.getData("text/plain").replaceAll("\r\n", "\n");
  const press = { key, isText: true, isPasted: true, at: pressedAt };
  if (isHeld(event.target, press)) keepForLater(event, press);
});

function pressAgain(press) {
  begin(press);
  const field = document.activeElement;
  if (isTyping(field)) type(field, press);
  else if (!press.isPasted) command(press);
}

function type(field, { key, isWithControl, isPasted }) {
  if (isPasted) write(field, key);
  else if (key === "Escape") field.blur();
  else if (key === "Enter" && isWithControl) formToSend(field)?.requestSubmit();
  else if (key === "Enter" && !field.matches("textarea")) field.form?.requestSubmit();
  else write(field, key);
}

/** Lets keys wait from now on, until the function that comes back is called; with false they are not used, and neither is
 * what is typed on in one go. False comes back where there were any. `place` is what of the page will be replaced. */
export function holdKeys(place = document.getElementById("panel") ?? document.body) {
  const hold = {};
  underway.set(hold, place);
  return (isShown = true) => release(hold, isShown);
}

function release(hold, isShown) {
  if (!underway.delete(hold)) return true;
  const areUsed = isShown || !typedAhead.length;
  if (!areUsed) dropTypedAhead();
  while (!underway.size && typedAhead.length) pressAgain(typedAhead.shift());
  showTypedAhead();
  return areUsed;
}

function dropTypedAhead() {
  warn(`${NOT_USED} Press them again.`);
  typedAhead = [];
  isLost = true;
}

export const NOT_USED = "Keys pressed while loading were ignored.";

/* In milliseconds. */
const QUIET = 300;

function now() {
  return performance.timeOrigin + performance.now();
}

/** Calls a function as soon as nobody has typed for a moment; `since` is when it was wanted. */
export function whenQuiet(go, since = 0) {
  const quiet = now() - Math.max(pressedAt, since);
  if (quiet >= QUIET) go();
  else window.setTimeout(whenQuiet, QUIET - quiet, go, since);
}

function showTypedAhead() {
  const place = document.getElementById("keys-count");
  if (!place) return;
  const count = typedAhead.length;
  place.hidden = !count;
  place.textContent = count === 1 ? "1 key waiting" : `${count} keys waiting`;
}

// A form that is sent, and whatever else replaces where the cursor is.
document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (event.defaultPrevented) return;
  const place = ctx.target ?? document.body;
  const isPressed = pressed.delete(ctx.sourceElement);
  if (place.id === "panel" || isPressed || place.contains(document.activeElement)) underway.set(ctx, place);
});

document.addEventListener("htmx:finally:request", (event) => {
  release(event.detail.ctx, statusOf(event) > 0 && statusOf(event) < 400);
});

// ---- Into another page ----------------------------------------------------------------------------------------------
// The next claim may be in another article: keys typed ahead go along, for that page alone. Between two pages the browser
// hears no keys: nobody is led away while they type.

const TYPED_AHEAD = "factcheck-typed-ahead";
let pathAhead = "";

/** Lets keys wait for the page at an address, and calls `go` when nobody types; unless they turn to something else. */
export function holdKeysFor(address, go) {
  const release = holdKeys(document.body);
  const turn = new AbortController();
  const stay = () => {
    turn.abort();
    pathAhead = "";
    release(false);
  };
  pathAhead = new URL(address, location.href).pathname;
  window.addEventListener("popstate", stay, turn);
  document.addEventListener("click", stay, turn);
  whenQuiet(() => {
    if (turn.signal.aborted) return;
    turn.abort();
    go();
  }, now());
}

/** Whether another page is on its way, with the keys. */
export function isLeaving() {
  return pathAhead !== "";
}

window.addEventListener("beforeunload", (event) => {
  if (typedAhead.length && !pathAhead) event.preventDefault();
});

window.addEventListener("pagehide", () => {
  if (!pathAhead || !typedAhead.length) return;
  sessionStorage.setItem(TYPED_AHEAD, JSON.stringify({ path: pathAhead, presses: typedAhead }));
});

// Somebody came back, and the browser had kept the page as it was.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  pathAhead = "";
  typedAhead = [];
  underway.clear();
  showTypedAhead();
});

const kept = JSON.parse(sessionStorage.getItem(TYPED_AHEAD));
sessionStorage.removeItem(TYPED_AHEAD);
const releaseKept = kept?.path === location.pathname ? holdKeys(document.body) : null;
if (releaseKept) typedAhead = kept.presses;

/** Presses what was typed ahead for this page on the page before it, and since. */
export function pressTypedAhead() {
  releaseKept?.();
}
