// RFC 9162 sections 2.1.3.2 and 2.1.4.2, as in bihuan/common/merkle/proofs.py. Numbers stay below 2^53: no shifts by operators.
import { joined, same, sha256 } from "./hashes.js";

export const leafHash = (data) => sha256(joined(Uint8Array.of(0), data));
const nodeHash = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
const half = (n) => Math.floor(n / 2);
const whole = (parts) => parts.every((part) => part.length === 32);

export async function included(leaf, index, size, proof, root) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size)) return false;
  if (index < 0 || index >= size || !whole(proof)) return false;
  let [fn, sn, reached] = [index, size - 1, leaf];
  for (const part of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      reached = await nodeHash(part, reached);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      reached = await nodeHash(reached, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(reached, root);
}

export async function consistent(older, newer, proof) {
  const [old, size] = [older.size, newer.size];
  if (!(old > 0 && old <= size) || !whole(proof)) return false;
  if (old === size) return proof.length === 0 && same(older.root, newer.root);
  const parts = [...proof];
  if (Number.isInteger(Math.log2(old))) parts.unshift(older.root);
  if (parts.length === 0) return false;
  let [fn, sn] = [old - 1, size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [fr, sr] = [parts[0], parts[0]];
  for (const part of parts.slice(1)) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [await nodeHash(part, fr), await nodeHash(part, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = await nodeHash(sr, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && same(fr, older.root) && same(sr, newer.root);
}
