/* Loading: files dropped where they may be chosen, which ones they are, and a form that is sent once.
   The pages work without this file. */
"use strict";

function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  const list = zone.querySelector("[data-drop-list]");
  zone.querySelector("[data-drop-words]").hidden = false;

  const show = () => {
    list.replaceChildren(
      ...[...input.files].slice(0, 20).map((file) => {
        const line = document.createElement("li");
        const name = document.createElement("bdi");
        name.textContent = file.name;
        line.append(name, `, ${size(file.size)}`);
        return line;
      }),
    );
    if (input.files.length > 20) {
      const more = document.createElement("li");
      more.textContent = `… and ${input.files.length - 20} more`;
      list.append(more);
    }
  };
  input.addEventListener("change", show);
  show(); // the browser keeps what was chosen when one comes back

  // What enters and leaves are the zone's children too: they are counted.
  let inside = 0;
  const mark = (steps) => {
    inside = Math.max(0, inside + steps);
    zone.classList.toggle("fc-dropping", inside > 0);
  };
  zone.addEventListener("dragenter", () => mark(1));
  zone.addEventListener("dragleave", () => mark(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(-inside);
    const all = new DataTransfer();
    // Dropped a second time, files join those that are there.
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
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
    if (words) words.textContent = "One moment …";
    button?.setAttribute("aria-disabled", "true");
  });
  // Coming back to the page, it may be sent again.
  window.addEventListener("pageshow", () => {
    delete form.dataset.sent;
    button?.removeAttribute("aria-disabled");
  });
}
