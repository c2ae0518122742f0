// Texts come from the server (common/texts.py), so that they are translated with all others.
const source = document.getElementById("texts");
const texts = source ? JSON.parse(source.textContent) : {};
export const text = (key) => texts[key] ?? "";

const MARKS = { error: "error", warning: "warning", success: "success", info: "info" };

export function icon(name) {
  const known = document.querySelector("svg.icon use");
  const sprite = known ? known.getAttribute("href").split("#")[0] : "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${name}`);
  svg.append(use);
  return svg;
}

// A short notice in the corner; errors stay until they are closed.
export function toast(words, kind = "info") {
  const box = document.getElementById("toasts");
  if (!box || !words) return;
  for (const old of box.querySelectorAll(".alert")) if (old.textContent.trim() === words) old.remove();
  const alert = document.createElement("div");
  alert.className = `alert alert--${kind}`;
  if (kind === "error") alert.setAttribute("role", "alert");
  const body = document.createElement("div");
  body.className = "alert__body";
  body.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "alert__close";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", text("close"));
  close.append(icon("close"));
  alert.append(icon(MARKS[kind]), body, close);
  box.append(alert);
  if (kind !== "error") setTimeout(() => alert.remove(), 6000);
}
