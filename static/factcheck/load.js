/* The pages for loading: what every page does, files dropped where they may be chosen, which ones they are, and a form
   that is sent once. */

import "./page.js";

const MAX_LISTED = 20;

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  zone.querySelector("[data-drop-words]").hidden = false;

  const show = () => {
    list.replaceChildren(
      ...[...input.files].slice(0, MAX_LISTED).map((file) => {
        const item = document.createElement("li");
        const name = document.createElement("bdi");
        name.textContent = file.name;
        item.append(name, `, ${size(file.size)}`);
        return item;
      }),
    );
    if (input.files.length > MAX_LISTED) {
      const more = document.createElement("li");
      more.textContent = `… and ${input.files.length - MAX_LISTED} more`;
      list.append(more);
    }
  };
  input.addEventListener("change", show);
  show(); // coming back to the page, the browser still has the files that were chosen

  // The pointer enters and leaves the zone's children too: they are counted.
  let depth = 0;
  const mark = (steps) => {
    depth = Math.max(0, depth + steps);
    zone.classList.toggle("fc-dropping", depth > 0);
  };
  zone.addEventListener("dragenter", () => mark(1));
  zone.addEventListener("dragleave", () => mark(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-depth);
    const transfer = new DataTransfer();
    // Dropped a second time, files join those that are there.
    for (const file of [...input.files, ...event.dataTransfer.files]) transfer.items.add(file);
    input.files = transfer.files;
    show();
  });
}

// A file that misses its place must not replace the page, and what was typed with it.
for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());

for (const form of document.querySelectorAll("form[data-load]")) {
  const button = form.querySelector("button[type=submit]");
  const words = form.querySelector("[data-sending]");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if (words) words.textContent = "Please wait …";
    button?.setAttribute("aria-disabled", "true");
  });
  // Coming back to the page, it may be sent again; also if it was not sent, because nobody was signed in.
  const release = () => {
    delete form.dataset.sent;
    button?.removeAttribute("aria-disabled");
  };
  window.addEventListener("pageshow", release);
  form.addEventListener("desk:not-sent", release);
}
