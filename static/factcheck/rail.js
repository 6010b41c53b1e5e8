/* The rail beside the article: a tick for each claim, which jumps to it. Filled is reviewed and hollow is open, a notch is
   a serious finding, the frame is what is seen of the article. For the mouse alone: the article has the same links. */

import { element } from "./parts.js";

const rail = document.getElementById("rail");
const scroll = document.querySelector(".fc-scroll");
/* Of one claim, or of as many as fit at this height in pixels. */
const TICK = 3;

function serious() {
  return new Set((document.querySelector("#findings-list .fc-findings")?.dataset.serious ?? "").split(" "));
}

function tickOf(claims, labels) {
  const tick = element(
    "span",
    `fc-tick ${claims[0].className.match(/fc-(?!claim|reviewed|match|draft)[\w-]+/)?.[0] ?? ""}`,
  );
  tick.dataset.claim = claims[0].id;
  tick.title =
    claims.length > 1 ? `Claims ${nameOf(claims[0])}–${nameOf(claims.at(-1))}` : `Claim ${nameOf(claims[0])}`;
  tick.classList.toggle(
    "fc-reviewed",
    claims.every((claim) => claim.classList.contains("fc-reviewed")),
  );
  tick.classList.toggle(
    "fc-serious",
    claims.some((claim) => labels.has(nameOf(claim))),
  );
  if (claims.some((claim) => claim.getAttribute("aria-current"))) tick.dataset.current = "";
  return tick;
}

function nameOf(claim) {
  return claim.id.replace("claim-", "");
}

function drawRail() {
  if (!rail.checkVisibility()) return;
  const claims = [...document.querySelectorAll(".fc-claim")];
  const size = Math.max(1, Math.ceil((claims.length * TICK) / rail.clientHeight));
  const labels = serious();
  const ticks = [];
  for (let at = 0; at < claims.length; at += size) ticks.push(tickOf(claims.slice(at, at + size), labels));
  rail.replaceChildren(...ticks, element("span", "fc-seen"));
  drawSeen();
}

/* The ticks have one height each, claims don't: the frame goes from the first claim that is seen to the last. */
function drawSeen() {
  const frame = rail.querySelector(".fc-seen");
  if (!frame) return;
  const { top, bottom } = scroll.getBoundingClientRect();
  const ticks = [...rail.querySelectorAll(".fc-tick")];
  const seen = ticks.filter((tick) => {
    const box = document.getElementById(tick.dataset.claim)?.getBoundingClientRect();
    return box && box.bottom > top && box.top < bottom;
  });
  frame.hidden = !seen.length;
  if (!seen.length) return;
  frame.style.top = `${seen[0].offsetTop}px`;
  frame.style.height = `${seen.at(-1).offsetTop + seen.at(-1).offsetHeight - seen[0].offsetTop}px`;
}

rail.addEventListener("click", (event) => {
  document.getElementById(event.target.dataset.claim)?.click();
});

let frame = 0;
function soon(draw) {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(draw);
}

scroll.addEventListener("scroll", () => soon(drawSeen), { passive: true });
window.addEventListener("resize", () => soon(drawRail));
for (const name of ["desk:panel", "desk:drawn", "htmx:after:swap"])
  document.addEventListener(name, () => soon(drawRail));
