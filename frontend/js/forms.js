// One click, one submission; Ctrl+Enter submits; the summary of errors takes the focus.
import { text } from "./texts.js";

const submitters = (form) => [
  ...form.querySelectorAll("button:not([type=button]):not([type=reset]), input[type=submit]"),
  ...(form.id ? document.querySelectorAll(`button[form="${CSS.escape(form.id)}"]`) : []),
];

export function release(form) {
  delete form.dataset.sent;
  for (const button of submitters(form)) button.removeAttribute("aria-busy");
}

export function watchForms(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented && !form.matches("[hx-post],[hx-put],[hx-patch],[hx-delete]")) return;
  if (form.method !== "post" && !form.matches("[hx-post]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // Not `disabled`: a disabled button would lose its own name and value, and the focus.
  form.dataset.sent = "1";
  if (event.submitter) {
    event.submitter.setAttribute("aria-busy", "true");
    event.submitter.title ||= text("sending");
  }
  if (form.target && form.target !== "_self") setTimeout(() => release(form), 1500);
}, true);

// A file that is downloaded leaves the page as it is; the server says so with this cookie or never, so give up after a while.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-download]")) setTimeout(() => release(event.target), 3000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) release(form);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest?.("form");
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector(".btn--primary") ?? undefined);
});
