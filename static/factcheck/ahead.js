/* Panels fetched ahead: of the next open claims and of the neighbours, so that one goes on at once, with the connection
   away too. Of a claim on which something happens meanwhile the panel is fetched again; one that is out of date all the
   same leads to a conflict when it is saved, and never to a decision over somebody else's. */

import { holdKeysFor } from "./keys.js";
import { goTo, isOutboxHeldUp, savesInOutbox } from "./outbox.js";
import { parsePanel, showPanel } from "./panel.js";
import { openClaim } from "./parts.js";
import { getPart, postForm } from "./requests.js";

const desk = document.getElementById("desk");
/* Fetched again when fewer than this many are left. */
const FEW = 8;
/* Kept at most. */
const MANY = 60;
/* In milliseconds: whoever goes from claim to claim, deciding on each, stays for less. */
const STAYS = 800;
/* Parsed before they are shown. */
const PARSED = 3;

/* By path: the panel's HTML, its address with the query, and the claim with its version. */
const panels = new Map();
/* The paths of the open claims that come next, and the claim after which they come. */
let plan = [];
let planFor = "";
let planBegan = 0;
let isPlanComplete = false;

/* When a claim was last decided on: what was asked for before that may be out of date when it comes. */
const forgotten = new Map();
let clock = 0;
let forgottenAll = 0;
/* When this person last decided on a claim, or heard that the server has it: an answer from before may call it open. */
const decided = new Map();

function isDecidedSince(path, began) {
  return decided.get(path) >= began || savesInOutbox().some((save) => save.address === path);
}

function forget(path) {
  panels.delete(path);
  forgotten.set(path, clock);
}

function countAhead() {
  desk.dataset.ahead = panels.size;
}

function pathOf(href) {
  return new URL(href, location.href).pathname;
}

function hrefOf(selector) {
  return document.querySelector(`#panel ${selector}`)?.getAttribute("href");
}

// ---- Fetching -------------------------------------------------------------------------------------------------------

let fetching = null;

/** Fetches what may be wanted next, unless it is there; fulfilled when what is being fetched is there or can't be had. */
export function fetchAhead(withNeighbours = true) {
  fetching ??= fetchOnce(withNeighbours).finally(() => {
    fetching = null;
    countAhead();
    parseNext();
  });
  return fetching;
}

async function fetchOnce(withNeighbours) {
  const open = openClaim();
  if (!open) return;
  if (isFromQueue()) {
    await fetchFromQueue();
    return;
  }
  const links = withNeighbours ? [hrefOf('[data-key="j"]'), hrefOf('[data-key="k"]')] : [];
  const neighbours = links.filter(Boolean).map(pathOf);
  const ready = plan.filter((path) => panels.has(path)).length;
  const isPlanned = planFor === open.dataset.address && (ready >= FEW || (isPlanComplete && ready === plan.length));
  if (isPlanned && neighbours.every((path) => panels.has(path))) return;
  // Somebody who has just opened the page waits for the first ones alone.
  const isNews = await fetchPlan(open.dataset, neighbours, ready ? 12 : 2);
  if (isNews) fetchAheadSoon();
}

async function fetchPlan({ claim, address }, neighbours, count) {
  const query = new URLSearchParams(location.search);
  query.set("after", claim);
  query.set("count", count);
  for (const path of neighbours) if (!panels.has(path)) query.append("also", path.split("/").at(-2));
  for (const { version } of panels.values()) query.append("have", version);
  clock += 1;
  const began = clock;
  let answer;
  try {
    const response = await getPart(`${desk.dataset.aheadUrl}?${query}`);
    if (!response.ok) return false;
    answer = await response.json();
  } catch {
    return false;
  }
  if (began < forgottenAll) return true;
  const unsent = new Set(savesInOutbox().map((save) => save.address));
  for (const panel of answer.panels) {
    const path = pathOf(panel.url);
    if (!unsent.has(path) && !(forgotten.get(path) >= began)) panels.set(path, panel);
  }
  for (const path of [...panels.keys()].slice(0, -MANY)) panels.delete(path);
  const open = openClaim();
  // Whoever has gone on meanwhile is somewhere in it.
  const paths = answer.next.map(pathOf);
  const at = paths.indexOf(open.dataset.address);
  if (open.dataset.address === address || at >= 0) {
    plan = paths.slice(at + 1);
    planFor = open.dataset.address;
    planBegan = began;
    isPlanComplete = answer.is_complete && paths.slice(0, at + 1).every((path) => isDecidedSince(path, began));
  }
  return true;
}

function isFromQueue() {
  return new URLSearchParams(location.search).get("queue") === "1";
}

