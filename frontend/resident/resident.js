// What the residents' pages gain from scripts. Everything works without: this saves what is typed on the phone itself,
// stops a second press, prints, and says at once when a file is too large.
const PREFIX = "r:";
const WEEK = 7 * 24 * 3600 * 1000;
const root = document.documentElement;
root.classList.add("js");

const isShared = () => /(?:^|; )r_shared=1/.test(document.cookie);

// A browser may refuse storage (full, or private): then nothing is kept here, and nothing breaks.
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* no storage */ } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* no storage */ } },
  keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
};
const forgetAll = () => store.keys().forEach(store.remove);

const kept = (form) => [...form.elements].filter((one) => one.name && !["hidden", "file", "submit", "button"].includes(one.type));
const isChoice = (one) => one.type === "radio" || one.type === "checkbox";

function read(form) {
  const values = {};
  for (const one of kept(form)) {
    if (!isChoice(one)) values[one.name] = one.value;
    else if (one.checked) values[one.name] = one.value;
    else values[one.name] ??= "";
  }
  return values;
}

// Into fields that stand as the server sent them: what the server has is never overwritten by something older.
function write(form, values) {
  let changed = false;
  for (const one of kept(form)) {
    const value = values[one.name];
    if (value === undefined) continue;
    if (isChoice(one)) {
      if (one.checked !== (value === one.value)) { one.checked = value === one.value; changed = true; }
    } else if (one.value !== value) { one.value = value; changed = true; }
  }
  return changed;
}

function keepForm(form) {
  const key = PREFIX + form.dataset.keep;
  const saved = store.get(key);
  if (saved && Date.now() - saved.at < WEEK && write(form, saved.values)) {
    form.querySelector("[data-kept]")?.removeAttribute("hidden");
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }
  let waiting;
  const save = () => { if (!isShared()) store.set(key, { at: Date.now(), values: read(form) }); };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 150); });
  addEventListener("pagehide", save);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    removeEventListener("pagehide", save);
    if (!isShared()) store.set(key, { at: Date.now(), values: read(form), sent: true });
  });
}

// What was sent is kept until a page of ours says that the server has it (`data-have`): when the network broke off, going
// back finds every word. The form itself coming back (with errors, or again) is filled from the phone.
const have = (document.body.dataset.have ?? "").split(" ").map((step) => `${PREFIX}${step}`);
const here = [...document.querySelectorAll("form[data-keep]")].map((form) => PREFIX + form.dataset.keep);
if (document.querySelector("[data-forget]")) forgetAll();
for (const key of store.keys()) {
  const saved = store.get(key);
  if (!saved || Date.now() - saved.at >= WEEK) store.remove(key);
  else if (saved.sent && !here.includes(key) && have.includes(key)) store.remove(key);
}
document.querySelectorAll("form[data-keep]").forEach(keepForm);

// Others use this computer too: nothing is kept on it, and the draft goes when the browser is closed.
for (const box of document.querySelectorAll("[data-shared]")) {
  box.checked = isShared();
  box.addEventListener("change", () => {
    document.cookie = `r_shared=${box.checked ? 1 : 0}; path=/r/; samesite=lax`;
    if (box.checked) forgetAll();
  });
}

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    const busy = form.querySelector("[data-busy]");
    if (busy) busy.hidden = false;
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) {
    delete form.dataset.sending;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
    const busy = form.querySelector("[data-busy]");
    if (busy) busy.hidden = true;
  }
});

document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

// Parts of a form that belong to one choice; without scripts all are shown.
for (const form of document.querySelectorAll("form")) {
  const parts = [...form.querySelectorAll("[data-when]")];
  if (!parts.length) continue;
  const show = () => {
    for (const part of parts) {
      const [name, ...values] = part.dataset.when.split(" ");
      part.hidden = !values.includes(form.elements[name]?.value ?? "");
    }
  };
  form.addEventListener("change", show);
  show();
}

for (const input of document.querySelectorAll("input[type=file][data-most]")) {
  input.addEventListener("change", () => {
    const most = Number(input.dataset.most);
    const large = [...input.files].filter((file) => file.size > most);
    const said = document.getElementById(`${input.id}-large`);
    if (!said) return;
    said.hidden = large.length === 0;
    said.querySelector("[data-names]").textContent = large.map((file) => file.name).join("、");
    if (large.length) input.value = "";
  });
}
