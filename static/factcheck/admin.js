/* The pages of the administration: what waits is counted and sent from there too, and signing out asks. */

import "./leavings.js";
import { startOutbox } from "./outbox.js";
import { user } from "./requests.js";
import "./sign_out.js";

document.addEventListener("DOMContentLoaded", () => {
  if (user) startOutbox();
});
