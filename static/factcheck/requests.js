/* Requests to the server, on every page: what is sent along, the status of a response, and what the page says when a
   request fails. */

import { element } from "./parts.js";

/* On most pages the body; the administration's has none of ours. */
const owner = document.querySelector("[data-user]")?.dataset ?? {};

/** Whom the page was drawn for; undefined where nobody is signed in. */
export const user = owner.user;

/** What a page brings for its owner's sealed words, see sealed.js. */
export const seals = owner.seals ?? "";

// The token is read when it is sent: signing in again in another tab gives a new one, and the save still goes through.
// Over TLS the cookie's name begins with “__Host-”.
export function csrfToken() {
  const pair = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]*)/);
  return pair ? decodeURIComponent(pair[1]) : "";
}

/** Asks for a part of a page, as htmx does. */
export function getPart(url, signal) {
  return fetch(url, { signal, headers: { "HX-Request": "true", "HX-Request-Type": "partial", "X-Desk-User": user } });
}

/** Sends a form, as htmx does, in the name of whoever typed it; rejected after `patience` milliseconds. */
export function postForm(url, fields, patience = 30000) {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(patience),
    headers: {
      "X-CSRFToken": csrfToken(),
      "X-Desk-User": user,
      "HX-Request": "true",
      "HX-Request-Type": "partial",
    },
  });
}

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (user) request.headers["X-Desk-User"] = user;
  if (request.method === "GET") return;
  request.headers["X-CSRFToken"] = csrfToken();
  if (request.body instanceof FormData) request.body.delete("csrfmiddlewaretoken");
});

/** The HTTP status an event of htmx is about; 0 when there was no response. */
export function statusOf(event) {
  return event.detail.ctx?.response?.status ?? event.detail.response?.status ?? 0;
}

// ---- Warnings -------------------------------------------------------------------------------------------------------

export function warn(sentence, link) {
  const place = document.getElementById("connection");
  if (!place) return;
  const alert = element("div", "alert alert-danger py-2 px-3 mb-2", sentence);
  if (link) alert.append(" ", link);
  place.replaceChildren(alert);
}

export function clearWarning() {
  document.getElementById("connection")?.replaceChildren();
}

function signInLink() {
  const link = element("a", "", "Sign in (opens in a new tab)");
  link.href = "/accounts/login/";
  link.target = "_blank";
  return link;
}

// What the page asks for by itself neither warns nor takes a warning away.
function isAutomatic(event) {
  const { ctx } = event.detail;
  return ctx?.sourceElement?.id === "findings" && ctx.sourceEvent?.type !== "look";
}

document.addEventListener("htmx:before:request", (event) => {
  if (!isAutomatic(event)) clearWarning();
});

document.addEventListener("htmx:error", (event) => {
  if (isAutomatic(event)) return;
  warn("No connection: nothing was saved, and what you typed is still here. Try again in a moment.");
});

// Such responses are not swapped in (see noSwap in base.html): they must not take the place of what was typed.
document.addEventListener("htmx:response:error", (event) => {
  const status = statusOf(event);
  if (isAutomatic(event)) return;
  if (status === 401)
    warn("You are signed out, so nothing was saved yet. Sign in, come back and save again.", signInLink());
  else if (status === 403)
    warn("Not saved: you don’t have access, or this page is out of date. Reload it; what you typed is kept.");
  else if (status === 404) warn("Not saved: this claim no longer exists.");
  else if (status >= 500) warn("The server didn’t respond. What you typed is still here; try again in a moment.");
});

document.addEventListener("htmx:before:history:update", (event) => {
  if (statusOf(event) >= 400) event.preventDefault();
});
