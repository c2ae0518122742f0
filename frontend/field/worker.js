// Keeps the application on the phone, one version whole or none. What somebody wrote is not here but in IndexedDB, sealed.
// `self.FIELD` ({version, files, shells}) is put before this by the server (bihuan/safety/field/views/phone.py).
const { version, files, shells } = self.FIELD;
const NAME = `field-${version}`;
const KEPT = new Set([...files, ...shells]);

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(NAME);
    // Past the browser's own cache: a version is what the server has now.
    await Promise.all([...KEPT].map(async (address) => {
      const answer = await fetch(new Request(address, { cache: "reload", credentials: "same-origin" }));
      if (!answer.ok || answer.redirected) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, answer);
    }));
  })());
});

// The new version waits until the page asks for it, so that nobody's page changes under the hands.
self.addEventListener("message", (event) => { if (event.data === "update") self.skipWaiting(); });

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("field-") && name !== NAME) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// Only the application's own files are answered for. Everything else goes to the network as if there were no worker.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || !KEPT.has(pathname)) return;
  const shell = shells.includes(pathname);
  if (shell && request.mode !== "navigate") return;
  event.respondWith((async () => {
    const kept = await (await caches.open(NAME)).match(pathname, { ignoreVary: true });
    if (kept && (shell || new URL(request.referrer || self.location.href).pathname.startsWith(shells[0]))) return kept;
    try { return await fetch(request); } catch (error) { if (kept) return kept; throw error; }
  })());
});
