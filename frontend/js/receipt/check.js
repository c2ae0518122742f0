// A receipt and its checks, as in bihuan/common/merkle/receipts.py and heads.py. Throws when a file is no receipt.
import { bytes, fromBase64, hex, joined, same, sha256, signed, toBase64 } from "./hashes.js";
import { consistent, included, leafHash } from "./proofs.js";

export async function keyId(name, publicKey) {
  const hash = await sha256(joined(bytes(`${name}\n`), Uint8Array.of(1), publicKey));
  return hex(hash.slice(0, 4));
}

function readHead(note) {
  const [text, tail] = note.replaceAll("\r\n", "\n").split("\n\n");
  const [origin, size, root, time] = text.split("\n");
  const moment = /^time (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/.exec(time);
  if (!moment || !/^\d{1,15}$/.test(size)) throw new Error("head");
  const signatures = tail.trim().split("\n").map((line) => {
    const [, name, blob] = /^— (\S.*) (\S+)$/.exec(line);
    const raw = fromBase64(blob);
    return { name, id: hex(raw.slice(0, 4)), signature: raw.slice(4) };
  });
  const head = { origin, size: Number(size), root: fromBase64(root), at: new Date(moment[1]), signatures };
  if (head.root.length !== 32) throw new Error("head");
  return { ...head, text: bytes(`${text}\n`) };
}

const readKeys = (keys) =>
  keys.map((key) => ({ public: fromBase64(key.public), endorsement: fromBase64(key.endorsement) }));

export function readReceipt(text) {
  const given = JSON.parse(text);
  if (given.format !== "bihuan-receipt" || given.version !== 1) throw new Error("version");
  const { seq, hash } = given.entry;
  if (!/^[0-9a-f]{64}$/.test(hash) || !Number.isSafeInteger(seq) || given.case.includes("\n")) throw new Error("entry");
  return {
    case: given.case, seq, index: given.index, proof: given.proof.slice(0, 64).map(fromBase64),
    leaf: bytes(`bihuan journal entry v1\n${given.case}\n${seq}\n${hash}\n`),
    head: readHead(given.head), keys: readKeys(given.keys),
  };
}

export function readLater(text) {
  const given = JSON.parse(text);
  return { head: readHead(given.head), proof: given.proof.slice(0, 64).map(fromBase64), keys: readKeys(given.keys) };
}

async function signedBy(head, publicKey) {
  const id = await keyId(head.origin, publicKey);
  const found = head.signatures.find((one) => one.name === head.origin && one.id === id);
  return Boolean(found) && signed(publicKey, found.signature, head.text);
}

async function handedOver(origin, keys, trusted) {
  let reached = false;
  let before = null;
  for (const key of keys) {
    const words = bytes(`bihuan journal key\n${origin}\n${toBase64(key.public)}\n`);
    reached =
      same(key.public, trusted) ||
      (reached && before !== null && (await signed(before.public, key.endorsement, words)));
    before = key;
  }
  return reached;
}

export async function check(receipt, { trusted = null, later = null } = {}) {
  const { head, keys } = receipt;
  const own = keys.at ? keys.at(-1).public : keys[keys.length - 1].public;
  const leaf = await leafHash(receipt.leaf);
  const found = [
    ["signature", await signedBy(head, own)],
    ["inclusion", await included(leaf, receipt.index, head.size, receipt.proof, head.root)],
  ];
  if (trusted) found.push(["key", await handedOver(head.origin, keys, trusted)]);
  if (later) {
    const newer = later.head;
    const [old, young] = head.size <= newer.size ? [head, newer] : [newer, head];
    const newest = later.keys[later.keys.length - 1].public;
    found.push(
      ["later", head.origin === newer.origin && (await consistent(old, young, later.proof))],
      ["later_signature", (await signedBy(newer, newest)) && (await handedOver(head.origin, later.keys, trusted ?? own))],
    );
  }
  return found;
}
