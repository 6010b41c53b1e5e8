/* Panels fetched ahead: the next open claims and the neighbours, by the address of the link that leads there; a few, so
   that one can go on while the connection is away. What is decided meanwhile makes them stale: they are fetched again,
   and shown as they are only while nothing can be fetched. A save over somebody's decision is a conflict then, and shown
   as one. */

import { showPanel } from "./panel.js";
import { getPart, statusOf } from "./requests.js";

const desk = document.getElementById("desk");

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

export function fetchNeighbours() {
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
  window.clearTimeout(pause);
  pause = window.setTimeout(fetchNeighbours, 100);
});
