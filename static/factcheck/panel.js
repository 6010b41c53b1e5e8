/* The panel and the claim it shows, which is marked in the article. */

import { restoreCursor } from "./cursor.js";
import { markDrafts, restoreDraft, restoreSmallDrafts } from "./drafts.js";
import { holdKeys } from "./keys.js";
import { openClaim } from "./parts.js";
import { getPart, warn } from "./requests.js";

function selectClaim() {
  const open = openClaim();
  if (!open) return;
  const claim = document.getElementById(`claim-${open.dataset.claim}`);
  for (const other of document.querySelectorAll(".fc-claim[aria-current]")) {
    if (other !== claim) other.removeAttribute("aria-current");
  }
  claim?.setAttribute("aria-current", "true");
  // The keys lead from claim to claim: with Tab, nobody goes through hundreds of them to reach the panel.
  for (const other of document.querySelectorAll(".fc-claim")) other.tabIndex = other === claim ? 0 : -1;
}

/** Marks in the article the open claim and those with a draft: again, whenever the article was drawn again. */
export function markClaims() {
  selectClaim();
  markDrafts();
}

/* From the top of what is seen of the article, as shares of its height: where a claim is read well, and where it goes. */
const READ_WELL = [0.05, 0.4];
const UPPER_THIRD = 0.22;

function scrollToClaim() {
  const claim = document.querySelector('.fc-claim[aria-current="true"]');
  if (!claim) return;
  const [top, bottom] = seenOfArticle();
  const box = claim.getBoundingClientRect();
  const share = (box.top - top) / (bottom - top);
  // Whoever points at a claim is reading there: it stays where it is.
  const isNear = isPointedAt ? box.top >= top && box.bottom <= bottom : share >= READ_WELL[0] && share <= READ_WELL[1];
  isPointedAt = false;
  if (!isNear) scroller().scrollBy(0, box.top - top - UPPER_THIRD * (bottom - top));
}

// Whoever has marked words to copy them doesn't mean the claim they end in.
document.addEventListener(
  "click",
  (event) => {
    if (!event.detail || !event.target.closest?.(".fc-claim") || getSelection().isCollapsed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);

let isPointedAt = false;
document.addEventListener("pointerdown", (event) => {
  isPointedAt = Boolean(event.target.closest?.(".fc-claim"));
});

function scroller() {
  const column = document.querySelector(".fc-scroll");
  return getComputedStyle(column).overflowY === "auto" ? column : document.scrollingElement;
}

/* Between which heights of the window the article is seen. */
function seenOfArticle() {
  if (scroller() !== document.scrollingElement) {
    const { top, bottom } = document.querySelector(".fc-scroll").getBoundingClientRect();
    return [top, bottom];
  }
  const side = document.querySelector(".fc-side");
  return [0, getComputedStyle(side).position === "fixed" ? side.getBoundingClientRect().top : innerHeight];
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
  document.dispatchEvent(new Event("desk:panel"));
  if (isFirst) return;
  document.getElementById("messages")?.replaceChildren();
  // Whoever splits a sentence goes on to its words.
  const first = document.querySelector('#panel [data-first="split"]') ?? document.getElementById("panel-heading");
  if (!restoreCursor()) first?.focus({ preventScroll: true });
  document.querySelector(".fc-side").scrollTop = 0;
  scrollToClaim();
}

/** The page was just opened. */
export function startPanel() {
  refreshPanel();
  scrollToClaim();
}

/** A panel's HTML as nodes of this page, ready to be shown. */
export function parsePanel(html) {
  return document.createRange().createContextualFragment(html);
}

/** Shows a panel, fetched from a URL, in place of the one that is there; its address too, unless it is there. */
export function showPanel({ html, url, nodes = parsePanel(html) }) {
  const panel = document.getElementById("panel");
  const title = nodes.querySelector("title");
  if (title) document.title = title.textContent;
  title?.remove();
  // Taken out with the cursor in it, it would be laid out once more for nothing.
  if (panel.contains(document.activeElement)) document.activeElement.blur();
  panel.replaceChildren(nodes);
  htmx.process(panel);
  if (url !== location.href) history.pushState({ htmx: true }, "", url);
  lastPanel = "shown";
  refreshPanel();
}

// ---- One that has to be fetched -------------------------------------------------------------------------------------
// What somebody wanted last comes: a panel that is still on its way is dropped, so that address, panel and form are
// always those of one claim.

let loading = null;
const underway = new Set();

/** Fetches the panel at an address and shows it; false when it can't be had. Keys typed meanwhile wait for it. */
export async function loadPanel(url) {
  dropLoading();
  const own = new AbortController();
  loading = own;
  const release = holdKeys();
  let isShown = false;
  try {
    const response = await getPart(url, own.signal);
    const html = await response.text();
    if (response.ok && loading === own) {
      showPanel({ html, url: response.url });
      isShown = true;
    }
  } catch {
    // no connection, or somebody wanted another panel meanwhile
  }
  if (loading === own) loading = null;
  release(isShown);
  return isShown;
}

function dropLoading() {
  loading?.abort();
  loading = null;
  for (const ctx of underway) if (ctx.request.method === "GET") ctx.request.abort();
}

function isForPanel(ctx) {
  return ctx.target?.id === "panel";
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!isForPanel(ctx)) return;
  dropLoading();
  underway.add(ctx);
});

// Going back while a change was being sent: what it brought is of another claim than the address.
document.addEventListener("htmx:finally:request", (event) => {
  if (underway.delete(event.detail.ctx) && !underway.size && !loading) matchAddress();
});

async function matchAddress() {
  const open = openClaim();
  const { pathname, href } = location;
  const isEnd = new URLSearchParams(location.search).has("end");
  const isOther = pathname !== open?.dataset.address || isEnd !== "end" in open.dataset;
  if (!open || !isOther || !/\/claims\/\w+\/$/.test(pathname)) return;
  if ((await loadPanel(href)) || loading || underway.size || location.href !== href) return;
  // It can't be had: the address is again that of what is shown.
  const query = new URLSearchParams(location.search);
  if ("end" in open.dataset) query.set("end", "1");
  else query.delete("end");
  history.replaceState({ htmx: true }, "", `${open.dataset.address}${query.size ? `?${query}` : ""}`);
  warn(`That claim can’t be loaded right now; this is still claim ${open.dataset.claim}.`);
}

// htmx would draw the whole page again.
document.addEventListener("htmx:before:history:restore", (event) => event.preventDefault());
window.addEventListener("popstate", () => {
  dropLoading();
  matchAddress();
});

document.addEventListener("htmx:after:swap", refreshPanel);
