// What lies on the phone: IndexedDB, every word and picture sealed (AES-256-GCM) under a key that the phone cannot make
// alone (docs/adr/0117). While somebody is signed in the key is here too, as one that no script can read out.
const NAME = "bihuan-field";
const HOURS = 72; // how long a phone without signal stays open
const utf8 = new TextEncoder();
const plain = new TextDecoder();

let opened;
function database() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("state", { keyPath: "name" });
      asked.result.createObjectStore("sealed", { keyPath: "id" }).createIndex("of", ["account", "kind"]);
    };
    asked.onsuccess = () => {
      // Another tab with a newer version, or signing out, may need the database: let go at once.
      asked.result.onversionchange = () => { asked.result.close(); opened = undefined; };
      done(asked.result);
    };
    asked.onerror = () => { opened = undefined; failed(asked.error); };
  });
  return opened;
}

// One transaction: all of `work` or nothing, and only what is on the disk counts as done.
async function within(stores, mode, work) {
  const base = await database();
  return new Promise((done, failed) => {
    let result;
    const options = mode === "readwrite" ? { durability: "strict" } : {};
    const transaction = base.transaction(stores, mode, options);
    const ask = (request) => new Promise((good) => { request.onsuccess = () => good(request.result); });
    transaction.oncomplete = () => done(result);
    transaction.onabort = () => failed(transaction.error ?? new Error("aborted"));
    Promise.resolve(work(transaction, ask)).then((value) => { result = value; }, (error) => {
      try { transaction.abort(); } catch { /* over already */ }
      failed(error);
    });
  });
}

const state = (name) => within(["state"], "readonly", (t, ask) => ask(t.objectStore("state").get(name)));
const setState = (row) => within(["state"], "readwrite", (t, ask) => ask(t.objectStore("state").put(row)));
const dropState = (name) => within(["state"], "readwrite", (t, ask) => ask(t.objectStore("state").delete(name)));

// The phone's own name and its half of the key; made once.
export async function device() {
  const made = { name: "device", key: crypto.randomUUID?.() ?? uuid(), half: crypto.getRandomValues(new Uint8Array(32)) };
  return within(["state"], "readwrite", async (t, ask) => {
    const there = await ask(t.objectStore("state").get("device"));
    if (!there) t.objectStore("state").put(made);
    return there ?? made;
  });
}

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

let key = null; // {account, name, cipher, until}

export async function unlock({ account, name, bytes }) {
  const cipher = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  key = { account, name, cipher, until: Date.now() + HOURS * 3600_000 };
  await setState({ ...key, name: "key", who: name });
}

// The key as it lies here, if it has not run out. Asked again and again: another tab may have signed out.
export async function holder() {
  const kept = await state("key");
  if (!kept || kept.until < Date.now()) {
    if (kept) await lock();
    key = null;
    return null;
  }
  key = { account: kept.account, name: kept.who, cipher: kept.cipher, until: kept.until };
  return key;
}

export async function lock() {
  key = null;
  await dropState("key");
}

async function seal(data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key.cipher, data) };
}
const unseal = (row) => crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, key.cipher, row.data);

const sealed = async (kind, id, value) => ({
  id: `${key.account}:${kind}:${id}`, account: key.account, kind, at: Date.now(), ...await seal(utf8.encode(JSON.stringify(value))),
});
const sealedBytes = async (id, bytes) => ({ id: `${key.account}:photo:${id}`, account: key.account, kind: "photo", at: Date.now(), ...await seal(bytes) });

export async function put(kind, id, value) {
  const row = await sealed(kind, id, value);
  await within(["sealed"], "readwrite", (t, ask) => ask(t.objectStore("sealed").put(row)));
}

export async function get(kind, id) {
  const row = await within(["sealed"], "readonly", (t, ask) => ask(t.objectStore("sealed").get(`${key.account}:${kind}:${id}`)));
  return row ? JSON.parse(plain.decode(await unseal(row))) : null;
}

export async function all(kind) {
  const rows = await within(["sealed"], "readonly", (t, ask) => ask(t.objectStore("sealed").index("of").getAll([key.account, kind])));
  return Promise.all(rows.map(async (row) => JSON.parse(plain.decode(await unseal(row)))));
}

// A photograph and the sheet that names it are written together.
export async function putWithPhoto(id, draft, photoId, bytes) {
  const rows = [await sealed("draft", id, draft), await sealedBytes(photoId, bytes)];
  await within(["sealed"], "readwrite", (t) => { rows.forEach((row) => t.objectStore("sealed").put(row)); });
}

export async function photo(id) {
  const row = await within(["sealed"], "readonly", (t, ask) => ask(t.objectStore("sealed").get(`${key.account}:photo:${id}`)));
  return row ? unseal(row) : null;
}

// What the server has acknowledged goes, and what became of it is written, in one transaction.
export async function settle(id, draft, photoIds) {
  const row = await sealed("draft", id, draft);
  await within(["sealed"], "readwrite", (t) => {
    t.objectStore("sealed").put(row);
    for (const photoId of photoIds) t.objectStore("sealed").delete(`${row.account}:photo:${photoId}`);
  });
}

export const drop = (kind, id) => within(["sealed"], "readwrite", (t, ask) => ask(t.objectStore("sealed").delete(`${key.account}:${kind}:${id}`)));

// How many sheets lie here for whomever, told without opening any.
export const countDrafts = () => within(["sealed"], "readonly", async (t, ask) => {
  const keys = await ask(t.objectStore("sealed").getAllKeys());
  return keys.filter((id) => id.split(":")[1] === "draft").length;
});

// Small things that are nobody's: when the phone last heard the server and how its clock stood.
export const remember = (values) => setState({ name: "seen", ...values });
export const remembered = async () => (await state("seen")) ?? {};

export const sha256 = async (bytes) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
  .map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const sha256Text = (text) => sha256(utf8.encode(text));
