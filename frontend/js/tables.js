// A row with data-row-link follows its first link, unless text is being selected or something else was clicked.
// A checkbox with data-select-all ticks those named in it; [data-selected-count] shows how many.
export function watchTables() {}

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const row = event.target.closest("tr[data-row-link]");
  if (!row || event.target.closest("a, button, input, label, select, summary, details")) return;
  if (String(getSelection()).length > 0) return;
  const link = row.querySelector("a[href]");
  if (!link) return;
  if (event.ctrlKey || event.metaKey) window.open(link.href);
  else link.click();
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || box.type !== "checkbox") return;
  const scope = box.closest("form") ?? document;
  if (box.dataset.selectAll) {
    for (const other of scope.querySelectorAll(`input[name="${CSS.escape(box.dataset.selectAll)}"]`)) {
      other.checked = box.checked;
      other.closest("tr")?.classList.toggle("is-selected", box.checked);
    }
  } else box.closest("tr")?.classList.toggle("is-selected", box.checked);
  const count = scope.querySelector("[data-selected-count]");
  if (count) count.textContent = scope.querySelectorAll("tbody input[type=checkbox]:checked").length;
});