// The queue hands out one more than what is being worked on: nobody else gets it, and it is here at once.
async function fetchFromQueue() {
  const { address, version } = openClaim().dataset;
  if (planFor === address && (plan.length || elsewhere || isPlanComplete)) return;
  try {
    const fields = new URLSearchParams([["besides", version.split(".")[0]]]);
    for (const save of savesInOutbox()) fields.append("besides", save.claim);
    const response = await postForm(desk.dataset.queueUrl, fields);
    const { url } = response.ok ? await response.json() : {};
    if (url === undefined || openClaim()?.dataset.address !== address) return;
    if (url && isOfThisArticle(url)) {
      const panel = await getPart(url);
      if (!panel.ok) return;
      panels.set(pathOf(url), { html: await panel.text(), url, version: "" });
    }
    elsewhere = url && !isOfThisArticle(url) ? url : "";
    plan = url && !elsewhere ? [pathOf(url)] : [];
    planFor = address;
    isPlanComplete = !url;
  } catch {
    // no connection; it is asked again when somebody goes on
  }
}

/* Where the queue goes on in another article. */
let elsewhere = "";

function isOfThisArticle(url) {
  return pathOf(url).startsWith(pathOf(desk.dataset.nextUrl).replace(/next\/$/, ""));
}

/* What comes first is parsed while nobody needs the page. */
function parseNext() {
  const later = window.requestIdleCallback ?? window.setTimeout;
  later(() => {
    const path = plan.slice(0, PARSED).find((other) => panels.has(other) && !panels.get(other).nodes);
    if (!path) return;
    const panel = panels.get(path);
    panels.set(path, { ...panel, nodes: parsePanel(panel.html) });
    parseNext();
  });
}

let pause = 0;

/** The same in a moment: what somebody goes to now comes first. The neighbours are for whoever stays a little. */
export function fetchAheadSoon() {
  window.clearTimeout(pause);
  pause = window.setTimeout(async () => {
    await fetchAhead(false);
    pause = window.setTimeout(fetchAhead, STAYS);
  }, 100);
}

/** Something has happened on these sentences: their panels are fetched again. */
export function forgetSentences(numbers) {
  for (const path of panels.keys()) {
    if (numbers.includes(String(parseInt(path.split("/").at(-2), 10)))) forget(path);
  }
  countAhead();
  fetchAheadSoon();
}

/** Nothing that was fetched is right any more. */
export function forgetAllAhead() {
  clock += 1; // what is on its way is from before
  forgottenAll = clock;
  panels.clear();
  plan = [];
  planFor = "";
  countAhead();
  fetchAheadSoon();
}

/** A claim that was decided on is not shown again as it was. */
export function forgetAhead(address) {
  decided.set(pathOf(address), clock);
  forget(pathOf(address));
  countAhead();
}

/** A decision that was never sent was taken back: the claim is open again. */
export function isOpenAgain(address) {
  decided.delete(pathOf(address));
  fetchAheadSoon();
}

// ---- Showing --------------------------------------------------------------------------------------------------------

/** Shows a panel that is there; false for another. Whoever goes on without deciding leaves an open claim behind. */
export function showAhead(href, isDecided = false) {
  const path = pathOf(href);
  const panel = panels.get(path);
  if (!panel) return false;
  if (plan.includes(path)) {
    plan = plan.slice(plan.indexOf(path) + 1);
    planFor = path;
    isPlanComplete &&= isDecided;
  }
  showPanel({ ...panel, url: new URL(href, location.href).href });
  panels.set(path, { ...panel, nodes: undefined }); // they are in the page now
  parseNext();
  fetchAheadSoon();
  return true;
}

/** Goes on to the next open claim: true when it is there, null when none is left, false when it can't be had. */
export async function showNext() {
  for (let tries = 0; tries < 3; tries += 1) {
    const isShown = showNextAhead(true);
    if (isShown !== false) return isShown;
    await fetchAhead(); // what was being fetched may be for another claim
  }
  return showNextAhead(true);
}

function showNextAhead(isDecided) {
  if (planFor !== openClaim().dataset.address) return false;
  if (elsewhere) {
    if (isOutboxHeldUp() || !navigator.onLine) return false;
    const address = elsewhere;
    holdKeysFor(address, () => goTo(address));
    return true;
  }
  const next = plan.find((path) => !isDecidedSince(path, planBegan));
  if (!next) return isPlanComplete ? null : false;
  return panels.has(next) && showAhead(panels.get(next).url, isDecided);
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.('#panel [data-skip], #panel [data-key="j"], #panel [data-key="k"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const isShown = link.matches("[data-skip]") ? showNextAhead(false) : showAhead(link.getAttribute("href"));
    if (!isShown) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

document.addEventListener("htmx:after:swap", fetchAheadSoon);
