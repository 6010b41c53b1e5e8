/* The outbox: saves that could not be sent wait in this browser, by person and in order, until the server has them. The
   key in the form makes each one decision, however often it is sent; the version in it makes an overwritten one a
   conflict. It holds what was typed, never the article. */

import { forgetAhead, showNextAhead } from "./ahead.js";
import { draftAt, dropDraft, keepDraft, storeDraft, typedFields } from "./drafts.js";
import { markClaims, openClaim, showPanel } from "./panel.js";
import { element, replaceParts } from "./parts.js";
import { clearWarning, postPart, statusOf, user, warn } from "./requests.js";

const OUTBOX = `factcheck-outbox:${user}`;

// Saves that have waited since before an update hold their body as `said`.
function entries() {
  return JSON.parse(localStorage.getItem(OUTBOX) ?? "[]").map(({ said, ...entry }) => ({ body: said, ...entry }));
}

/** Whether a save waits to be sent. One that is stuck waits for a person instead. */
export function isWaiting() {
  return entries().some((entry) => !entry.stuck);
}

export function isOutboxEmpty() {
  return entries().length === 0;
}

function store(changed) {
  if (changed.length) localStorage.setItem(OUTBOX, JSON.stringify(changed));
  else localStorage.removeItem(OUTBOX);
  showOutbox();
}

function remove(key) {
  store(entries().filter((entry) => entry.key !== key));
}

function add(form) {
  const fields = new FormData(form);
  fields.delete("csrfmiddlewaretoken");
  const key = fields.get("key");
  const waiting = entries();
  if (waiting.some((entry) => entry.key === key)) return true;
  const { address, claim: label } = openClaim().dataset;
  const entry = {
    key,
    url: form.getAttribute("action"),
    address,
    claim: fields.get("claim"),
    label,
    body: new URLSearchParams(fields).toString(),
    typed: typedFields(form),
    stuck: "",
  };
  try {
    store([...waiting, entry]);
  } catch {
    return false; // full, or not allowed: the words stay in the panel
  }
  return true;
}

// ---- What the page shows of it --------------------------------------------------------------------------------------

function waitingNote(count) {
  const note = element("div", "alert alert-warning py-1 px-2 mb-2 small");
  note.append(element("strong", "", `${count} waiting`));
  note.append(": sent as soon as the server can be reached. You can go on.");
  return note;
}

function stuckNote(entry) {
  const note = element("div", "alert alert-danger py-1 px-2 mb-2 small d-flex gap-2 align-items-center");
  const look = element("button", "btn btn-sm btn-outline-secondary ms-auto", "Look");
  look.type = "button";
  look.dataset.look = entry.key;
  note.append(element("span", "", `Claim ${entry.label} is not saved: ${entry.stuck}`), look);
  return note;
}

/** Shows beside the panel what waits and what is stuck, and marks their claims in the article. */
export function showOutbox() {
  const all = entries();
  const stuck = all.filter((entry) => entry.stuck);
  const count = all.length - stuck.length;
  document.getElementById("outbox").replaceChildren(...(count ? [waitingNote(count)] : []), ...stuck.map(stuckNote));
  for (const mark of document.querySelectorAll(".fc-waiting")) mark.remove();
  for (const entry of all) {
    const mark = element("span", "fc-waiting", " ⏳");
    mark.append(element("span", "visually-hidden", "not saved yet"));
    document.getElementById(`claim-${entry.label}`)?.append(mark);
  }
}

// ---- Into it --------------------------------------------------------------------------------------------------------

// A save that could not be sent waits, and the next panel is there at once.
function wait(form) {
  if (!add(form)) {
    warn("No connection, and this browser can’t keep the save: what you typed is still here. Try again in a moment.");
    return;
  }
  clearWarning();
  if (!showNextAhead()) warn("No connection: the save waits here and is sent when the server can be reached.");
  retrySoon();
}

function askToSignIn() {
  document.dispatchEvent(new Event("desk:signed-out"));
}

