/* The desk's keyboard, its drafts, and what it says when the server can't be reached.
   Every page works without this file; with it, nothing typed is lost on the way. */
"use strict";

// ---- Keys -----------------------------------------------------------------------------------------------------------
// A key belongs to the element that carries it as data-key, where it is also printed: a link or button is pressed,
// a choice is made, a field gets the cursor.

function isTyping(element) {
  if (!element.matches("input, textarea, select, [contenteditable]")) return false;
  return !element.matches("input[type=radio], input[type=checkbox], input[type=submit], input[type=button]");
}

function choose(radio) {
  const none = radio.form.querySelector(`[name="${radio.name}"][data-no-verdict]`);
  const target = radio.checked && none ? none : radio;
  target.checked = true;
  target.dispatchEvent(new Event("input", { bubbles: true }));
}

function act(element) {
  if (element.matches("input[type=radio]")) choose(element);
  else if (element.matches("input, textarea")) element.focus();
  else element.click();
}

document.addEventListener("keydown", (event) => {
  const at = event.target instanceof Element ? event.target : document.body;
  if (isTyping(at)) {
    if (event.key === "Escape") at.blur();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form?.id === "review-form") {
      event.preventDefault();
      at.form.requestSubmit();
    }
    return;
  }
  if (event.key === "Escape") document.querySelectorAll("details.dropdown[open]").forEach((menu) => (menu.open = false));
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  // On a link or a button, Enter means that link or button; on a claim's choice it means save.
  if (event.key === "Enter" && at.matches("a, button, summary")) return;
  if (!ownerOf(event.key)) return;
  event.preventDefault();
  if (underway.size) typedAhead.push(event.key);
  else act(ownerOf(event.key));
});

function ownerOf(key) {
  return key === "/" ? document.getElementById("search") : document.querySelector(`[data-key="${CSS.escape(key)}"]`);
}

// While the next panel is on its way, keys wait for it: “j Enter” typed fast must not save the claim just left.
const underway = new Set();
let typedAhead = [];

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.target?.id === "panel") underway.add(ctx);
});

document.addEventListener("htmx:finally:request", (event) => {
  if (!underway.delete(event.detail.ctx)) return;
  if (answerOf(event) === 0 || answerOf(event) >= 400) typedAhead = [];
  while (!underway.size && typedAhead.length) {
    const owner = ownerOf(typedAhead.shift());
    if (owner) act(owner);
  }
});

// ---- Requests -------------------------------------------------------------------------------------------------------
// The token is read when it is sent: signing in again in another tab gives a new one, and the save still goes through.

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (request.method === "GET") return;
  request.headers["X-CSRFToken"] = cookie("csrftoken");
  if (request.body instanceof FormData) request.body.delete("csrfmiddlewaretoken");
});

function warn(sentence, link) {
  const place = document.getElementById("connection");
  if (!place) return;
  const alert = document.createElement("div");
  alert.className = "alert alert-danger py-2 px-3 mb-2";
  alert.append(sentence);
  if (link) alert.append(" ", link);
  place.replaceChildren(alert);
}

function signInLink() {
  const link = document.createElement("a");
  link.href = "/accounts/login/";
  link.target = "_blank";
  link.textContent = "Sign in in a new tab";
  return link;
}

function answerOf(event) {
  return event.detail.ctx?.response?.status ?? event.detail.response?.status ?? 0;
}

// What the page asks for by itself neither warns nor takes a warning away.
function isByItself(event) {
  const { ctx } = event.detail;
  return ctx?.sourceElement?.id === "findings" && ctx.sourceEvent?.type !== "toggle";
}

document.addEventListener("htmx:before:request", (event) => {
  if (!isByItself(event)) document.getElementById("connection")?.replaceChildren();
});

document.addEventListener("htmx:error", (event) => {
  if (isByItself(event)) return;
  warn("No connection: nothing was saved, and what you typed is still here. Try again in a moment.");
});

// Such answers are not swapped in (see noSwap in base.html): they must not take the place of what was typed.
document.addEventListener("htmx:response:error", (event) => {
  const status = answerOf(event);
  if (isByItself(event)) return;
  if (status === 401) warn("You are signed out: nothing was saved yet. Sign in, come back and save again.", signInLink());
  else if (status === 403) warn("Not saved: you may not do this, or this page is too old. Reload it; what you typed is kept.");
  else if (status === 404) warn("Not saved: this claim is no longer there.");
  else if (status >= 500) warn("The server could not answer. What you typed is still here; try again in a moment.");
});

