/* Search within the article: what matches is lit as one types, Enter goes from one to the next. */

const field = document.getElementById("find");
const count = document.getElementById("find-count");
const article = document.querySelector(".fc-article-text");

let matches = [];
let at = -1;

/* Of the words of the article alone, not of numbers and marks; a match may run over the end of a source or cue. */
function textNodes() {
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".fc-claim-number, .fc-verdict, .fc-present, .fc-waiting, .visually-hidden")
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function rangesOf(words) {
  const nodes = textNodes();
  const starts = [];
  let text = "";
  for (const node of nodes) {
    starts.push(text.length);
    text += node.data;
  }
  const place = (offset, isEnd) => {
    const index = starts.findLastIndex((start) => (isEnd ? start < offset : start <= offset));
    return [nodes[index], offset - starts[index]];
  };
  const pattern = words
    .trim()
    .split(/\s+/)
    .map((word) => RegExp.escape?.(word) ?? word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("\\s+");
  return [...text.matchAll(new RegExp(pattern, "giu"))].map(({ index, 0: found }) => {
    const range = new Range();
    range.setStart(...place(index, false));
    range.setEnd(...place(index + found.length, true));
    return range;
  });
}

function show() {
  count.textContent = field.value.trim() ? (matches.length ? `${at + 1} of ${matches.length}` : "none") : "";
  if (!window.CSS?.highlights) return;
  CSS.highlights.set("find", new Highlight(...matches));
  CSS.highlights.set("find-here", new Highlight(...matches.slice(at, at + 1)));
}

function goTo(next) {
  if (!matches.length) return;
  at = (next + matches.length) % matches.length;
  matches[at].startContainer.parentElement.scrollIntoView({ block: "center" });
}

field.hidden = false;
field.parentElement.hidden = false;
field.addEventListener("input", () => {
  matches = field.value.trim() ? rangesOf(field.value) : [];
  at = -1;
  goTo(0);
  show();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter") {
    event.preventDefault();
    goTo(at + (event.shiftKey ? -1 : 1));
    show();
  } else if (event.key === "Escape" && field.value) {
    field.value = "";
    matches = [];
    show();
  }
});
