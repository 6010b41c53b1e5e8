/* Drafts: what is typed and not saved stays in this browser, by person and claim, over a move to another claim and a
   reload; sealed, for whoever typed it. */

import { element } from "./parts.js";
import { statusOf, user } from "./requests.js";
import { seal, unseal } from "./sealed.js";

const NOT_TYPED = ["csrfmiddlewaretoken", "claim", "version", "key", "confirms", "drawn_at"];

function draftName(address) {
  return `factcheck:${user}:${address}`;
}

/** What somebody typed or chose in a form. */
export function typedFields(form) {
  return Object.fromEntries([...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name)));
}

/** Fills a form with what was typed in it. */
export function fillIn(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

// ---- The review form ------------------------------------------------------------------------------------------------

/** The draft of the claim at an address: the fields typed, and the version they were typed over. Null when there is none. */
export function draftAt(address) {
  return unseal(localStorage.getItem(draftName(address)));
}

export function storeDraft(address, version, fields) {
  localStorage.setItem(draftName(address), seal({ version, typed: fields }));
  markDrafts();
}

/** Keeps what stands in the review form. */
export function keepDraft(form) {
  const { address, version } = form.closest("[data-claim]").dataset;
  form.dataset.typed = "";
  storeDraft(address, version, typedFields(form));
}

/** Whether somebody typed in this review form, or elsewhere for the same claim, and hasn't saved it. The draft is all
 * tabs' together, and goes when one of them saves; the words that were typed in the others stay theirs. */
export function isTyped(form) {
  return form.dataset.typed !== undefined || draftAt(form.closest("[data-claim]").dataset.address) !== null;
}

/** What was typed in the form is saved or discarded. */
export function forgetTyped(form) {
  delete form.dataset.typed;
}

export function dropDraft(address) {
  localStorage.removeItem(draftName(address));
  markDrafts();
}

/** Shows in the article which claims have a draft. */
export function markDrafts() {
  const prefix = draftName("");
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  const links = names.flatMap((name) => claimAt(name.slice(prefix.length)));
  for (const claim of document.querySelectorAll(".fc-draft")) {
    if (!links.includes(claim)) claim.classList.remove("fc-draft");
  }
  for (const claim of links) claim.classList.add("fc-draft");
}

/* The claim in the article whose panel is at a path: none, or one. */
function claimAt(path) {
  const label = path.match(/\/claims\/(\w+)\/$/)?.[1];
  const claim = label && document.getElementById(`claim-${label}`);
  return claim?.getAttribute("href").split("?")[0] === path ? [claim] : [];
}

/** Fills the review form with its draft, and says so. */
export function restoreDraft() {
  const form = document.getElementById("review-form");
  if (!form) return;
  const { address, version } = form.closest("[data-claim]").dataset;
  const draft = draftAt(address);
  if (!draft) return;
  // A refused form brings its own words back: those are newer than the draft.
  if (document.querySelector("#panel .fc-conflict, #panel .text-danger")) return;
  if (JSON.stringify(draft.typed) === JSON.stringify(typedFields(form))) return;
  fillIn(form, draft.typed);
  announceDraft(
    draft.version === version
      ? "Not saved yet: you typed this here before."
      : "Not saved yet: you typed this before the claim was changed. Check its history before you save.",
  );
}

function announceDraft(sentence) {
  const note = element("div", "alert alert-info py-2 px-3 small d-flex align-items-center gap-2");
  note.setAttribute("role", "status");
  const drop = element("a", "btn btn-sm btn-outline-secondary ms-auto text-nowrap", "Discard");
  drop.href = location.href;
  drop.dataset.dropDraft = "";
  note.append(element("span", "", sentence), drop);
  document.getElementById("draft").replaceChildren(note);
}

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (form?.id === "review-form") keepDraft(form);
});

document.addEventListener("htmx:after:request", (event) => {
  const { sourceElement } = event.detail.ctx;
  if (sourceElement?.id !== "review-form" || statusOf(event) !== 200) return;
  // Settling two opinions has an address of its own, below the claim's.
  dropDraft(
    sourceElement
      .getAttribute("action")
      .split("?")[0]
      .replace(/settle\/$/, ""),
  );
});

// ---- The small forms below it: evidence and comments ----------------------------------------------------------------
// Their drafts go by the name in data-draft. A file can't be kept.

function smallDraftName(form) {
  return draftName(form.dataset.draft);
}

export function restoreSmallDrafts() {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const draft = unseal(localStorage.getItem(smallDraftName(form)));
    // A refused form brings its own words back.
    if (!draft || form.dataset.restored || form.querySelector(".text-danger")) continue;
    form.dataset.restored = "";
    fillIn(form, draft);
  }
}

document.addEventListener("input", (event) => {
  const { form } = event.target;
  if (!form?.dataset.draft) return;
  const words = Object.entries(typedFields(form)).filter(([, value]) => typeof value === "string");
  localStorage.setItem(smallDraftName(form), seal(Object.fromEntries(words)));
});

document.addEventListener("htmx:after:request", (event) => {
  const form = event.detail.ctx.sourceElement;
  if (form?.dataset?.draft && statusOf(event) === 200) localStorage.removeItem(smallDraftName(form));
});

// ---- Dropping one ---------------------------------------------------------------------------------------------------
// A link with data-drop-draft drops the draft of that name, or without a name the open claim's; in the capturing phase,
// before the click leads anywhere.

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("[data-drop-draft]");
    if (link) dropDraft(link.dataset.dropDraft || document.querySelector("#panel [data-claim]").dataset.address);
  },
  true,
);