document.addEventListener("htmx:before:history:update", (event) => {
  if (answerOf(event) >= 400) event.preventDefault();
});

// ---- The selected claim ---------------------------------------------------------------------------------------------

function panelBody() {
  return document.querySelector("#panel [data-claim]");
}

function select() {
  const body = panelBody();
  if (!body) return;
  const claim = document.getElementById(`claim-${body.dataset.claim}`);
  document.querySelectorAll(".fc-claim[aria-current]").forEach((other) => {
    if (other !== claim) other.removeAttribute("aria-current");
  });
  if (!claim) return;
  claim.setAttribute("aria-current", "true");
}

// What the rules remark in view of the whole article stands in the list of all findings, and beside its claims too.
function remarkBeside() {
  const place = document.getElementById("remarks-beside");
  if (!place) return;
  const remarks = [...document.querySelectorAll("#findings-list template[data-beside]")];
  const here = remarks.filter((one) => one.dataset.beside.split(" ").includes(panelBody()?.dataset.claim));
  place.replaceChildren(...here.map((one) => one.content.cloneNode(true)));
  place.hidden = !here.length;
}

// Decisions change it, one's own and others'. Open, it stays as it is being read; whoever opens it gets it anew.
document.addEventListener("desk:news", (event) => {
  const findings = document.getElementById("findings");
  if (event.detail.tally && findings && !findings.open) htmx.trigger(findings, "stale");
});

let shown = "";

function arrive() {
  select();
  markDrafts();
  restoreOwnDrafts();
  remarkBeside();
  const body = panelBody();
  if (!body) return;
  const now = `${body.dataset.address} ${body.dataset.version} ${document.querySelector("#id_key")?.value}`;
  if (now === shown) return;
  const isFirst = shown === "";
  shown = now;
  restoreDraft();
  if (isFirst) return;
  document.getElementById("messages")?.replaceChildren();
  document.getElementById("panel-heading")?.focus({ preventScroll: true });
  document.getElementById("panel").scrollTop = 0;
  document.querySelector('.fc-claim[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:after:swap", arrive);
document.addEventListener("DOMContentLoaded", () => {
  // Left to itself, htmx starts from a timer, which a busy browser runs when somebody is typing already.
  htmx.initialize();
  arrive();
  searchWhatStandsThere();
  document.querySelector('.fc-claim[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
});

// Words typed while the page still loaded, or put back by a browser that reloads, were heard by nobody.
function searchWhatStandsThere() {
  const search = document.getElementById("search");
  if (search && search.value !== search.defaultValue) search.dispatchEvent(new Event("input", { bubbles: true }));
}

// ---- Drafts ---------------------------------------------------------------------------------------------------------
// What is typed and not saved stays in this browser, by person and claim, over a move to another claim and a reload.

const NOT_TYPED = ["csrfmiddlewaretoken", "claim", "version", "key"];

function draftName(address) {
  const user = document.getElementById("desk")?.dataset.user;
  return user ? `factcheck:${user}:${address}` : null;
}

function typed(form) {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name)));
}

function keepDraft(form) {
  const body = panelBody();
  const name = draftName(body.dataset.address);
  if (name) localStorage.setItem(name, JSON.stringify({ version: body.dataset.version, typed: typed(form) }));
  markDrafts();
}

function dropDraft(address) {
  const name = draftName(address);
  if (name) localStorage.removeItem(name);
  markDrafts();
}

function restoreDraft() {
  const form = document.getElementById("review-form");
  const body = panelBody();
  const name = form && draftName(body.dataset.address);
  const kept = name && localStorage.getItem(name);
  if (!kept) return;
  const draft = JSON.parse(kept);
  // A refused form brings its own words back: those are newer than what was kept.
  if (document.querySelector("#panel .fc-conflict, #panel .text-danger")) return;
  if (JSON.stringify(draft.typed) === JSON.stringify(typed(form))) return;
  for (const [field, value] of Object.entries(draft.typed)) {
    if (form.elements[field]) form.elements[field].value = value;
  }
  showDraft(
    draft.version === body.dataset.version
      ? "Not saved yet: this is what you typed here before."
      : "Not saved yet: this is what you typed before this claim was changed. Look at its history before you save.",
  );
}

