/* The desk over a bad connection and with several people at it: saves that wait, panels fetched ahead, others' decisions,
   signing in again in place. Needs factcheck.js, and like it only adds to a page that works without. */
"use strict";

const desk = document.getElementById("desk");

function post(url, body) {
  return fetch(url, {
    method: "POST",
    body,
    headers: {
      "X-CSRFToken": cookie("csrftoken"),
      "X-Desk-User": desk.dataset.user,
      "HX-Request": "true",
      "HX-Request-Type": "partial",
    },
  });
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

// ---- Panels fetched ahead -------------------------------------------------------------------------------------------
// The next open claims and the neighbours, by the address of the link that leads there; a few ahead, so that one can go
// on while the connection is away. What is decided meanwhile makes them stale: they are fetched anew, and shown as they
// are only while nothing can be fetched. A save over somebody's decision is a conflict then, and shown as one.

const AHEAD = 3;
const ahead = new Map();

async function fetchAhead(href, depth) {
  if (!href || depth === 0) return;
  let found = ahead.get(href);
  if (!found || found.isStale) {
    try {
      const answer = await fetch(href, { headers: { "HX-Request": "true", "HX-Request-Type": "partial" } });
      if (!answer.ok) return;
      found = { html: await answer.text(), url: answer.url };
    } catch {
      return;
    }
    ahead.set(href, found);
    desk.dataset.ahead = ahead.size;
  }
  const page = new DOMParser().parseFromString(found.html, "text/html");
  await fetchAhead(linkOn(page, "[data-skip]"), depth - 1);
}

// A claim that was decided on is not shown again as it was.
function forget(address) {
  const { pathname } = new URL(address, location.href);
  for (const [href, { url }] of ahead) {
    if (new URL(url).pathname === pathname) ahead.delete(href);
  }
  desk.dataset.ahead = ahead.size;
}

function linkOn(page, selector) {
  return page.querySelector(selector)?.getAttribute("href");
}

function fetchNeighbours() {
  fetchAhead(linkOn(document, "#panel [data-skip]"), AHEAD);
  fetchAhead(linkOn(document, '#panel [data-key="j"]'), 1);
  fetchAhead(linkOn(document, '#panel [data-key="k"]'), 1);
}

function show({ html, url }) {
  const panel = document.getElementById("panel");
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title || document.title;
  panel.replaceChildren(...page.body.childNodes);
  htmx.process(panel);
  if (url !== location.href) history.pushState({ htmx: true }, "", url);
  arrive();
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.('#panel [data-skip], #panel [data-key="j"], #panel [data-key="k"]');
    const found = link && ahead.get(link.getAttribute("href"));
    if (!found || found.isStale || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ahead.delete(link.getAttribute("href"));
    show(found);
    fetchNeighbours();
  },
  true,
);

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form?.id === "review-form" && answerOf(event) === 200) forget(form.getAttribute("action"));
});

// Not while somebody is on the way: what they go to now comes first.
let calm = 0;

document.addEventListener("htmx:after:swap", () => {
  window.clearTimeout(calm);
  calm = window.setTimeout(fetchNeighbours, 100);
});

// ---- Saves that wait ------------------------------------------------------------------------------------------------
// In this browser, by person, in order, until the server has them. The key in the form makes each one decision, however
// often it is sent; the version in it makes an overwritten one a conflict. It holds what was typed, never the article.

const OUTBOX = `factcheck-outbox:${desk.dataset.user}`;

function outbox() {
  return JSON.parse(localStorage.getItem(OUTBOX) ?? "[]");
}

function keepOutbox(entries) {
  if (entries.length) localStorage.setItem(OUTBOX, JSON.stringify(entries));
  else localStorage.removeItem(OUTBOX);
  showOutbox();
}

function change(key, how) {
  keepOutbox(outbox().flatMap((entry) => (entry.key === key ? how(entry) : [entry])));
}

