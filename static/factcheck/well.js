/* The well below the panel: its parts become tabs. Which one is there stays from claim to claim; what went wrong, and what
   an address names, is shown first. On a small screen the panel folds away. */

import { startPanel } from "./panel.js";

const side = document.querySelector(".fc-side");
const DEFAULT = "why";

function tabs() {
  return [...document.querySelectorAll(".fc-well-tab")];
}

function partOf(tab) {
  return document.getElementById(tab.dataset.tab);
}

/** Shows one part of the well. */
export function showTab(name) {
  side.dataset.tab = name;
  for (const tab of tabs()) {
    const isShown = tab.dataset.tab === name;
    const part = partOf(tab);
    tab.setAttribute("role", "tab");
    tab.id = `tab-${tab.dataset.tab}`;
    tab.setAttribute("aria-selected", String(isShown));
    tab.setAttribute("aria-controls", tab.dataset.tab);
    tab.tabIndex = isShown ? 0 : -1;
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", tab.id);
    part.removeAttribute("aria-label");
    part.tabIndex = 0;
    part.toggleAttribute("data-shown", isShown);
  }
  document.querySelector(".fc-well-tabs")?.setAttribute("role", "tablist");
}

/** Which part of the well is there. */
export function shownTab() {
  return side.dataset.tab;
}

function tabNamed(id) {
  return document.getElementById(id)?.closest(".fc-well-part")?.id;
}

// The counts of parts that were swapped by themselves, beside their tabs.
const counts = new Map();

function showCounts() {
  for (const heading of document.querySelectorAll(".fc-well [data-count]")) {
    counts.set(heading.dataset.count, heading.textContent.match(/\(([^)]*)\)/)?.[1] ?? "");
  }
  const findings = document.getElementById("findings-count");
  if (findings?.textContent) counts.set("findings", findings.textContent);
  const withFindings = document.querySelector("#findings-list .fc-findings")?.dataset.claims;
  const acceptable = document.querySelector("#findings-list .fc-findings")?.dataset.acceptable;
  if (acceptable !== undefined) counts.set("acceptable", acceptable);
  if (withFindings !== undefined) counts.set("with-findings", String(withFindings.split(" ").filter(Boolean).length));
  for (const place of document.querySelectorAll("[data-count-of]")) {
    const count = counts.get(place.dataset.countOf);
    if (count !== undefined && place.textContent !== count) place.textContent = count;
  }
}

function drawTabs(isOtherPanel) {
  const isWrong = document.querySelector("#why > .fc-problems, #why .fc-conflict, #why .fc-settle");
  showTab(isOtherPanel && isWrong ? DEFAULT : (side.dataset.tab ?? DEFAULT));
  showCounts();
  if (!isOtherPanel) return;
  document.getElementById("well").scrollTop = 0;
  const fold = document.querySelector("[data-fold]");
  if (fold) fold.hidden = false;
  drawFold();
  drawLarger();
}

document.addEventListener("desk:panel", () => drawTabs(true));
document.addEventListener("desk:drawn", () => drawTabs(false));
document.addEventListener("htmx:after:swap", () => drawTabs(false));

document.addEventListener("click", (event) => {
  const tab = event.target.closest?.("[data-tab]:not(.fc-side)");
  if (!tab || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  showTab(tab.dataset.tab);
  // Whoever looks sees the list as it now stands.
  if (tab.dataset.tab === "findings") htmx.trigger(document.getElementById("findings"), "look");
});

// In a list of tabs the arrows go from one to the next.
document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.(".fc-well-tab");
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!tab || !step) return;
  event.preventDefault();
  const all = tabs();
  const next = all.at((all.indexOf(tab) + step) % all.length);
  showTab(next.dataset.tab);
  next.focus();
});

// ---- Folding --------------------------------------------------------------------------------------------------------

function drawFold() {
  const isFolded = side.classList.contains("fc-folded");
  const fold = document.querySelector("[data-fold]");
  fold?.setAttribute("aria-expanded", String(!isFolded));
  fold?.setAttribute("aria-label", isFolded ? "Open the panel" : "Close the panel to read");
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-fold]")) return;
  side.classList.toggle("fc-folded");
  drawFold();
});

// ---- Larger ---------------------------------------------------------------------------------------------------------
// The well lies over the article; the panel keeps its place and size.

function drawLarger() {
  const isLarger = side.classList.contains("fc-well-larger");
  const button = document.querySelector("[data-larger]");
  if (!button) return;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isLarger));
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-larger]")) return;
  side.classList.toggle("fc-well-larger");
  drawLarger();
});

/** The page was just opened. */
export function startWell() {
  startPanel();
  showTab(tabNamed(location.hash.slice(1)) ?? tabNamed(document.activeElement?.id) ?? DEFAULT);
}
