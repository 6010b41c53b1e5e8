/* What waits to be sent, as plain values: no page, no network, no storage. Each function takes a box, with the saves in
   the order in which they were made and what became of the last one for each claim, and gives the box as it is then.

   A save is one decision under one key, however often it is sent. Until it was first sent, the newest words take its
   place. Afterwards the server may have it: other words are then a save of their own, on the version the first makes.

   This goes for words that somebody wrote over those they had said before. A form that never showed these, in another
   tab, speaks of the version it was drawn at: what was decided since is a conflict, as another person's would be. */

export const EMPTY = { saves: [], made: {} };
/* Of how many claims, and of how many decisions on each, it is known what they made. */
const REMEMBERED = 200;

/** Whether a save waits to be sent. One with a problem waits for a person instead. */
export function waits(save) {
  return !save.problem;
}

/* Whether the form of a save showed another of the same person's: it was made on that page, or was filled in there. */
function knows(save, other) {
  return other.page === save.page || save.shown.includes(other.key);
}

function madeOf(box, claim) {
  const made = box.made[claim];
  return Array.isArray(made) ? made : [];
}

/** A save joins the box: `key` and `version` are its form's, `page` and the keys in `shown` say which others that form
 * showed; `newKey` is for when its key is taken. */
export function add(box, save, newKey) {
  const last = box.saves.findLast((other) => other.claim === save.claim && waits(other));
  const follows = last !== undefined && knows(save, last);
  if (follows && last.tries === 0) {
    const { fields, typed } = save;
    const newer = { ...last, fields, typed };
    return { ...box, saves: [...box.saves.filter((other) => other !== last), newer] }; // the last to be taken back
  }
  const isTaken = [...box.saves, ...madeOf(box, save.claim)].some(({ key }) => key === save.key);
  const added = {
    ...save,
    key: isTaken ? newKey : save.key,
    version: follows ? null : current(box, save), // null: the one the last save makes
    tries: 0,
    problem: "",
  };
  return { ...box, saves: [...box.saves, added] };
}

/** The version of a claim that a form is about, now that those of this person's decisions were made which it showed. */
export function current(box, { claim, version, page, shown }) {
  let now = version;
  for (const made of madeOf(box, claim)) if (made.from === now && knows({ page, shown }, made)) now = made.version;
  return now;
}

/** Whether a form drawn at `version` of a claim is older than what this person has decided on it since. An opinion leaves
 * the version as it is, and its form isn't there again once it is given. */
export function isOlder(box, claim, version) {
  return madeOf(box, claim).some(
    (made) => version < made.version || (version === made.version && made.from === version),
  );
}

/** The save to send next, as `[box, save]`, counted as tried; without a save when none can be sent. */
export function begin(box) {
  const save = box.saves.find((other) => waits(other) && other.version !== null);
  if (!save) return [box, null];
  const tried = { ...save, tries: save.tries + 1 };
  return [{ ...box, saves: box.saves.map((other) => (other === save ? tried : other)) }, tried];
}

/** The server has it: `version` is what the decision made of the claim. What was refused before it is out of date. */
export function accept(box, key, version) {
  const save = box.saves.find((other) => other.key === key);
  if (!save) return box;
  const { [save.claim]: _, ...others } = box.made;
  const { page, version: from } = save;
  const made = Object.fromEntries([
    ...Object.entries(others).slice(-REMEMBERED),
    [save.claim, [...madeOf(box, save.claim), { key, page, from, version }].slice(-REMEMBERED)],
  ]);
  const at = box.saves.indexOf(save);
  const [next] = following(box, save);
  const saves = box.saves
    .filter((other, place) => other !== save && !(other.claim === save.claim && other.problem && place < at))
    .map((other) => (other === next ? { ...next, version } : other));
  return { saves, made };
}

/* The saves that were typed over this one, and wait for the version that it makes. */
function following(box, save) {
  const later = box.saves.slice(box.saves.indexOf(save) + 1).filter((other) => other.claim === save.claim);
  const end = later.findIndex((other) => other.version !== null);
  return end < 0 ? later : later.slice(0, end);
}

/** It can't be saved: what this person said of the claim over these words waits for them, with the reason. */
export function refuse(box, key, problem) {
  const save = box.saves.find((other) => other.key === key);
  if (!save) return box;
  const over = following(box, save);
  const { fields, typed } = over.at(-1) ?? save;
  const isGone = (other) => other === save || over.includes(other) || (other.claim === save.claim && !waits(other)); // said before it
  return { ...box, saves: [...box.saves.filter((other) => !isGone(other)), { ...save, fields, typed, problem }] };
}

/** Takes back the last save, as `[box, save]`; without a save when the server may have it already. */
export function takeBack(box) {
  const last = box.saves.findLast(waits);
  if (!last || last.tries > 0) return [box, null];
  return [remove(box, last.key), last];
}

export function remove(box, key) {
  return { ...box, saves: box.saves.filter((save) => save.key !== key) };
}
