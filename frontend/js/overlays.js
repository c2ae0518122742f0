// Dialogs, drop-downs, dismissing, copying.
import { text, toast } from "./texts.js";

export function watchOverlays(root) {
  for (const dialog of root.querySelectorAll("dialog[data-open]:not([open])")) dialog.showModal?.();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  if (!(target instanceof Element)) return;
  for (const drop of document.querySelectorAll("details[data-drop][open]")) {
    if (!drop.contains(target)) drop.open = false;
  }
  const opener = target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      opener.closest("details[data-drop]")?.removeAttribute("open");
      dialog.showModal();
    }
    return;
  }
  if (target.closest("[data-close]")) target.closest("dialog")?.close();
  else if (target.matches("dialog")) target.close(); // the backdrop belongs to the dialog element
  const dismiss = target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".alert")?.remove();
  const copy = target.closest("[data-copy]");
  if (copy) copyText(copy.dataset.copy);
  const print = target.closest("[data-print]");
  if (print) window.print();
});

async function copyText(words) {
  // Over plain http, as in many offices' networks, there is no clipboard API.
  if (navigator.clipboard) await navigator.clipboard.writeText(words);
  else {
    const area = document.createElement("textarea");
    area.value = words;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(text("copied"), "success");
}
