/* The session: when it has run out, signing in again in place, after which the form that was about to be sent is sent.
   Nothing is sent in the name of somebody else who signed in meanwhile. */

import { isTyping } from "./cursor.js";
import { whenQuiet } from "./keys.js";
import { askForPasskey, knowsPasskeys } from "./passkeys.js";
import { clearWarning, csrfToken, statusOf, user } from "./requests.js";

const dialog = document.getElementById("sign-in"); // where somebody is signed in
const signInForm = dialog?.querySelector("[data-step=password]");
const codeForm = dialog?.querySelector("[data-step=code]");
const passkeyButton = dialog?.querySelector("button[data-passkey]");

const PATIENCE = 5000;
const INTERVAL = 3000;

/* Whether whoever this page was drawn for is signed in: no, if it is somebody else. */
async function isSignedIn() {
  return (await sessionStatus()) === SIGNED_IN;
}

const SIGNED_IN = 204;

async function sessionStatus() {
  try {
    const response = await fetch(dialog.dataset.sessionUrl, {
      headers: { "X-Desk-User": user, "HX-Request": "true", "HX-Request-Type": "partial" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    return response.status;
  } catch {
    return 0;
  }
}

// ---- The dialog -----------------------------------------------------------------------------------------------------

// What is done once they are signed in again, and what if they close the dialog.
let waiting = null;
let timer = 0;

function askToSignIn(request) {
  if (request) waiting = request;
  whenQuiet(openDialog); // it takes the cursor
}

function openDialog() {
  if (dialog.open) return;
  dialog.showModal();
  timer = window.setInterval(lookForSession, INTERVAL); // signed in in another tab, perhaps
}

async function lookForSession() {
  if (await isSignedIn()) goOn();
}

function goOn() {
  if (!dialog.open) return;
  const request = waiting;
  waiting = null;
  dialog.close();
  clearWarning();
  // The browser has put the cursor back where it was.
  if (!isTyping(document.activeElement)) document.getElementById("panel-heading")?.focus({ preventScroll: true });
  document.dispatchEvent(new Event("desk:session-renewed"));
  request?.send();
}

// What went wrong, as a sentence; empty when whoever owns this page is signed in again, or a code is asked for.
async function send(form, fields, otherwise) {
  fields.set("csrfmiddlewaretoken", csrfToken());
  const response = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { ...JSON_HEADERS, "X-CSRFToken": csrfToken() },
  });
  if (response.status === 429) return "Too many attempts. Wait a few minutes.";
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) return answer.form?.errors?.[0] ?? otherwise;
  if (answer.location === dialog.dataset.factorUrl) return await askForCode();
  if (answer.location?.endsWith("/inactive/")) return INACTIVE;
  if (!(await isSignedIn())) return "Somebody else is signed in now, so nothing was sent.";
  goOn();
  return "";
}

const INACTIVE =
  "This account is no longer active, so nothing was sent. What you typed is kept in this browser; ask an administrator.";
const JSON_HEADERS = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
let passkeyOptions = null;

async function askForCode() {
  const response = await fetch(dialog.dataset.factorUrl, { headers: JSON_HEADERS });
  passkeyOptions = (await response.json()).passkey;
  showStep(codeForm);
  passkeyButton.hidden = !passkeyOptions || !knowsPasskeys();
  codeForm.elements.code.focus();
  return "";
}

function showStep(form) {
  signInForm.hidden = form !== signInForm;
  codeForm.hidden = form !== codeForm;
}

async function tell(sending) {
  const alert = dialog.querySelector("[role=alert]");
  alert.textContent = "";
  alert.textContent = await sending.catch(() => "No connection. Try again in a moment.");
}

signInForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  tell(send(signInForm, new FormData(signInForm), "Wrong username or password."));
});

codeForm?.addEventListener("submit", (event) => {
  event.preventDefault();
  tell(send(codeForm, new FormData(codeForm), "Wrong code."));
});

passkeyButton?.addEventListener("click", () => tell(sendPasskey()));

async function sendPasskey() {
  const fields = new FormData();
  try {
    fields.set("credential", await askForPasskey("get", passkeyOptions));
  } catch {
    return "No passkey was used. Try again, or use a code.";
  }
  return await send(codeForm, fields, "Wrong passkey.");
}

dialog?.addEventListener("close", () => {
  window.clearInterval(timer);
  signInForm?.reset();
  codeForm?.reset();
  if (signInForm) showStep(signInForm);
  dialog.querySelector("[role=alert]").textContent = "";
  waiting?.giveUp();
  waiting = null;
});

document.addEventListener("desk:signed-out", () => askToSignIn());
document.addEventListener("desk:signed-in", goOn);

// ---- Forms that lead to another page --------------------------------------------------------------------------------
// Sent without a session they would leave the page, and what is typed in it: who is signed in is asked first.

const underway = new Set();

function isSent(form) {
  return form.getAttribute("method")?.toLowerCase() === "post" && !form.matches("[data-sign-out], [target=_blank]");
}

// The token of the present session, once it is known whose session that is.
function renewToken(form) {
  const token = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (token && csrfToken()) token.value = csrfToken();
}

// As the browser would have sent it: with the button that was pressed.
function leaveWith(form, submitter) {
  const pressed = document.createElement("input");
  pressed.type = "hidden";
  pressed.name = submitter?.name ?? "";
  pressed.value = submitter?.value ?? "";
  if (pressed.name) form.append(pressed);
  HTMLFormElement.prototype.submit.call(form);
  pressed.remove();
}

async function sendForm(form, submitter) {
  if (underway.has(form)) return;
  underway.add(form);
  const status = await sessionStatus();
  underway.delete(form);
  if (status !== 401) {
    // Where the server doesn't say who is signed in, the form goes as it is: in another person's session it is refused.
    if (status === SIGNED_IN) renewToken(form);
    return leaveWith(form, submitter);
  }
  askToSignIn({
    send: () => {
      renewToken(form);
      leaveWith(form, submitter);
    },
    giveUp: () => form.dispatchEvent(new Event("desk:not-sent")),
  });
}

// On the window, and so after everybody who may have a reason not to send it.
window.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !dialog || !isSent(event.target)) return;
  event.preventDefault();
  sendForm(event.target, event.submitter);
});

// ---- Forms that stay on the page ------------------------------------------------------------------------------------
// The review form's saves wait in the outbox, which asks by itself.

document.addEventListener("htmx:response:error", (event) => {
  const { sourceElement: form, sourceEvent } = event.detail.ctx ?? {};
  if (!dialog || statusOf(event) !== 401 || form?.id === "review-form") return;
  if (!form?.matches?.("form") || !isSent(form)) return;
  askToSignIn({
    send: () => {
      if (!form.isConnected) return;
      // It was decided on before: what was saved in another tab since, and not sent yet, is not what it takes back.
      form.dataset.isDecided = "";
      form.requestSubmit(sourceEvent?.submitter ?? null);
      delete form.dataset.isDecided;
    },
    giveUp: () => {},
  });
});
