/* The review page: what every page does, the panel, saving, several people at the desk. */

import { fetchAhead } from "./ahead.js";
import "./after_saving.js";
import "./agree.js";
import "./asking.js";
import "./find.js";
import { pressTypedAhead } from "./keys.js";
import "./page.js";
import "./rail.js";
import { showOutbox } from "./saving.js";
import { startPolling } from "./updates.js";
import { startWell } from "./well.js";

// Once page.js has started htmx.
document.addEventListener("DOMContentLoaded", () => {
  startWell();
  showOutbox();
  fetchAhead();
  startPolling();
  pressTypedAhead();
});
