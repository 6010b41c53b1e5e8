/* What waits to be sent, as plain values: no page, no network, no storage. Each function takes a box, with the saves in
   the order in which they were made and what became of the last one for each claim, and gives the box as it is then.

   A save is one decision under one key, however often it is sent. Until it was first sent, the newest words take its
   place. Afterwards the server may have it: other words are then a save of their own, on the version the first makes. */

export const EMPTY = { saves: [], made: {} };
/* Of how many claims, and of how many decisions on each, it is known what they made. */
const REMEMBERED = 200;

/** Whether a save waits to be sent. One with a problem waits for a person instead. */
export function waits(save) {
  return !save.problem;
}

/** A save joins the box: `key` and `version` are its form's, `newKey` is for when that key is taken. */
export function add(box, save, newKey) {
  const last = box.saves.findLast((other) => other.claim === save.claim && waits(other));
  if (last && last.tries === 0) {
    const { fields, typed } = save;
    return { ...box, saves: box.saves.map((other) => (other === last ? { ...last, fields, typed } : other)) };
  }
  let { key, version } = save;
  if (last) {
    key = newKey;
    version = null; // the one the last save makes
  } else {
    version = current(box, save.claim, version);
    if (box.made[save.claim]?.keys.includes(key)) key = newKey;
  }
  return { ...box, saves: [...box.saves, { ...save, key, version, tries: 0, problem: "" }] };
}

/** The version of a claim that a form drawn at `version` is about, now that this person's own decisions were made. */
export function current(box, claim, version) {
  const made = box.made[claim];
  return made && made.from <= version && version < made.version ? made.version : version;
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
  const { [save.claim]: before, ...others } = box.made;
  const from = before?.version === save.version ? before.from : save.version;
  const keys = [...(before?.keys ?? []), key].slice(-REMEMBERED);
  const made = Object.fromEntries([
    ...Object.entries(others).slice(-REMEMBERED),
    [save.claim, { from, version, keys }],
  ]);
  const at = box.saves.indexOf(save);
  const rest = box.saves.filter(
    (other, place) => other !== save && !(other.claim === save.claim && other.problem && place < at),
  );
  return withNext({ saves: rest, made }, save.claim, version);
}

function withNext(box, claim, version) {
  const next = box.saves.find((other) => other.claim === claim && other.version === null);
  if (!next) return box;
  return { ...box, saves: box.saves.map((other) => (other === next ? { ...next, version } : other)) };
}

/** It can't be saved: what this person said of the claim last waits for them, with the reason. */
export function refuse(box, key, problem) {
  const save = box.saves.find((other) => other.key === key);
  if (!save) return box;
  const { fields, typed } = box.saves.findLast((other) => other.claim === save.claim && waits(other));
  const refused = { ...save, fields, typed, problem };
  return { ...box, saves: [...box.saves.filter((other) => other.claim !== save.claim), refused] };
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