function putInOutbox(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  const key = data.get("key");
  const entries = outbox();
  if (entries.some((entry) => entry.key === key)) return true;
  const body = panelBody();
  const entry = {
    key,
    url: form.getAttribute("action"),
    address: body.dataset.address,
    claim: data.get("claim"),
    label: body.dataset.claim,
    said: new URLSearchParams(data).toString(),
    typed: typed(form),
    stuck: "",
  };
  try {
    keepOutbox([...entries, entry]);
  } catch {
    return false; // full, or not allowed: the words stay in the panel
  }
  return true;
}

function showOutbox() {
  const place = document.getElementById("outbox");
  const entries = outbox();
  const waiting = entries.filter((entry) => !entry.stuck);
  place.replaceChildren();
  if (waiting.length) {
    const note = element("div", "alert alert-warning py-1 px-2 mb-2 small");
    note.append(element("strong", "", `${waiting.length} waiting`));
    note.append(": sent as soon as the server can be reached. You can go on.");
    place.append(note);
  }
  for (const entry of entries.filter((one) => one.stuck)) {
    const note = element("div", "alert alert-danger py-1 px-2 mb-2 small d-flex gap-2 align-items-center");
    note.append(element("span", "", `Claim ${entry.label} is not saved: ${entry.stuck}`));
    const look = element("button", "btn btn-sm btn-outline-secondary ms-auto", "Look");
    look.type = "button";
    look.dataset.look = entry.key;
    note.append(look);
    place.append(note);
  }
  document.querySelectorAll(".fc-waiting").forEach((mark) => mark.remove());
  for (const entry of entries) {
    const mark = element("span", "fc-waiting", " ⏳");
    mark.append(element("span", "visually-hidden", "not saved yet"));
    document.getElementById(`claim-${entry.label}`)?.append(mark);
  }
}

// A save that could not be sent: it waits, and the next panel is there at once.
function wait(form) {
  if (!putInOutbox(form)) {
    warn("No connection, and this browser can’t keep the save: what you typed is still here. Try again in a moment.");
    return;
  }
  document.getElementById("connection")?.replaceChildren();
  const skip = linkOn(document, "#panel [data-skip]");
  const next = ahead.get(skip);
  ahead.delete(skip);
  if (next) show(next);
  else warn("No connection: the save waits here and is sent when the server can be reached.");
  retrySoon();
}

function isSave(event) {
  return event.detail.ctx?.sourceElement?.id === "review-form";
}

document.addEventListener("htmx:error", (event) => {
  if (isSave(event)) wait(event.detail.ctx.sourceElement);
});

document.addEventListener("htmx:response:error", (event) => {
  if (!isSave(event)) return;
  if (answerOf(event) >= 500) wait(event.detail.ctx.sourceElement);
  if (answerOf(event) === 401) {
    putInOutbox(event.detail.ctx.sourceElement);
    askToSignIn();
  }
});

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-Desk-User"] = desk.dataset.user;
});

let pause = 1000;
let timer = 0;

function retrySoon() {
  window.clearTimeout(timer);
  if (!outbox().some((entry) => !entry.stuck)) return;
  timer = window.setTimeout(flush, pause * (0.75 + Math.random() / 2));
  pause = Math.min(pause * 2, 15000);
}

// One tab sends; where locks are not to be had the key still makes each entry one decision.
function flush() {
  const send = (lock) => (lock ? sendAll() : null);
  return navigator.locks ? navigator.locks.request(OUTBOX, { ifAvailable: true }, send) : send(true);
}

async function sendAll() {
  const held = new Set(outbox().filter((entry) => entry.stuck).map((entry) => entry.claim));
  for (;;) {
    const entry = outbox().find((one) => !one.stuck && !held.has(one.claim));
    if (!entry) break;
    if (!(await sendOne(entry))) return retrySoon();
    if (outbox().some((one) => one.key === entry.key)) held.add(entry.claim);
  }
  pause = 1000;
}

