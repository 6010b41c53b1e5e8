/* A link to a page that shows what is saved: followed once the server has what this person said. */

import { flush, isOutboxEmpty } from "./outbox.js";
import { warn } from "./requests.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-after-saving]");
  if (!link || isOutboxEmpty() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await flush();
  if (isOutboxEmpty()) location.assign(link.href);
  else warn("Not everything is saved yet: save or drop that first, then accept the rest.");
});
