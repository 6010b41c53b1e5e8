/* The review page: what every page does, the panel, saves over a bad connection, several people at the desk. */

import { fetchNeighbours } from "./ahead.js";
import { flush, showOutbox } from "./outbox.js";
import "./page.js";
import { startPanel } from "./panel.js";
import "./session.js";
import { startPolling } from "./updates.js";

// Once page.js has started htmx.
document.addEventListener("DOMContentLoaded", () => {
  startPanel();
  showOutbox();
  fetchNeighbours();
  flush();
  startPolling();
});