async function sendOne(entry) {
  let answer;
  try {
    answer = await post(entry.url, new URLSearchParams(entry.said));
  } catch {
    return false;
  }
  if (answer.status >= 500) return false;
  if (answer.status === 401) {
    askToSignIn();
    return false;
  }
  if (answer.ok) {
    change(entry.key, () => []);
    // What waits for the same claim was typed over this very save.
    keepOutbox(outbox().map((one) => (one.claim === entry.claim ? bumped(one) : one)));
    dropDraftOf(entry);
    take(await answer.text());
    forget(entry.address);
    document.getElementById("announce").textContent = `Claim ${entry.label} is saved.`;
  } else {
    const sentence = answer.status === 409 ? "somebody else has decided on it meanwhile." : "the server refused it.";
    change(entry.key, (one) => [{ ...one, stuck: sentence }]);
  }
  return true;
}

function bumped(entry) {
  const said = new URLSearchParams(entry.said);
  said.set("version", String(Number(said.get("version")) + 1));
  return { ...entry, said: said.toString() };
}

function dropDraftOf(entry) {
  const kept = localStorage.getItem(draftName(entry.address));
  if (kept && JSON.stringify(JSON.parse(kept).typed) === JSON.stringify(entry.typed)) dropDraft(entry.address);
}

// What a save's answer changes beside the panel: <hx-partial hx-target="#…" hx-swap="…">.
function take(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("hx-partial")) {
    const target = document.querySelector(part.getAttribute("hx-target"));
    if (target && target.id !== "panel" && target.id !== "announce") put(target, part.innerHTML, part.getAttribute("hx-swap"));
  }
  select();
  markDrafts();
  showOutbox();
}

function put(target, html, how) {
  const focused = target.contains(document.activeElement) ? document.activeElement.id : "";
  const id = target.id;
  if (how === "outerHTML") target.outerHTML = html;
  else target.innerHTML = html;
  const made = document.getElementById(id);
  if (made) htmx.process(made);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Somebody looks at a save that could not go through: their words come back, beside what is there now.
async function look(key) {
  const entry = outbox().find((one) => one.key === key);
  if (!entry) return;
  const name = draftName(entry.address);
  localStorage.setItem(name, JSON.stringify({ version: "", typed: entry.typed }));
  let answer = null;
  try {
    answer = await post(entry.url, new URLSearchParams(entry.said));
  } catch {
    return warn("No connection; your words are kept. Look again in a moment.");
  }
  change(key, () => []);
  if ((answer.status === 409 || answer.status === 422) && !answer.headers.has("HX-Retarget")) {
    show({ html: await answer.text(), url: new URL(entry.url, location.href).href });
    const form = document.getElementById("review-form");
    if (form) keepDraft(form);
  } else {
    location.assign(entry.address);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-look]");
  if (button) look(button.dataset.look);
});

window.addEventListener("online", flush);
window.addEventListener("storage", (event) => {
  if (event.key === OUTBOX) showOutbox();
});
window.addEventListener("beforeunload", (event) => {
  if (outbox().length) event.preventDefault();
});
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-sign-out]") || !outbox().length) return;
    const question = "Some saves still wait in this browser and are sent only while you are signed in. Sign out all the same?";
    if (!window.confirm(question)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  },
  true,
);

// ---- Signing in again -----------------------------------------------------------------------------------------------

const signIn = document.getElementById("sign-in");

function askToSignIn() {
  if (!signIn.open) signIn.showModal();
}

signIn.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = signIn.querySelector("[role=alert]");
  const data = new FormData(event.target);
  data.set("csrfmiddlewaretoken", cookie("csrftoken"));
  said.textContent = "";
  try {
    const answer = await fetch(event.target.action, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
    });
    if (answer.status === 429) said.textContent = "Too many tries. Wait a few minutes.";
    else if (!answer.ok) said.textContent = "That is not the right name and password.";
    else if (!(await isStillMe())) said.textContent = "Somebody else is signed in now; these saves are not theirs.";
    else {
      await flush();
    }
  } catch {
    said.textContent = "No connection. Try again in a moment.";
  }
});

