/* Parts of the page: elements that are made, and HTML that is put in place of what is there. */

export function element(tag, className, text = "") {
  const created = document.createElement(tag);
  if (className) created.className = className;
  created.textContent = text;
  return created;
}

/** What the panel holds about its claim: an element with the claim's label, version and address as data. */
export function openClaim() {
  return document.querySelector("#panel [data-claim]");
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
