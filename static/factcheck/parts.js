/* Parts of the page: elements that are made, and HTML that is put in place of what is there. */

export function element(tag, className, text = "") {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

/** Puts HTML into a part of the page, or with `swap` “outerHTML” in its place; the cursor stays where it was. */
export function replacePart(part, html, swap) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  const { id } = part;
  if (swap === "outerHTML") part.outerHTML = html;
  else part.innerHTML = html;
  const replaced = document.getElementById(id);
  if (replaced) htmx.process(replaced);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/** Puts in place what a save's response changes beside the panel: <hx-partial hx-target="#…" hx-swap="…">. */
export function replaceParts(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const partial of page.querySelectorAll("hx-partial")) {
    const part = document.querySelector(partial.getAttribute("hx-target"));
    if (!part || part.id === "panel" || part.id === "announce") continue;
    replacePart(part, partial.innerHTML, partial.getAttribute("hx-swap"));
  }
}