function signedInAgain() {
  signIn.querySelector("form").reset();
  signIn.close();
  document.getElementById("connection")?.replaceChildren();
  document.getElementById("panel-heading")?.focus({ preventScroll: true });
}

async function isStillMe() {
  return (await poll()) === 200;
}

// ---- Others ---------------------------------------------------------------------------------------------------------

let since = Number(desk.dataset.changes);

async function poll() {
  const body = panelBody();
  const [claim, version] = body.dataset.version.split(".");
  const form = document.getElementById("review-form");
  const asked = { since, claim, version, profile: desk.dataset.profile };
  if (new URLSearchParams(location.search).get("queue")) asked.queue = "1";
  const answer = await post(`${desk.dataset.live}${location.search}`, new URLSearchParams(asked));
  if (answer.status === 401 && outbox().length) askToSignIn();
  if (!answer.ok) return answer.status;
  if (signIn.open) signedInAgain(); // in another tab, perhaps
  const news = await answer.json();
  since = Math.max(since, news.changes);
  for (const [number, html] of Object.entries(news.sentences)) {
    const sentence = document.getElementById(`sentence-${number}`);
    if (sentence) put(sentence, html, "outerHTML");
  }
  if (news.tally) {
    put(document.getElementById("tally"), news.tally, "innerHTML");
    for (const found of ahead.values()) found.isStale = true;
    fetchNeighbours();
    select();
    markDrafts();
    showOutbox();
  }
  if (news.superseded) put(document.getElementById("superseded"), news.superseded, "innerHTML");
  document.dispatchEvent(new CustomEvent("desk:news", { detail: news }));
  showPresent(news.present);
  if (news.decided && body === panelBody()) tell(news.decided, form);
  return answer.status;
}

function tell(sentence, form) {
  const body = panelBody();
  const hasDraft = localStorage.getItem(draftName(body.dataset.address)) !== null;
  const note = element("div", "alert alert-info py-2 px-3 small d-flex align-items-center gap-2");
  note.setAttribute("role", "status");
  note.append(element("span", "", `${sentence}${form && hasDraft ? " What you typed is kept." : ""}`));
  const link = element("a", "btn btn-sm btn-outline-secondary ms-auto text-nowrap", "Show");
  link.href = body.dataset.address + location.search;
  note.append(link);
  document.getElementById("news")?.replaceChildren(note);
}

function showPresent(present) {
  document.querySelectorAll(".fc-present").forEach((mark) => mark.remove());
  const here = document.getElementById("here");
  here?.replaceChildren();
  for (const [label, names] of Object.entries(present)) {
    const words = `${names.join(", ")} ${names.length > 1 ? "are" : "is"} on this claim`;
    const mark = element("span", "fc-present");
    mark.title = words;
    const initials = element("span", "", names.map((name) => name[0]).join(""));
    initials.setAttribute("aria-hidden", "true");
    mark.append(initials, element("span", "visually-hidden", ` (${words})`));
    document.getElementById(`claim-${label}`)?.append(mark);
    if (label === panelBody()?.dataset.claim) here?.append(`${words} too.`);
  }
}

const LIVELY = 3000;
const HIDDEN = 15000;
let quiet = LIVELY;

async function keepAsking() {
  try {
    const status = await poll();
    quiet = status === 200 ? LIVELY : Math.min(quiet * 2, HIDDEN);
    if (status === 200 && outbox().some((entry) => !entry.stuck)) await flush();
  } catch {
    quiet = Math.min(quiet * 2, HIDDEN);
  }
  window.setTimeout(keepAsking, document.hidden ? HIDDEN : quiet);
}

document.addEventListener("DOMContentLoaded", () => {
  showOutbox();
  fetchNeighbours();
  flush();
  window.setTimeout(keepAsking, 500);
});
