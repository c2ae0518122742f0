// The page that checks a receipt in the browser: nothing is sent anywhere, and it works from a saved file.
import { check, keyId, readLater, readReceipt } from "./receipt/check.js";
import { fromBase64 } from "./receipt/hashes.js";

const form = document.getElementById("check");
const answer = document.getElementById("answer");
const words = JSON.parse(document.getElementById("receipt-words").textContent);

function line(mark, text) {
  const item = document.createElement("p");
  item.className = `check check--${mark}`;
  const sign = document.createElement("b");
  sign.textContent = { ok: "✓ ", bad: "✗ ", note: "· " }[mark];
  item.append(sign, text);
  return item;
}

function say(lines, conclusion, good) {
  const list = document.createElement("div");
  list.className = "stack stack--tight";
  list.append(...lines);
  const end = document.createElement("p");
  end.className = good ? "alert alert--success" : "alert alert--error";
  end.textContent = conclusion;
  answer.replaceChildren(list, end);
}

async function subject(receipt) {
  const { head, keys } = receipt;
  const values = {
    case: receipt.case, seq: receipt.seq, size: head.size,
    moment: head.at.toLocaleString(document.documentElement.lang, { timeZone: "Asia/Shanghai", hour12: false }),
    key: await keyId(head.origin, keys[keys.length - 1].public),
  };
  return words.subject.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
}

// On the office's own page the newest head is fetched and compared too; a saved page asks for nothing.
async function newest(size) {
  const address = form.dataset.consistency;
  if (!address) return null;
  const answer = await fetch(address.replace("/0.json", `/${size}.json`));
  return answer.ok ? readLater(await answer.text()) : null;
}

async function run() {
  const file = form.elements.receipt.files[0];
  if (!file) return;
  const lines = [];
  try {
    const receipt = readReceipt(await file.text());
    const other = form.elements.later.files[0];
    const key = form.elements.key.value.trim();
    const later = other ? readLater(await other.text()) : await newest(receipt.head.size);
    const trusted = key ? fromBase64(key) : null;
    lines.push(line("note", await subject(receipt)));
    const found = await check(receipt, { trusted, later });
    for (const [name, holds] of found) lines.push(line(holds ? "ok" : "bad", words.checks[name][holds ? 0 : 1]));
    if (!trusted) lines.push(line("note", words.no_key));
    const good = found.every(([, holds]) => holds);
    say(lines, good ? words.all_hold : words.not_all_hold, good);
  } catch {
    say([], words.unreadable, false);
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", run);
