/* The session: signing in again in place when it ran out, so that what waits is sent; and a question before somebody
   signs out while saves wait. */

import { flush, isOutboxEmpty } from "./outbox.js";
import { clearWarning, csrfToken } from "./requests.js";
import { poll } from "./updates.js";

const dialog = document.getElementById("sign-in");
const form = dialog.querySelector("form");

document.addEventListener("desk:signed-out", () => {
  if (!dialog.open) dialog.showModal();
});

document.addEventListener("desk:signed-in", () => {
  if (!dialog.open) return;
  form.reset();
  dialog.close();
  clearWarning();
  document.getElementById("panel-heading")?.focus({ preventScroll: true });
});

// What went wrong, as a sentence; empty when whoever owns this page is signed in again.
async function signIn() {
  const fields = new FormData(form);
  fields.set("csrfmiddlewaretoken", csrfToken());
  const response = await fetch(form.action, {
    method: "POST",
    body: fields,
    headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json", "X-CSRFToken": csrfToken() },
  });
  if (response.status === 429) return "Too many tries. Wait a few minutes.";
  if (!response.ok) return "That is not the right name and password.";
  if ((await poll()) !== 200) return "Somebody else is signed in now; these saves are not theirs.";
  await flush();
  return "";
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const alert = dialog.querySelector("[role=alert]");
  alert.textContent = "";
  alert.textContent = await signIn().catch(() => "No connection. Try again in a moment.");
});

// In the capturing phase: before the drafts are removed.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.target.matches("[data-sign-out]") || isOutboxEmpty()) return;
    const question =
      "Some saves still wait in this browser and are sent only while you are signed in. Sign out all the same?";
    if (window.confirm(question)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
