/* Passkeys: a form with data-passkey asks the browser to make one (“create”) or to show one (“get”), and is sent with
   what the browser answers. */

/** Asks the browser with the server's options; its answer as JSON. */
export async function askForPasskey(kind, options) {
  const { publicKey } = options;
  const read =
    kind === "create"
      ? PublicKeyCredential.parseCreationOptionsFromJSON
      : PublicKeyCredential.parseRequestOptionsFromJSON;
  const credential = await navigator.credentials[kind]({ publicKey: read.call(PublicKeyCredential, publicKey) });
  return JSON.stringify(credential.toJSON());
}

/** Whether this browser knows passkeys here; it does so over TLS and on this machine alone. */
export function knowsPasskeys() {
  return Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);
}

async function fill(form) {
  const alert = form.querySelector("[role=alert]");
  alert.textContent = "";
  if (!knowsPasskeys()) {
    alert.textContent = "Passkeys don’t work here: they need HTTPS and a browser from 2025 or later.";
    return;
  }
  const data = JSON.parse(document.getElementById(form.dataset.options).textContent);
  try {
    const kind = form.dataset.passkey;
    const options = kind === "create" ? data.creation_options : data.request_options;
    form.elements.credential.value = await askForPasskey(kind, options);
  } catch {
    alert.textContent = "No passkey was used. Try again, or sign in another way.";
    return;
  }
  HTMLFormElement.prototype.submit.call(form);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fill(form);
  });
}