function showDraft(sentence) {
  const note = document.createElement("div");
  note.className = "alert alert-info py-2 px-3 small d-flex align-items-center gap-2";
  note.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = sentence;
  const drop = document.createElement("a");
  drop.className = "btn btn-sm btn-outline-secondary ms-auto text-nowrap";
  drop.href = location.href;
  drop.textContent = "Drop it";
  drop.dataset.dropDraft = "";
  note.append(words, drop);
  document.getElementById("draft").replaceChildren(note);
}

function markDrafts() {
  const user = document.getElementById("desk")?.dataset.user;
  if (!user) return;
  document.querySelectorAll(".fc-claim").forEach((claim) => {
    const address = claim.getAttribute("href").split("?")[0];
    claim.classList.toggle("fc-draft", localStorage.getItem(`factcheck:${user}:${address}`) !== null);
  });
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (form?.id === "review-form") keepDraft(form);
});

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest?.("[data-drop-draft]")) dropDraft(panelBody().dataset.address);
  },
  true,
);

document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (ctx.sourceElement?.id !== "review-form" || answerOf(event) !== 200) return;
  // Settling two opinions has an address of its own, below the claim's.
  dropDraft(ctx.sourceElement.getAttribute("action").split("?")[0].replace(/settle\/$/, ""));
});

document.addEventListener("submit", (event) => {
  // Signing out leaves nothing of unpublished copy behind in the browser.
  if (event.target.matches("[data-sign-out]")) {
    Object.keys(localStorage)
      .filter((name) => name.startsWith("factcheck:"))
      .forEach((name) => localStorage.removeItem(name));
  }
});

// ---- Evidence and talk ----------------------------------------------------------------------------------------------
// Forms below the review form keep drafts of their own, under the name in data-draft; a file can't be kept.

function ownDraft(form) {
  return draftName(form.dataset.draft);
}

function typedWords(form) {
  return Object.fromEntries(Object.entries(typed(form)).filter(([, value]) => typeof value === "string"));
}

function restoreOwnDrafts() {
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const kept = ownDraft(form) && localStorage.getItem(ownDraft(form));
    // A refused form brings its own words back.
    if (!kept || form.dataset.restored || form.querySelector(".text-danger")) return;
    form.dataset.restored = "";
    for (const [field, value] of Object.entries(JSON.parse(kept))) {
      if (form.elements[field]) form.elements[field].value = value;
    }
  });
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.draft || !ownDraft(form)) return;
  localStorage.setItem(ownDraft(form), JSON.stringify(typedWords(form)));
});

document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form?.dataset.draft) return;
  event.preventDefault();
  form.requestSubmit();
});

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form?.dataset?.draft && answerOf(event) === 200) localStorage.removeItem(ownDraft(form));
});

document.addEventListener(
  "click",
  (event) => {
    const drop = event.target.closest?.("[data-drop]");
    if (drop) localStorage.removeItem(draftName(drop.dataset.drop));
  },
  true,
);

// What others bring or say appears while the page is open, unless somebody is writing there this very moment.
function isWriting(place) {
  if (place.contains(document.activeElement) || place.querySelector("#evidence-form")) return true;
  return [...place.querySelectorAll("textarea")].some((field) => field.value !== "");
}

async function freshen(place) {
  const answer = await fetch(place.dataset.news, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
  const html = await answer.text();
  if (!answer.ok || isWriting(place) || !place.isConnected) return;
  const wasOpen = place.querySelector("details")?.open;
  place.innerHTML = html;
  const details = place.querySelector("details");
  if (details && !place.querySelector(".fc-new")) details.open = wasOpen;
  htmx.process(place);
}

document.addEventListener("desk:news", (event) => {
  if (!(parseInt(panelBody()?.dataset.claim, 10) in event.detail.sentences)) return;
  document.querySelectorAll("#panel [data-news]").forEach((place) => {
    if (!isWriting(place)) freshen(place).catch(() => {}); // the next news brings it
  });
});

// On a phone the row of pages moves sideways: it begins where one is.
const here = document.querySelector(".fc-nav nav [aria-current=page]");
// The row alone: the page stays where its address leads.
if (here) here.closest("nav").scrollLeft = here.offsetLeft - (here.closest("nav").clientWidth - here.offsetWidth) / 2;
