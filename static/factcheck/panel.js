/* The panel and the claim it shows, which is marked in the article. */

import { markDrafts, restoreDraft, restoreSmallDrafts } from "./drafts.js";

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

document.addEventListener("htmx:after:swap", refreshPanel);
