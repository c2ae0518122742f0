// Keyboard: "/" searches, "g" and a letter goes somewhere, "?" shows the keys, Esc closes what is open.
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

export function watchKeys() {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const drop of document.querySelectorAll("details[data-drop][open]")) {
        drop.open = false;
        drop.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (going && Date.now() - going < 1500) {
      going = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) {
        event.preventDefault();
        link.click();
      }
      return;
    }
    if (event.key === "g") going = Date.now();
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "?") {
      const dialog = document.getElementById("shortcuts");
      if (dialog) {
        event.preventDefault();
        dialog.showModal();
      }
    }
  });
}
