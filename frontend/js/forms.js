// One click, one submission; Ctrl+Enter submits; the summary of errors takes the focus.
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

// Not `disabled`: a disabled button would lose its own name and value, and the focus.
function send(form, submitter) {
  form.dataset.sent = "1";
  submitter?.setAttribute("aria-busy", "true");
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.sent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
// On the window, after everyone else: whoever asks "really?" may have stopped it.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  send(form, event.submitter);
  if (form.target && form.target !== "_self") setTimeout(() => release(form), 1500);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form instanceof HTMLFormElement && event.detail.requestConfig.verb !== "get") {
    send(form, event.detail.requestConfig.triggeringEvent?.submitter);
  }
});

// A form whose answer is a file to save (data-download) leaves the page as it is.
window.addEventListener("submit", (event) => {
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
