/* Which key of ours was pressed, on whatever keyboard: with Caps Lock on, on AZERTY, in Cyrillic, Greek, Arabic. */

// A letter of another script, or a sign that is written with one.
const FOREIGN = /^(?!\p{Script=Latin})[\p{L}\p{M}]/u;
const LATIN = /^\p{Script=Latin}/u;

// The letter whose place on the keyboard it is. Of a Latin keyboard the letters are where they are printed: Dvorak and
// QWERTZ users press what they read. With Shift, some layouts write signs where others have capitals.
function letterAt(key, { code, shiftKey }) {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? [];
  if (!letter || !(FOREIGN.test(key) || (shiftKey && !LATIN.test(key)))) return [];
  return [shiftKey ? letter : letter.toLowerCase()];
}

// With Shift, the row of digits has the signs of other keyboards, such as the German “/”.
function digitAt({ code, shiftKey }) {
  const [, digit] = /^(?:Digit|Numpad)([0-9])$/.exec(code) ?? [];
  return digit && !shiftKey ? [digit] : [];
}

/** Whether a key writes a sign; in some scripts one of two letters. */
export function isSign(key) {
  return [...key].length <= 2 && !/^F[1-9]$/.test(key);
}

/** The names a key may go by as data-key, the likeliest first. A letter is large if Shift is held, whatever Caps Lock
 * says; a key that writes nothing, such as Home, has its own name alone. */
export function namesOfKey(event) {
  const key = event.key.normalize("NFKC");
  if (!isSign(key)) return [key];
  const name = event.shiftKey ? key.toUpperCase() : key.toLowerCase();
  return [name, ...letterAt(key, event), ...digitAt(event)];
}
