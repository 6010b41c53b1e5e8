/* Saving on the review page: what the form says goes into the outbox, and the next claim is there. */

import { fetchAheadSoon, forgetAhead, forgetAllAhead, isOpenAgain, showNext } from "./ahead.js";
import { draftAt, dropDraft, fillIn, forgetTyped, isTyped, keepDraft, storeDraft, typedFields } from "./drafts.js";
import { holdKeys, isLeaving, NOT_USED } from "./keys.js";
import {
  currentVersion,
  dropFromOutbox,
  flush,
  isBehind,
  isOutboxEmpty,
  isOutboxHeldUp,
  isOutboxKept,
  outboxInWords,
  putInOutbox,
  savesInOutbox,
  showsSave,
  takeBackUnsent,
} from "./outbox.js";
import { loadPanel, markClaims, showPanel } from "./panel.js";
import { element, openClaim } from "./parts.js";
import { clearWarning, postForm, warn } from "./requests.js";
import { poll, pollSoon } from "./updates.js";

// ---- Into the outbox ------------------------------------------------------------------------------------------------

function saveOf(form) {
  const { address, claim: label } = openClaim().dataset;
  const { csrfmiddlewaretoken, key, version, ...fields } = Object.fromEntries(new FormData(form));
  return {
    key,
    version: Number(version),
    claim: fields.claim,
    fields,
    typed: typedFields(form),
    url: form.dataset.saveUrl,
    action: form.getAttribute("action"),
    address,
    label,
  };
}

let isSaving = false;
let isMovingOn = false;

async function save(form) {
  if (isSaving) return;
  isSaving = true;
  document.body.dataset.saving = "";
  const release = holdKeys();
  // Whoever has sent what they typed types there no more.
  if (form.contains(document.activeElement)) document.getElementById("panel-heading").focus({ preventScroll: true });
  const entry = saveOf(form);
  if (!isInOutbox(entry)) {
    keepPanel(entry);
    await putInOutbox(entry);
  }
  lastSave = entry;
  forgetTyped(form);
  dropDraft(entry.address);
  forgetAhead(entry.address);
  clearWarning();
  if (!isOutboxKept()) warn("This browser stores nothing: stay on this page until everything is saved.");
  isMovingOn = true;
  const isShown = await showNext();
  isSaving = false;
  delete document.body.dataset.saving;
  // A key that was meant for what comes next must not change what was just saved.
  if (isShown === null) await showSaved(entry);
  const areKeysUsed = release(isShown !== false);
  isMovingOn = false;
  if (isShown === false) warn(areKeysUsed ? WAITS : `${WAITS} ${NOT_USED}`);
}

const WAITS = "No connection: your save is kept here and sent once the connection is back.";

/* Where the next claim can't be had, the form just saved stays: pressed again without another word, it is the same. */
let lastSave = null;

function isInOutbox({ key, claim, fields }) {
  if (lastSave?.key !== key || JSON.stringify(lastSave.fields) !== JSON.stringify(fields)) return false;
  return !savesInOutbox().some((other) => other.claim === claim && other.problem);
}

// Nothing is left open: that is said in the place of the claim.
async function showSaved(entry) {
  await flush();
  if (openClaim()?.dataset.address !== entry.address || !(await loadPanel(withEnd(entry.action)))) return;
  note(`Claim ${entry.label} is saved. Nothing is left open here.`);
  await poll().catch(() => {}); // the figures above are those of the end, too
}

/* The panels of saves that may be taken back before they are sent, and how many are kept at most. */
const panelsBefore = new Map();
const MANY = 20;

function keepPanel({ address }) {
  panelsBefore.delete(address);
  panelsBefore.set(address, { html: document.getElementById("panel").innerHTML, url: location.href });
  for (const other of [...panelsBefore.keys()].slice(0, -MANY)) panelsBefore.delete(other);
}

/* The address of what is said at the end, for the claim that was decided on last. */
function withEnd(action) {
  const url = new URL(action, location.href);
  url.searchParams.set("end", "1");
  return url.href;
}

function announce(sentence) {
  document.getElementById("announce").textContent = sentence;
}

/* Says it in the panel too, for everybody to see. */
function note(sentence, button) {
  const alert = element("div", "alert alert-info py-2 px-3 small", sentence);
  if (button) alert.append(button);
  document.getElementById("decided-note")?.replaceChildren(alert);
  announce(sentence);
}

