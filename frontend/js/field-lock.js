// Signing out locks what lies on this phone of inspections (frontend/field/store.js): the key goes before the page does.
const NAME = "bihuan-field";

function forgetKey() {
  return new Promise((done) => {
    let asked;
    try { asked = indexedDB.open(NAME); } catch { done(); return; }
    asked.onupgradeneeded = () => asked.transaction.abort(); // never used here: none is made
    asked.onerror = done;
    asked.onsuccess = () => {
      const base = asked.result;
      const finish = () => { base.close(); done(); };
      if (!base.objectStoreNames.contains("state")) { finish(); return; }
      const change = base.transaction("state", "readwrite");
      change.objectStore("state").delete("key");
      change.oncomplete = change.onerror = change.onabort = finish;
    };
  });
}

export function watchSignOut(root) {
  for (const form of root.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await Promise.race([forgetKey(), new Promise((done) => { setTimeout(done, 2000); })]);
      form.submit();
    }, { once: true });
  }
}
