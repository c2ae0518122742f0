// Asking the server. A phone without signal, a signed-out one and a busy server are told apart; nothing is thrown away.
import * as store from "./store.js";

const BASE = "/safety/field/";
const WAIT = 90_000;
let token = "";

export class NoSignal extends Error {}
export class SignedOut extends Error {}
export class Ended extends Error {}
export class Busy extends Error {}

async function ask(path, { method = "GET", body, headers = {}, wait = WAIT } = {}) {
  const { key } = await store.device();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), wait);
  let answer;
  let data;
  try {
    answer = await fetch(BASE + path, {
      method, body, redirect: "manual", credentials: "same-origin", cache: "no-store", signal: stop.signal,
      headers: { "X-Device": key, "X-Device-Now": new Date().toISOString(), "X-Page-Language": document.documentElement.lang, ...(token && { "X-CSRFToken": token }), ...headers },
    });
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new SignedOut();
    data = await answer.json().catch(() => ({}));
  } catch (error) {
    throw error instanceof SignedOut ? error : new NoSignal(String(error));
  } finally {
    clearTimeout(timer);
  }
  if (answer.status === 410) throw new Ended(data.said);
  if (answer.status === 403) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429) throw new Busy(String(answer.status));
  return { status: answer.status, data };
}

// What is to be done, who is signed in, and how the clocks differ. The middle of asking and answer is when the server spoke.
export async function work() {
  const asked = Date.now();
  const { status, data } = await ask("work/", { wait: 20_000 });
  if (status !== 200) throw new Busy(String(status));
  const answered = Date.now();
  token = data.token;
  const offset = Math.round(((asked + answered) / 2 - Date.parse(data.now)) / 1000);
  await store.remember({ at: answered, offset });
  return data;
}

export async function key() {
  const { key: device, half } = await store.device();
  const body = new FormData();
  body.append("device", device);
  body.append("half", btoa(String.fromCharCode(...half)));
  body.append("name", `${navigator.userAgentData?.platform || navigator.platform || ""} ${navigator.userAgentData?.brands?.at(-1)?.brand ?? ""}`.trim());
  const { status, data } = await ask("key/", { method: "POST", body, wait: 20_000 });
  if (status !== 200) throw new Busy(String(status));
  return Uint8Array.from(atob(data.key), (letter) => letter.charCodeAt(0));
}

export const have = (number) => ask(`files/${number}/`, { wait: 20_000 });

export function sendFile(number, about, bytes) {
  const body = new FormData();
  const { sha256, name, type, ...rest } = about;
  body.append("about", JSON.stringify({ ...rest, name }));
  body.append("file", new Blob([bytes], { type }), name);
  return ask(`files/${number}/${sha256}/`, { method: "POST", body });
}

export const sendRecord = (number, submission, text, hold) => ask(`records/${number}/${submission}/${hold ? "?hold" : ""}`, {
  method: "POST", body: text, headers: { "Content-Type": "application/json" },
});