// In the capturing phase: before htmx sends the form by itself.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.matches("#review-form[data-save-url]")) save(form);
    else if (form.elements.version && isOnItsWay(form)) sendAfterIt(form);
    else if (form.id === "undo-form" && !("isDecided" in form.dataset)) undo(form);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// Splitting, asking for a second opinion and the like are about the claim as the save on its way makes it.

function isOnItsWay(form) {
  const { claim, version } = form.elements;
  if (!claim || form.id === "review-form") return false;
  version.value = currentVersion(claim.value, Number(version.value));
  return savesInOutbox().some((entry) => entry.claim === claim.value && !entry.problem);
}

async function sendAfterIt(form) {
  await flush();
  if (isOnItsWay(form)) warn("No connection: your save on this claim hasn’t been sent yet. Try again in a moment.");
  else if (form.isConnected) form.requestSubmit();
}

// The second click of a double click would meet the next claim, which is there by then, and decide on it unseen.
document.addEventListener(
  "click",
  (event) => {
    if (event.detail < 2 || !event.target.closest?.("#panel button, #panel a")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

// ---- Taking back ----------------------------------------------------------------------------------------------------
// First what is typed and not saved, then what was not sent, and only then what the server has.

async function undo(form) {
  const { address, claim: label } = openClaim().dataset;
  if (draftAt(address)) {
    dropTyped(address, label);
    return;
  }
  const release = holdKeys();
  const unsent = await takeBackUnsent();
  if (!unsent) await flush();
  release();
  if (unsent) {
    lastSave = null;
    isOpenAgain(unsent.address);
    const before = panelsBefore.get(unsent.address);
    if (before) showPanel(before);
    else await loadPanel(unsent.action);
    note(`Your decision on claim ${unsent.label} is undone; it had not been sent yet.`);
  } else if (savesInOutbox().some((entry) => !entry.problem)) {
    warn("No connection: you can undo your last decision once it is saved.");
  } else {
    form.dataset.isDecided = "";
    form.requestSubmit();
    delete form.dataset.isDecided;
  }
}

function dropTyped(address, label) {
  const { typed, version } = draftAt(address);
  const form = document.getElementById("review-form");
  dropDraft(address);
  document.getElementById("draft")?.replaceChildren();
  form?.reset();
  if (form) forgetTyped(form);
  const back = element("button", "btn btn-sm btn-outline-secondary ms-2", "Restore");
  back.type = "button";
  back.addEventListener("click", () => {
    storeDraft(address, version, typed);
    if (form?.isConnected) fillIn(form, typed);
    document.getElementById("decided-note")?.replaceChildren();
  });
  note(`What you typed on claim ${label} is discarded. Press again to undo your last decision.`, back);
}

let isTakenBack = false;

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  // A sentence that is cut makes more claims: every panel says how many there are.
  if (/\/(split|join|undo)\//.test(form?.getAttribute?.("action"))) forgetAllAhead();
  isTakenBack = form?.id === "undo-form";
  if (isTakenBack) announce("");
});

document.addEventListener("htmx:after:settle", () => {
  const sentence = document.getElementById("announce").textContent.trim();
  if (!isTakenBack || !sentence) return;
  note(sentence);
  isTakenBack = false;
});

// ---- What became of it ----------------------------------------------------------------------------------------------

document.addEventListener("outbox:accept", (event) => {
  const { save: entry, answer } = event.detail;
  announce(answer.message);
  if (isOutboxEmpty()) clearWarning();
  document.getElementById(`claim-${entry.label}`)?.classList.add("fc-reviewed");
  panelsBefore.delete(entry.address);
  forgetAhead(entry.address);
  fetchAheadSoon();
  renewSources();
  pollSoon();
});

/* The panel that was last fetched again, so that this happens once. */
let shownAgain = "";

/* What this person has decided since the panel was drawn, here or in another tab, is shown, unless something is typed. */
function showNewest() {
  const form = document.querySelector("#review-form[data-save-url]");
  const { address, version } = openClaim()?.dataset ?? {};
  if (
    !form ||
    isMovingOn ||
    isLeaving() ||
    isTyped(form) ||
    !isBehind(form.elements.claim.value, Number(form.elements.version.value))
  )
    return;
  if (savesInOutbox().some((entry) => entry.address === address && !entry.problem)) return;
  if (shownAgain === `${address} ${version}`) return;
  shownAgain = `${address} ${version}`;
  loadPanel(location.href);
}

document.addEventListener("desk:panel", showNewest);
document.addEventListener("outbox:change", showNewest);

let sourcesTimer = 0;

// Who the sources are takes all claims of the article: it is asked for when somebody looks.
function renewSources() {
  window.clearTimeout(sourcesTimer);
  sourcesTimer = window.setTimeout(() => {
    const sources = document.getElementById("sources");
    const again = document.getElementById("sources-again");
    if (!sources || !again) return;
    sources.replaceChildren(again.content.cloneNode(true));
    htmx.process(sources);
  }, 300);
}

function stuckNote(entry) {
  const alert = element("div", "alert alert-danger py-1 px-2 mb-2 small d-flex gap-2 align-items-center");
  const look = element("button", "btn btn-sm btn-outline-secondary ms-auto", "Look");
  look.type = "button";
  look.dataset.look = entry.key;
  look.dataset.key = "l";
  look.setAttribute("aria-keyshortcuts", "l");
  look.append(" ", element("kbd", "fc-key", "l"));
  alert.append(element("span", "", `Claim ${entry.label} is not saved: ${entry.problem}`), look);
  return alert;
}

/* On a phone the top of the page, with the count, is out of sight; elsewhere this is hidden. Read aloud it is once. */
function heldUpNote() {
  if (!isOutboxHeldUp()) return [];
  const alert = element("div", "fc-held-up alert alert-warning py-1 px-2 mb-2 small", outboxInWords());
  alert.setAttribute("aria-hidden", "true");
  return [alert];
}

function isHere(entry) {
  return entry.address.startsWith(location.pathname.match(/^\/articles\/\d+\//)?.[0]);
}

/** Marks in the article the claims whose saves are held up, and says beside the panel what can't be saved. */
export function showOutbox() {
  const entries = savesInOutbox().filter(isHere);
  const stuck = entries.filter((entry) => entry.problem).map(stuckNote);
  document.getElementById("outbox").replaceChildren(...heldUpNote(), ...stuck);
  for (const mark of document.querySelectorAll(".fc-waiting")) mark.remove();
  for (const entry of entries) {
    if (!entry.problem && !isOutboxHeldUp()) continue;
    const mark = element("span", "fc-waiting", " …");
    mark.append(element("span", "visually-hidden", "not saved yet"));
    document.getElementById(`claim-${entry.label}`)?.append(mark);
  }
}

document.addEventListener("outbox:change", showOutbox);

// Whoever comes back to a claim before the server has what they said of it finds their words there, those of another
// tab too.
function showUnsent() {
  const { address } = openClaim()?.dataset ?? {};
  const form = document.querySelector("#review-form[data-save-url]");
  const entry = savesInOutbox().findLast((other) => other.address === address);
  if (!form || !entry || entry.problem || isMovingOn || isLeaving() || isTyped(form)) return;
  showsSave(entry);
  if (JSON.stringify(typedFields(form)) === JSON.stringify(entry.typed)) return;
  fillIn(form, entry.typed);
  note("This is what you saved here; it is still being sent.");
}

document.addEventListener("desk:panel", showUnsent);
document.addEventListener("outbox:change", showUnsent);

// Somebody looks at a save that could not go through: their words come back, beside what is there now.
async function look(key) {
  const stuck = savesInOutbox().find((entry) => entry.key === key);
  if (!stuck) return;
  storeDraft(stuck.address, "", stuck.typed);
  let response;
  try {
    response = await postForm(stuck.action, { ...stuck.fields, key, version: stuck.version });
  } catch {
    return warn("No connection; what you typed is kept. Try again in a moment.");
  }
  const isRefused = response.status === 409 || response.status === 422;
  if (response.status === 401) document.dispatchEvent(new Event("desk:signed-out"));
  if (!response.ok && !isRefused) return warn(notLooked(response.status));
  await dropFromOutbox(key);
  const isAnswer = !response.headers.has("HX-Retarget");
  // What stood in the way is gone, and it is saved after all.
  if (response.ok && isAnswer) dropDraft(stuck.address);
  if (isRefused && isAnswer) {
    showPanel({ html: await response.text(), url: new URL(stuck.action, location.href).href });
    const form = document.getElementById("review-form");
    if (form) keepDraft(form);
  } else {
    location.assign(stuck.address);
  }
}

function notLooked(status) {
  if (status === 401) return "You are signed out; what you typed is kept. Sign in, then try again.";
  if (status === 403) return "You can’t review here; what you typed is kept. Ask an administrator.";
  if (status === 404) return "This claim no longer exists; what you typed is kept in this browser.";
  return "The server didn’t respond; what you typed is kept. Try again in a moment.";
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-look]");
  if (button) look(button.dataset.look);
});

document.addEventListener("desk:drawn", () => {
  markClaims();
  showOutbox();
});
