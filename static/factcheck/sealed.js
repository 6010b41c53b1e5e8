/* What is typed and not sent yet is kept in this browser sealed: who uses it next can't read it. The keys come with each
   page of whoever typed it, and are nowhere in the browser once its session has ended. */

import "../vendor/noble-ciphers.min.js";
import { seals } from "./requests.js";

const KEYS = seals.split(" ").filter(Boolean).map(fromHex);
const NONCE = 24;
const MARK = "sealed:";

function fromHex(digits) {
  return Uint8Array.from(digits.match(/../g), (pair) => Number.parseInt(pair, 16));
}

/** A value, as JSON has it, that only pages of this person can read. */
export function seal(value) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const sealed = globalThis.nobleCiphers.xchacha20poly1305(KEYS[0], nonce).encrypt(plain);
  return MARK + toText(nonce) + toText(sealed);
}

/** The value; null where there is none, and where none of the keys of this page opens it. */
export function unseal(text) {
  if (!isSealed(text)) return text ? JSON.parse(text) : null; // kept before anything was sealed
  const bytes = fromText(text.slice(MARK.length));
  for (const key of KEYS) {
    try {
      const plain = globalThis.nobleCiphers.xchacha20poly1305(key, bytes.slice(0, NONCE)).decrypt(bytes.slice(NONCE));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {}
  }
  return null;
}

export function isSealed(text) {
  return typeof text === "string" && text.startsWith(MARK);
}

// Base64 in pieces: a function takes only so many arguments. 24 bytes and 24,000 are whole groups of three.
function toText(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 24000) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + 24000)));
  }
  return text;
}

function fromText(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