function isSave(event) {
  return event.detail.ctx?.sourceElement?.id === "review-form";
}

document.addEventListener("htmx:error", (event) => {
  if (isSave(event)) wait(event.detail.ctx.sourceElement);
});

document.addEventListener("htmx:response:error", (event) => {
  if (!isSave(event)) return;
  if (statusOf(event) >= 500) wait(event.detail.ctx.sourceElement);
  if (statusOf(event) === 401) {
    add(event.detail.ctx.sourceElement);
    askToSignIn();
  }
});

// ---- Out of it ------------------------------------------------------------------------------------------------------

const RETRY = 1000;
const RETRY_AT_MOST = 15000;
let pause = RETRY;
let timer = 0;

function retrySoon() {
  window.clearTimeout(timer);
  if (!isWaiting()) return;
  timer = window.setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, RETRY_AT_MOST);
}

/** Sends what waits. One tab does; where there are no locks the key still makes each entry one decision. */
export function flush() {
  const send = (lock) => (lock ? sendAll() : null);
  return navigator.locks ? navigator.locks.request(OUTBOX, { ifAvailable: true }, send) : send(true);
}

// A stuck save holds back the later ones for its claim.
async function sendAll() {
  const blocked = new Set(
    entries()
      .filter((entry) => entry.stuck)
      .map((entry) => entry.claim),
  );
  for (;;) {
    const next = entries().find((entry) => !entry.stuck && !blocked.has(entry.claim));
    if (!next) break;
    if (!(await send(next))) return retrySoon();
    if (entries().some((entry) => entry.key === next.key)) blocked.add(next.claim);
  }
  pause = RETRY;
}

// False when there was no answer, and it has to be sent again.
async function send(entry) {
  let response;
  try {
    response = await postPart(entry.url, entry.body);
  } catch {
    return false;
  }
  if (response.status >= 500) return false;
  if (response.status === 401) {
    askToSignIn();
    return false;
  }
  if (response.ok) await accept(entry, response);
  else {
    const stuck = response.status === 409 ? "somebody else has decided on it meanwhile." : "the server refused it.";
    store(entries().map((other) => (other.key === entry.key ? { ...other, stuck } : other)));
  }
  return true;
}

// It is saved.
async function accept(entry, response) {
  remove(entry.key);
  // What waits for the same claim was typed over this very save.
  store(entries().map((other) => (other.claim === entry.claim ? withNextVersion(other) : other)));
  const draft = draftAt(entry.address);
  if (draft && JSON.stringify(draft.typed) === JSON.stringify(entry.typed)) dropDraft(entry.address);
  replaceParts(await response.text());
  markClaims();
  showOutbox();
  forgetAhead(entry.address);
  document.getElementById("announce").textContent = `Claim ${entry.label} is saved.`;
}

function withNextVersion(entry) {
  const fields = new URLSearchParams(entry.body);
  fields.set("version", String(Number(fields.get("version")) + 1));
  return { ...entry, body: fields.toString() };
}

// Somebody looks at a save that could not go through: their words come back, beside what is there now.
async function look(key) {
  const stuck = entries().find((entry) => entry.key === key);
  if (!stuck) return;
  storeDraft(stuck.address, "", stuck.typed);
  let response;
  try {
    response = await postPart(stuck.url, stuck.body);
  } catch {
    return warn("No connection; your words are kept. Look again in a moment.");
  }
  remove(key);
  if ((response.status === 409 || response.status === 422) && !response.headers.has("HX-Retarget")) {
    showPanel({ html: await response.text(), url: new URL(stuck.url, location.href).href });
    const form = document.getElementById("review-form");
    if (form) keepDraft(form);
  } else {
    location.assign(stuck.address);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-look]");
  if (button) look(button.dataset.look);
});

window.addEventListener("online", flush);
window.addEventListener("storage", (event) => {
  if (event.key === OUTBOX) showOutbox();
});
window.addEventListener("beforeunload", (event) => {
  if (!isOutboxEmpty()) event.preventDefault();
});
