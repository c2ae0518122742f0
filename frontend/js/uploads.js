// Names and sizes of chosen files, what is too big said before it is sent; files may be dropped.
import { text } from "./texts.js";

const SIZES = ["B", "KB", "MB", "GB"];
function size(bytes) {
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < 3) { amount /= 1024; unit += 1; }
  return `${unit ? amount.toFixed(1) : amount} ${SIZES[unit]}`;
}

export function watchUploads(root) {
  for (const box of root.querySelectorAll("[data-upload]:not([data-upload-on])")) {
    box.dataset.uploadOn = "";
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector(".upload__list");
    const most = Number(input.dataset.maxBytes) || Infinity;
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const line = document.createElement("li");
        const big = file.size > most;
        line.textContent = `${file.name} · ${size(file.size)}${big ? ` · ${text("tooBig")}` : ""}`;
        line.classList.toggle("is-too-big", big);
        return line;
      }));
      input.setCustomValidity([...input.files].some((file) => file.size > most) ? text("tooBig") : "");
    });
    for (const kind of ["dragover", "dragleave", "drop"]) {
      box.addEventListener(kind, (event) => {
        event.preventDefault();
        box.classList.toggle("is-over", kind === "dragover");
        if (kind === "drop" && event.dataTransfer.files.length) {
          input.files = event.dataTransfer.files;
          input.dispatchEvent(new Event("change", { bubbles: true }));
        }
      });
    }
  }
}
