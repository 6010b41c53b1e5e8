/* Updates: what others at the desk decide, say and look at, asked for every few seconds and put into the page. Nothing
   that somebody is typing is touched. */

import { forgetAllAhead, forgetSentences } from "./ahead.js";
import { draftAt } from "./drafts.js";
import { isOutboxEmpty } from "./outbox.js";
import { element, openClaim, replacePart } from "./parts.js";
import { getPart, postForm, warn } from "./requests.js";

const desk = document.getElementById("desk");

let since = Number(desk.dataset.changes);

/** Asks once. The HTTP status; whoever isn't signed in is told so by an event. */
export async function poll() {
  const open = openClaim();
  const [claim, version] = open.dataset.version.split(".");
  const form = document.getElementById("review-form");
  const fields = { since, claim, version, profile: desk.dataset.profile };
  if (new URLSearchParams(location.search).get("queue")) fields.queue = "1";
  const response = await postForm(`${desk.dataset.updatesUrl}${location.search}`, fields);
  if (response.status === 401 && !isOutboxEmpty()) document.dispatchEvent(new Event("desk:signed-out"));
  if (!response.ok) return response.status;
  document.dispatchEvent(new Event("desk:signed-in")); // in another tab, perhaps
  const updates = await response.json();
  since = Math.max(since, updates.changes);
  const claims = document.querySelectorAll(".fc-claim").length;
  for (const [number, html] of Object.entries(updates.sentences)) {
    const sentence = document.getElementById(`sentence-${number}`);
    if (sentence) replacePart(sentence, html, "outerHTML");
  }
  if (document.querySelectorAll(".fc-claim").length !== claims) forgetAllAhead();
  else if (Object.keys(updates.sentences).length) forgetSentences(Object.keys(updates.sentences));
  if (updates.chips) replacePart(document.getElementById("chips"), updates.chips, "innerHTML");
  if (updates.tally) showTally(updates.tally);
  if (updates.superseded) replacePart(document.getElementById("superseded"), updates.superseded, "innerHTML");
  if (parseInt(openClaim()?.dataset.claim, 10) in updates.sentences) renewPlaces();
  showPresent(updates.present);
  if (updates.decided && open === openClaim()) showDecided(updates.decided, form);
  return response.status;
}

function showTally(html) {
  const isOpen = document.getElementById("numbers")?.open;
  replacePart(document.getElementById("tally"), html, "innerHTML");
  document.getElementById("numbers").open = isOpen;
  document.dispatchEvent(new Event("desk:drawn"));
  // Decisions change the findings. An open list stays as it is being read; whoever opens it gets it fresh.
  const findings = document.getElementById("findings");
  if (findings && !findings.checkVisibility()) htmx.trigger(findings, "stale");
}

function showDecided(sentence, form) {
  const { address } = openClaim().dataset;
  const isTyped = form && draftAt(address) !== null;
  const note = element("div", "alert alert-info py-2 px-3 small d-flex align-items-center gap-2");
  note.setAttribute("role", "status");
  const link = element("a", "btn btn-sm btn-outline-secondary ms-auto text-nowrap", "Show");
  link.href = address + location.search;
  note.append(element("span", "", `${sentence}${isTyped ? " What you typed is kept." : ""}`), link);
  document.getElementById("decided-note")?.replaceChildren(note);
}

function showPresent(present) {
  for (const mark of document.querySelectorAll(".fc-present")) mark.remove();
  const here = document.getElementById("here");
  here?.replaceChildren();
  for (const [label, names] of Object.entries(present)) {
    const sentence = `${names.join(", ")} ${names.length > 1 ? "are" : "is"} on this claim`;
    const mark = element("span", "fc-present");
    mark.title = sentence;
    const initials = element("span", "", names.map((name) => name[0]).join(""));
    initials.setAttribute("aria-hidden", "true");
    mark.append(initials, element("span", "visually-hidden", ` (${sentence})`));
    document.getElementById(`claim-${label}`)?.append(mark);
    if (label === openClaim()?.dataset.claim)
      here?.append(`${names.join(", ")} ${names.length > 1 ? "are" : "is"} here too`);
  }
}

// ---- Evidence, comments and findings beside the claim ---------------------------------------------------------------
// What others add appears while the page is open, unless somebody is writing there this very moment.

function isWriting(place) {
  if (place.contains(document.activeElement) || place.querySelector("#evidence-form")) return true;
  return [...place.querySelectorAll("textarea")].some((field) => field.value !== "");
}

async function renew(place) {
  const response = await getPart(place.dataset.refreshUrl);
  const html = await response.text();
  if (!response.ok || isWriting(place) || !place.isConnected) return;
  const wasOpen = place.querySelector("details")?.open;
  place.innerHTML = html;
  const details = place.querySelector("details");
  if (details && !place.querySelector(".fc-new")) details.open = wasOpen;
  htmx.process(place);
}

function renewPlaces() {
  for (const place of document.querySelectorAll("#panel [data-refresh-url]")) {
    if (!isWriting(place)) renew(place).catch(() => {}); // the next update brings it
  }
}

// The findings of the whole article are asked for in a while; somebody may be giving a reason there by then.
document.addEventListener(
  "htmx:before:request",
  (event) => {
    const { sourceElement } = event.detail.ctx;
    if (sourceElement?.id === "findings" && sourceElement.contains(document.activeElement)) event.preventDefault();
  },
  true,
);

// ---- Every few seconds ----------------------------------------------------------------------------------------------

const INTERVAL = 3000;
const LONG_INTERVAL = 15000;
const PAUSE = 800;
let interval = INTERVAL;
let asked = Date.now();

let timer = 0;

async function keepPolling() {
  asked = Date.now();
  try {
    const status = await poll();
    if (status === 404) {
      warn("You no longer have access to this article. Nothing more is saved here; what you typed is still there.");
      return;
    }
    interval = status === 200 ? INTERVAL : Math.min(interval * 2, LONG_INTERVAL);
  } catch {
    interval = Math.min(interval * 2, LONG_INTERVAL);
  }
  pollIn(document.hidden ? LONG_INTERVAL : interval);
}

function pollIn(milliseconds) {
  window.clearTimeout(timer);
  timer = window.setTimeout(keepPolling, milliseconds);
}

/** Asks in a moment, when nothing more is saved for now; somebody who saves on and on is not kept waiting for ever. */
export function pollSoon() {
  const isOverdue = Date.now() - asked > LONG_INTERVAL / 3;
  if (!isOverdue) pollIn(PAUSE);
}

export function startPolling() {
  pollIn(500);
}
