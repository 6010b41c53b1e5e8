/* The outbox: every save goes through it. It is kept in this browser, for each person, before the page goes on, and is
   sent from whatever page of the desk is open, in order, until the server has answered. It holds what was typed, never
   the article, and is sealed for whoever typed it. Other modules hear of it by events on the document: `outbox:change`,
   and `outbox:accept` with the save. */

import { element } from "./parts.js";
import { postForm, user } from "./requests.js";
import { seal, unseal } from "./sealed.js";
import { accept, add, begin, current, EMPTY, isOlder, refuse, remove, takeBack, waits } from "./waiting.js";

const NAME = `factcheck-outbox:${user}`;
const channel = new BroadcastChannel(NAME);

// ---- Kept in this browser -------------------------------------------------------------------------------------------

let box = EMPTY;
let database = null;
let isKept = true;

function asPromise(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openDatabase() {
  const request = indexedDB.open("factcheck-outbox", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("boxes");
  return asPromise(request);
}

/* Changes the box as it is now, whichever tab changed it last; what `change` gives beside the new box comes back. All in
   one transaction, and kept when the promise is fulfilled; where the browser keeps nothing, while the page is open. */
async function update(change) {
  let result;
  let changed;
  if (isKept) {
    try {
      [changed, result] = await updateKept(change);
    } catch {
      isKept = false;
    }
  }
  if (!isKept) [changed, result] = change(box);
  box = changed;
  channel.postMessage("changed");
  tell();
  return result;
}

async function updateKept(change) {
  database ??= await openDatabase();
  const transaction = database.transaction("boxes", "readwrite");
  const boxes = transaction.objectStore("boxes");
  let changed;
  boxes.get(user).onsuccess = (event) => {
    changed = change(opened(event.target.result));
    boxes.put(seal(changed[0]), user);
  };
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  return changed;
}

// A box of before any were sealed is an object; it is sealed with the next change.
function opened(kept) {
  return (typeof kept === "object" ? kept : unseal(kept)) ?? EMPTY;
}

async function read() {
  if (!isKept) return;
  try {
    database ??= await openDatabase();
    box = opened(await asPromise(database.transaction("boxes").objectStore("boxes").get(user)));
  } catch {
    isKept = false;
  }
  tell();
}

channel.onmessage = read;

function tell() {
  showCount();
  document.dispatchEvent(new Event("outbox:change"));
}

// ---- What is in it --------------------------------------------------------------------------------------------------

export function savesInOutbox() {
  return box.saves;
}

export function isOutboxEmpty() {
  return box.saves.length === 0;
}

/* This page, and what forms on it showed of what was saved elsewhere. */
const page = newKey();
const shown = new Set();

/** A form was filled with what a save says. */
export function showsSave(save) {
  shown.add(save.key);
}

/** Puts a save in; kept when the promise is fulfilled, and sent from then on. */
export async function putInOutbox(save) {
  await update((kept) => [add(kept, { ...save, page, shown: [...shown] }, newKey())]);
  window.setTimeout(flush, AFTER_PAINT);
}

/** The version of a claim that a form drawn at `version` is about, now that one's own decisions were made. */
export function currentVersion(claim, version) {
  return current(box, { claim, version, page, shown: [...shown] });
}

/** Whether a form drawn at `version` is older than what this person has decided since, here or in another tab. */
export function isBehind(claim, version) {
  return isOlder(box, claim, version);
}

/** Takes the last save out again, if it was never sent; null when there is none. */
export function takeBackUnsent() {
  return update(takeBack);
}

export function dropFromOutbox(key) {
  return update((kept) => [remove(kept, key)]);
}

// crypto.randomUUID() is there only where the desk is served over TLS.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

// ---- On its way -----------------------------------------------------------------------------------------------------

const RETRY = 1000;
const RETRY_AT_MOST = 15000;
const PATIENCE = 30000;
/* The next panel is painted first, in milliseconds. */
const AFTER_PAINT = 50;
const GONE = "this claim no longer exists.";
const FORBIDDEN = "you don’t have access, or this page is out of date. Reload it and save again.";
let pause = RETRY;
let timer = 0;
let isAway = false;
let isSignedOut = false;
let sending = null;

/** Sends what waits; fulfilled when all of it has an answer, or none can be had now. One tab sends at a time; where
    there are no locks the key still makes each save one decision. */
export function flush() {
  sending ??= withLock(sendAll).finally(() => {
    sending = null;
    if (!isAway && box.saves.some((save) => waits(save) && save.version !== null)) flush();
  });
  return sending;
}

function withLock(send) {
  return navigator.locks ? navigator.locks.request(NAME, send) : send();
}

async function sendAll() {
  window.clearTimeout(timer);
  for (;;) {
    const save = await update(begin);
    if (!save) break;
    if (!(await send(save))) {
      isAway = true;
      tell();
      timer = window.setTimeout(flush, pause * (0.75 + Math.random() / 2));
      pause = Math.min(pause * 2, RETRY_AT_MOST);
      return;
    }
    if (isAway) {
      isAway = false;
      tell();
    }
    pause = RETRY;
  }
  showCount();
}

// False when there was no answer that says what became of it: it has to be sent again.
async function send(save) {
  let response;
  let answer;
  try {
    response = await postForm(save.url, { ...save.fields, key: save.key, version: save.version }, PATIENCE);
    if (response.status >= 500 || response.status === 429) return false;
    isSignedOut = response.status === 401;
    if (isSignedOut) {
      document.dispatchEvent(new Event("desk:signed-out"));
      return false;
    }
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    answer = isAnswer ? await response.json() : { problem: response.status === 404 ? GONE : FORBIDDEN };
    // A proxy or a portal may answer in the desk's place.
    if (response.ok && answer.version === undefined) return false;
  } catch {
    return false;
  }
  if (response.ok) {
    await update((kept) => [accept(kept, save.key, answer.version)]);
    document.dispatchEvent(new CustomEvent("outbox:accept", { detail: { save, answer } }));
  } else await update((kept) => [refuse(kept, save.key, answer.problem)]);
  return true;
}

// ---- What every page shows of it ------------------------------------------------------------------------------------

/** What is not acknowledged yet, in words; empty when everything is. */
export function outboxInWords() {
  const waiting = box.saves.filter(waits).length;
  const stuck = box.saves.length - waiting;
  const words = [];
  const why = isSignedOut ? "waiting for you to sign in" : "waiting for the connection";
  if (waiting) words.push(isAway ? `${waiting} ${why}` : `${waiting} saving`);
  if (stuck) words.push(`${stuck} not saved`);
  return words.join(", ");
}

function showCount() {
  document.body.dataset.outbox = box.saves.length;
  const place = document.getElementById("outbox-count");
  if (!place) return;
  const words = outboxInWords();
  place.hidden = !words;
  place.classList.toggle("fc-outbox-problem", isAway || box.saves.some((save) => !waits(save)));
  const stuck = box.saves.find((save) => !waits(save));
  const link = element(stuck ? "a" : "span", "", words);
  if (stuck) link.href = stuck.address;
  place.replaceChildren(link);
}

/** Whether what waits can't be sent now; otherwise it is gone before anybody has read that it waits. */
export function isOutboxHeldUp() {
  return isAway;
}

/** Where the browser can't keep anything, closing this page loses what is not sent. */
export function isOutboxKept() {
  return isKept;
}

// ---- Leaving --------------------------------------------------------------------------------------------------------
// Another page of the desk goes on sending. Closing the tab, or leaving the desk, is what asks.

let isMovingOn = false;

/** Goes to another page of the desk. */
export function goTo(url) {
  if (isKept) movesOn();
  location.assign(url);
}

function movesOn() {
  isMovingOn = true;
  window.setTimeout(() => {
    isMovingOn = false;
  }, 5000);
}

/* A link that htmx follows, or that leads to a place on this page, leaves nothing. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || link.target === "_blank" || link.origin !== location.origin) return;
  const isThisPage = link.hash && link.pathname === location.pathname;
  if (isKept && !isThisPage && !link.hasAttribute("download")) movesOn();
});
document.addEventListener("submit", (event) => {
  if (isKept && !event.defaultPrevented) movesOn();
});

window.addEventListener("beforeunload", (event) => {
  if (!isOutboxEmpty() && !isMovingOn) event.preventDefault();
});

// ---- Starting -------------------------------------------------------------------------------------------------------

// Before there was this outbox saves waited in localStorage, with their body as one string.
async function takeOverOldSaves() {
  const old = JSON.parse(localStorage.getItem(NAME) ?? "[]");
  if (!old.length) return;
  await update((kept) => [old.map(fromOldSave).reduce((all, save) => add(all, save, newKey()), kept)]);
  localStorage.removeItem(NAME);
}

function fromOldSave({ body, said, url, ...save }) {
  const { key, version, ...fields } = Object.fromEntries(new URLSearchParams(body ?? said));
  const [path, query = ""] = url.split("?");
  return {
    ...save,
    page: "",
    shown: [],
    key,
    fields,
    version: Number(version),
    url: `${path}save/${query && `?${query}`}`,
  };
}

/** Reads what is there, and sends it. */
export async function startOutbox() {
  await read();
  await takeOverOldSaves();
  if (!isOutboxEmpty()) await update((kept) => [kept]);
  flush();
}

window.addEventListener("online", flush);
document.addEventListener("desk:session-renewed", flush);
