// SHA-256 and Ed25519. The browser's own where there is one; over plain HTTP in an office network there is none, and
// older browsers know no Ed25519: then in plain JavaScript.
import * as ed25519 from "@noble/ed25519";
import { sha256 as plainSha256, sha512 } from "@noble/hashes/sha2.js";

ed25519.hashes.sha512 = sha512;
const subtle = globalThis.crypto?.subtle;

export async function sha256(bytes) {
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : plainSha256(bytes);
}

export async function signed(publicKey, signature, message) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    const key = await subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, ["verify"]);
    return await subtle.verify({ name: "Ed25519" }, key, signature, message);
  } catch {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      return false;
    }
  }
}

export const bytes = (text) => new TextEncoder().encode(text);

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

export const toBase64 = (raw) => btoa(String.fromCharCode(...raw));

export const hex = (raw) => Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const same = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);
