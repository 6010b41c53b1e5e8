/* The panel and the claim it shows: the selected claim in the article, parts of the page that are replaced, and the
   panels fetched ahead. */

import { markDrafts, restoreDraft, restoreSmallDrafts } from "./drafts.js";
import { getPart, statusOf } from "./requests.js";

const desk = document.getElementById("desk");

/** What the panel holds about its claim: an element with the claim's label, version and address as data. */
export function openClaim() {
  return document.querySelector("#panel [data-claim]");
}

function selectClaim() {
  const open = openClaim();
  if (!open) return;
  const claim = document.getElementById(`claim-${open.dataset.claim}`);
  for (const other of document.querySelectorAll(".fc-claim[aria-current]")) {
    if (other !== claim) other.removeAttribute("aria-current");
  }
  claim?.setAttribute("aria-current", "true");
}

/** Marks in the article the open claim and those with a draft: again, whenever the article was drawn again. */
export function markClaims() {
  selectClaim();
  markDrafts();
}

function scrollToClaim() {
  document.querySelector('.fc-claim[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

// Findings that need the whole article come with the list of all findings, and are shown beside their claims too.
function showRemarks() {
  const place = document.getElementById("remarks-beside");
  if (!place) return;
  const label = openClaim()?.dataset.claim;
  const remarks = [...document.querySelectorAll("#findings-list template[data-beside]")].filter((remark) =>
    remark.dataset.beside.split(" ").includes(label),
  );
  place.replaceChildren(...remarks.map((remark) => remark.content.cloneNode(true)));
  place.hidden = !remarks.length;
}

// ---- Another panel --------------------------------------------------------------------------------------------------

let lastPanel = "";

function refreshPanel() {
  markClaims();
  restoreSmallDrafts();
  showRemarks();
  const open = openClaim();
  if (!open) return;
  const panel = `${open.dataset.address} ${open.dataset.version} ${document.querySelector("#id_key")?.value}`;
  if (panel === lastPanel) return;
  const isFirst = lastPanel === "";
  lastPanel = panel;
  restoreDraft();
  if (isFirst) return;
  document.getElementById("messages")?.replaceChildren();
  document.getElementById("panel-heading")?.focus({ preventScroll: true });
  document.getElementById("panel").scrollTop = 0;
  scrollToClaim();
}

/** The page was just opened. */
export function startPanel() {
  refreshPanel();
  scrollToClaim();
  fetchNeighbours();
}

/** Puts a panel's HTML, fetched from a URL, in place of the one that is there. */
export function showPanel({ html, url }) {
  const panel = document.getElementById("panel");
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title || document.title;
  panel.replaceChildren(...page.body.childNodes);
  htmx.process(panel);
  if (url !== location.href) history.pushState({ htmx: true }, "", url);
  refreshPanel();
}

// ---- Parts of the page ----------------------------------------------------------------------------------------------

export function element(tag, className, text = "") {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

/** Puts HTML into a part of the page, or with `swap` “outerHTML” in its place; the cursor stays where it was. */
export function replacePart(part, html, swap) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const { id } = part;
  if (swap === "outerHTML") part.outerHTML = html;
  else part.innerHTML = html;
  const replaced = document.getElementById(id);
  if (replaced) htmx.process(replaced);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Puts in place what a save's response changes beside the panel: <hx-partial hx-target="#…" hx-swap="…">. */
export function replaceParts(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const partial of page.querySelectorAll("hx-partial")) {
    const part = document.querySelector(partial.getAttribute("hx-target"));
    if (!part || part.id === "panel" || part.id === "announce") continue;
    replacePart(part, partial.innerHTML, partial.getAttribute("hx-swap"));
  }
}

// ---- Panels fetched ahead -------------------------------------------------------------------------------------------
// The next open claims and the neighbours, by the address of the link that leads there; a few ahead, so that one can go
// on while the connection is away. What is decided meanwhile makes them stale: they are fetched again, and shown as they
// are only while nothing can be fetched. A save over somebody's decision is a conflict then, and shown as one.

const AHEAD = 3;
const ahead = new Map();

function countAhead() {
  desk.dataset.ahead = ahead.size;
}

function linkOn(page, selector) {
  return page.querySelector(selector)?.getAttribute("href");
}

async function fetchAhead(href, depth) {
  if (!href || depth === 0) return;
  let panel = ahead.get(href);
  if (!panel || panel.isStale) {
    try {
      const response = await getPart(href);
      if (!response.ok) return;
      panel = { html: await response.text(), url: response.url };
    } catch {
      return;
    }
    ahead.set(href, panel);
    countAhead();
  }
  const page = new DOMParser().parseFromString(panel.html, "text/html");
  await fetchAhead(linkOn(page, "[data-skip]"), depth - 1);
}

function fetchNeighbours() {
  fetchAhead(linkOn(document, "#panel [data-skip]"), AHEAD);
  fetchAhead(linkOn(document, '#panel [data-key="j"]'), 1);
  fetchAhead(linkOn(document, '#panel [data-key="k"]'), 1);
}

/** Others have decided: what was fetched ahead is fetched again. */
export function renewAhead() {
  for (const panel of ahead.values()) panel.isStale = true;
  fetchNeighbours();
}

/** A claim that was decided on is not shown again as it was. */
export function forgetAhead(address) {
  const { pathname } = new URL(address, location.href);
  for (const [href, { url }] of ahead) {
    if (new URL(url).pathname === pathname) ahead.delete(href);
  }
  countAhead();
}

/** Goes on to the next open claim without the server. False when it wasn't fetched ahead. */
export function showNextAhead() {
  const skip = linkOn(document, "#panel [data-skip]");
  const next = ahead.get(skip);
  ahead.delete(skip);
  if (next) showPanel(next);
  return Boolean(next);
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.('#panel [data-skip], #panel [data-key="j"], #panel [data-key="k"]');
    const panel = link && ahead.get(link.getAttribute("href"));
    if (!panel || panel.isStale || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ahead.delete(link.getAttribute("href"));
    showPanel(panel);
    fetchNeighbours();
  },
  true,
);

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form?.id === "review-form" && statusOf(event) === 200) forgetAhead(form.getAttribute("action"));
});

// Fetching ahead waits while somebody moves on: what they go to now comes first.
let pause = 0;

document.addEventListener("htmx:after:swap", () => {
  refreshPanel();
  window.clearTimeout(pause);
  pause = window.setTimeout(fetchNeighbours, 100);
});
