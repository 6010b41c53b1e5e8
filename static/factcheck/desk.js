/* The review page: what every page does, the panel, saves over a bad connection, several people at the desk. */

import { fetchNeighbours } from "./ahead.js";
import { flush, showOutbox } from "./outbox.js";
import "./page.js";
import { startPanel } from "./panel.js";
import "./sign_out.js";
import { startPolling } from "./updates.js";

document.addEventListener("desk:session-renewed", flush);

// Once page.js has started htmx.
document.addEventListener("DOMContentLoaded", () => {
  startPanel();
  showOutbox();
  fetchNeighbours();
  flush();
  startPolling();
});
