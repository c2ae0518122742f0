// `<form data-draft="key">`: what was typed survives a reload, a crash, a lost network and a signed-out session.
// Personal data does not: fields with data-no-draft, passwords, files and hidden fields are never kept.
// A draft goes when its form was accepted, when it is discarded, after seven days, and on sign-out.
import { icon, text } from "./texts.js";

const PREFIX = "draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const account = document.body.dataset.account ?? "";
const keyOf = (form) => `${PREFIX}${account}:${form.dataset.draft}`;

// A browser may refuse storage (full, or forbidden by the office): then there are no drafts, and nothing breaks.
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* no storage */ } },
  remove(key) { try { localStorage.removeItem(key); } catch { /* no storage */ } },
  keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return []; } },
};

const kept = (form) => [...form.elements].filter((field) => field.name
  && !["hidden", "password", "file", "submit", "button", "reset"].includes(field.type)
  && !field.closest("[data-no-draft]"));

const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
const isSelect = (field) => field.tagName === "SELECT";

function original(field) {
  if (isChoice(field)) return field.checked === field.defaultChecked;
  if (isSelect(field)) return [...field.options].every((option) => option.selected === option.defaultSelected)
    || (field.selectedIndex <= 0 && ![...field.options].some((option) => option.defaultSelected));
  return field.value === field.defaultValue;
}

function read(form) {
  const values = {};
  for (const field of kept(form)) {
    if (isChoice(field)) (values[field.name] ??= []).push(...(field.checked ? [field.value] : []));
    else if (field.multiple) values[field.name] = [...field.selectedOptions].map((option) => option.value);
    else values[field.name] = field.value;
  }
  return values;
}

function write(form, values) {
  let changed = false;
  for (const field of kept(form)) {
    const value = values[field.name];
    if (value === undefined || !original(field)) continue;
    if (isChoice(field)) {
      const on = value.includes(field.value);
      changed ||= on !== field.checked;
      field.checked = on;
    } else if (field.multiple) {
      for (const option of field.options) option.selected = value.includes(option.value);
    } else if (value !== field.value) {
      changed = true;
      field.value = value;
    }
  }
  return changed;
}

function note(form) {
  const box = document.createElement("div");
  box.className = "draft-note";
  box.setAttribute("role", "status");
  const words = document.createElement("span");
  words.append(icon("info"), ` ${text("draftRestored")}`);
  const discard = document.createElement("button");
  discard.type = "button";
  discard.className = "btn btn--small btn--quiet";
  discard.textContent = text("draftDiscard");
  discard.addEventListener("click", () => {
    store.remove(keyOf(form));
    form.reset();
    box.remove();
  });
  box.append(words, discard);
  form.prepend(box);
}

const hasErrors = (root) => root.querySelector(".form-errors, [aria-invalid='true']") !== null;

// A form that was sent and is not on the page that came back (nor its errors) was accepted. Not so when the page is the
// sign-in page or an error page: those are plain pages.
function settle() {
  for (const key of store.keys()) {
    const draft = store.get(key);
    if (!draft || Date.now() - draft.at > WEEK) { store.remove(key); continue; }
    if (!draft.sent || document.body.dataset.page !== "shell") continue;
    const form = [...document.querySelectorAll("form[data-draft]")].find((one) => keyOf(one) === key);
    const accepted = form
      ? !hasErrors(form.parentElement) && document.querySelector("#messages .alert--success") !== null
      : true;
    if (accepted) store.remove(key);
    else store.set(key, { ...draft, sent: false });
  }
}

export function watchDrafts(root) {
  if (root === document) settle();
  for (const form of root.querySelectorAll("form[data-draft]:not([data-draft-on])")) {
    form.dataset.draftOn = "";
    const draft = store.get(keyOf(form));
    if (draft && !hasErrors(form) && write(form, draft.values)) {
      note(form);
      form.dispatchEvent(new Event("change", { bubbles: true }));
    }
    let waiting;
    const save = () => store.set(keyOf(form), { at: Date.now(), sent: false, values: read(form) });
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(save, 300);
    });
    form.addEventListener("submit", () => {
      clearTimeout(waiting);
      store.set(keyOf(form), { at: Date.now(), sent: true, values: read(form) });
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.elt !== form) return;
      const { status } = event.detail.xhr;
      if (event.detail.successful && status < 400) store.remove(keyOf(form));
      else save();
    });
  }
  for (const form of root.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", () => store.keys().forEach(store.remove));
  }
}
