// The application of inspectors on site: a list, a sheet, and sending. Everything is kept on the phone first.
import * as server from "./server.js";
import * as store from "./store.js";
import { begin, certificateFaults, panel, sheet } from "./sheet.js";
import { sendAll } from "./outbox.js";
import { clock, h, megabytes, say } from "./words.js";

const root = document.getElementById("field");
const AGAIN = 60_000;
const CLOCK = 300; // seconds
const OPEN = ["open", "refused"];
const app = { holder: null, work: [], drafts: [], sending: new Map(), failed: "", signedOut: false, ended: false, syncing: false, waiting: null, open: null, releaseSheet: null };
document.documentElement.classList.add("js");

const offset = async () => (await store.remembered()).offset ?? null;
const draftOf = (id) => app.drafts.find((one) => one.id === id);
const routed = () => Number(/^#\/(\d+)$/.exec(location.hash)?.[1] ?? 0);

async function load() {
  app.holder = await store.holder();
  if (!app.holder) { app.work = []; app.drafts = []; return; }
  [app.work, app.drafts] = await Promise.all([store.all("work"), store.all("draft")]);
}

// Ask what is to be done, then send what is finished. Called at opening, when signal comes back, and by the button.
let again = false;
async function sync() {
  if (app.ended) return;
  if (app.syncing) { again = true; return; }
  app.syncing = true;
  app.failed = "";
  show();
  try {
    const told = await server.work();
    app.signedOut = false;
    if (app.holder && app.holder.account !== told.account) await store.lock(); // somebody else's phone now
    await store.unlock({ account: told.account, name: told.name, bytes: await server.key() });
    await load();
    const now = new Set(told.work.map((one) => one.case));
    for (const one of told.work) await store.put("work", one.case, one);
    for (const one of app.work) if (!now.has(one.case)) await store.drop("work", one.case);
    await load();
    show();
    await sendAll(app.drafts, told_);
  } catch (error) {
    await trouble(error);
  }
  app.syncing = false;
  app.sending.clear();
  await load();
  show();
  if (again) { again = false; sync(); }
}

function told_(draft, progress) {
  if (progress) app.sending.set(draft.id, progress); else app.sending.delete(draft.id);
  app.drafts = app.drafts.map((one) => (one.id === draft.id ? draft : one));
  show();
}

async function trouble(error) {
  if (error instanceof server.SignedOut) app.signedOut = true;
  else if (error instanceof server.Ended) { app.ended = true; await store.lock(); }
  else if (error instanceof server.NoSignal || error instanceof server.Busy) app.failed = say("noAnswer");
  else { app.failed = String(error); throw error; }
}

const bar = () => h("header", { class: "field-bar" },
  h("h1", {}, h("a", { href: "#/" }, say("title"))),
  h("span", { class: "field-signal", "data-online": String(navigator.onLine), role: "status" }, navigator.onLine ? say("online") : say("offline")));

function locked() {
  const waiting = h("p", { class: "field-waiting" });
  store.countDrafts().then((n) => { if (n) waiting.textContent = say("lockedWaiting", { n }); });
  return panel(say("locked"), app.ended ? h("p", { class: "alert alert--error", role: "alert" }, say("ended")) : h("p", {}, say("needSignal")), waiting,
    !app.ended && h("a", { class: "btn btn--primary", href: `/accounts/login/?next=${location.pathname}` }, say("signIn")));
}

function status(work, draft) {
  const key = !draft ? "New" : { open: "Open", sealed: "Sealed", refused: "Refused", held: "Held", sent: "Sent", gone: "Gone" }[draft.status];
  const kind = { New: "plain", Open: "soon", Sealed: "waiting", Refused: "overdue", Held: "overdue", Gone: "overdue", Sent: "good" }[key];
  return h("span", { class: `badge badge--${kind}`, "data-status": draft?.status ?? "new" }, say(`status${key}`));
}

async function list() {
  const { at, offset: off } = await store.remembered();
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const rows = [...app.work, ...app.drafts.filter((one) => !app.work.some((work) => work.case === one.id)).map((one) => one.work ?? { case: one.id, number: one.number, enterprise: one.enterprise, inspect_by: "" })];
  return [
    app.waiting && h("p", { class: "alert alert--info" }, h("span", {}, say("update"), " "), h("button", { type: "button", class: "btn btn--small", "data-update": true, onclick: update }, say("updateNow"))),
    app.signedOut && h("p", { class: "alert alert--warning", role: "alert" }, h("span", {}, say("signInToSend"), " "), h("a", { href: `/accounts/login/?next=${location.pathname}` }, say("signIn"))),
    off !== undefined && Math.abs(off) > CLOCK && h("p", { class: "alert alert--warning", "data-clock": true }, say("clockWrong", { n: off })),
    app.failed && app.drafts.some((one) => one.status === "sealed") && h("p", { class: "alert alert--warning", "data-failed": true }, say("sendFailed", { why: app.failed })),
    rows.length ? h("ul", { class: "field-list" }, rows.map((work) => h("li", {}, h("a", { href: `#/${work.case}`, class: "field-line" },
      h("span", { class: "field-line__name" }, work.enterprise.name), status(work, draftOf(work.case)),
      h("span", { class: "muted small" }, `${work.number}${work.inspect_by ? ` · ${say("by", { t: work.inspect_by })}` : ""}`),
      app.sending.has(work.case) && h("span", { class: "small", "data-progress": true }, say("sendingFiles", { n: app.sending.get(work.case).files, m: app.sending.get(work.case).of }))))))
      : panel(say("nothing"), h("p", { class: "muted" }, say("nothingHelp"))),
    h("div", { class: "field-finish" }, h("button", { type: "button", class: "btn btn--primary", "data-sync": true, disabled: app.syncing, onclick: sync }, app.syncing ? say("syncing") : say("sync"))),
    h("p", { class: "muted small" }, at ? say("syncedAt", { t: clock(at) }) : say("never"), " · ", app.holder.name, " · ", say("unlockedUntil", { t: clock(app.holder.until) })),
    estimate && h("p", { class: "muted small" }, say("used", { n: megabytes(estimate.usage), m: megabytes(estimate.quota - estimate.usage) })),
    h("div", { class: "cluster" },
      h("a", { class: "btn btn--quiet", href: "/safety/inspections/" }, say("office")),
      h("button", { type: "button", class: "btn btn--quiet", "data-lock": true, onclick: async () => { await store.lock(); await load(); show(); } }, say("lock"))),
  ];
}

// What was finished: where it is on its way, and what the server said.
function finished(draft) {
  const progress = app.sending.get(draft.id);
  const words = {
    sealed: () => [h("p", { class: "alert alert--info" }, say("waiting")),
      progress && h("p", { "data-progress": true }, progress.files < progress.of ? say("sendingFiles", { n: progress.files, m: progress.of }) : say("sendingRecord")),
      app.failed && h("p", { class: "alert alert--warning", "data-failed": true }, say("sendFailed", { why: app.failed })),
      h("button", { type: "button", class: "btn btn--primary", "data-sync": true, disabled: app.syncing, onclick: sync }, app.syncing ? say("syncing") : say("sendNow"))],
    sent: () => [h("p", { class: "alert alert--success" }, draft.kind === "refusal" ? say("sentRefusal") : say("sentText", { n: draft.hazards.length }))],
    held: () => [h("div", { class: "alert alert--warning", role: "alert" }, h("div", {}, say("heldText"), h("ul", {}, draft.said.map((one) => h("li", {}, one)))))],
    gone: () => [h("p", { class: "alert alert--error", role: "alert" }, say("goneText")),
      h("button", { type: "button", class: "btn", "data-again": true, onclick: () => resend(draft, {}) }, say("sendNow"))],
    refused: () => [h("div", { class: "alert alert--error", role: "alert" }, h("div", {}, say("refusedText"), h("ul", {}, draft.said.map((one) => h("li", {}, one))))),
      h("div", { class: "cluster" },
        h("button", { type: "button", class: "btn btn--primary", "data-edit": true, onclick: () => reopen(draft) }, say("edit")),
        h("button", { type: "button", class: "btn", "data-hold": true, onclick: () => resend(draft, { hold: true }) }, say("keepAnyway")))],
  }[draft.status]();
  return [panel(null, ...words,
    draft.remarks?.length > 0 && h("div", {}, h("strong", {}, say("remarks")), h("ul", {}, draft.remarks.map((one) => h("li", {}, one)))),
    draft.sha256 && h("p", { class: "small muted field-hash" }, say("fingerprint"), h("br"), h("code", {}, draft.sha256)),
    ["sent", "held"].includes(draft.status) && h("div", { class: "cluster" }, h("a", { class: "btn", href: `/cases/${draft.number}/` }, say("openCase")),
      h("button", { type: "button", class: "btn btn--quiet", onclick: async () => { await store.drop("draft", draft.id); await load(); location.hash = "#/"; } }, say("removeReceipt"))))];
}

async function resend(draft, values) {
  await store.put("draft", draft.id, { ...draft, ...values, status: "sealed" });
  await load();
  sync();
}

async function reopen(draft) {
  await store.put("draft", draft.id, { ...draft, status: "open" });
  await load();
  show();
}

function about(work) {
  const faults = certificateFaults(work);
  return panel(work.enterprise.name,
    h("p", { class: "muted small" }, `${work.number} · ${work.kind} · ${say("by", { t: work.inspect_by })}`),
    h("p", {}, work.enterprise.address),
    work.checklist && h("p", { class: "small" }, `${work.checklist.title} v${work.checklist.version}`),
    h("ul", { class: "small" }, work.officers.map((one) => h("li", {}, say("certificateUntil", { name: one.name, number: one.certificate || "—", t: one.expires_on || "—" })))),
    faults.length ? faults.map((one) => h("p", { class: "alert alert--error", role: "alert" }, one)) : h("p", { class: "small muted" }, say("certificatesGood")),
    work.hazards.length > 0 && h("details", {}, h("summary", {}, say("openHazards", { n: work.hazards.length })),
      h("ul", { class: "small" }, work.hazards.map((one) => h("li", {}, `${one.number} ${one.major ? `【${say("major")}】` : ""}${one.subject}${one.place ? ` · ${one.place}` : ""}`)))));
}

// One sheet is open in one tab: two would write over each other.
function hold(id) {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((done) => {
    navigator.locks.request(`field-sheet-${id}`, { ifAvailable: true }, (lock) => {
      if (!lock) { done(false); return undefined; }
      return new Promise((release) => { app.releaseSheet = release; done(true); });
    });
  });
}

async function inspection(id) {
  const draft = draftOf(id);
  const work = app.work.find((one) => one.case === id) ?? draft?.work;
  const back = h("p", {}, h("a", { href: "#/" }, `‹ ${say("back")}`));
  if (!work && !draft) { location.hash = "#/"; return []; }
  if (draft && !OPEN.includes(draft.status)) return [back, h("h2", {}, draft.enterprise.name), ...finished(draft)];
  if (draft?.status === "refused") return [back, h("h2", {}, draft.enterprise.name), ...finished(draft)];
  if (!draft) {
    const faults = certificateFaults(work);
    const start = async (kind) => {
      const made = { ...begin(work, await offset()), kind };
      await store.put("draft", id, made);
      navigator.storage?.persist?.();
      await load();
      show();
    };
    return [back, about(work), h("div", { class: "field-finish" },
      h("button", { type: "button", class: "btn btn--primary", "data-begin": true, disabled: faults.length > 0, onclick: () => start("record") }, say("begin")),
      h("button", { type: "button", class: "btn btn--quiet", "data-refused": true, onclick: () => start("refusal") }, say("refuse")))];
  }
  if (!await hold(id)) return [back, h("p", { class: "alert alert--warning", role: "alert" }, say("otherTab"))];
  const place = h("div", { class: "stack" });
  const stale = !app.work.some((one) => one.case === id) && h("p", { class: "alert alert--warning", "data-stale": true }, say("stale"));
  app.open = { id, ...await sheet(place, draft, { offset, finished: async () => { leave(); await load(); show(); sync(); } }) };
  return [back, about(draft.work), stale, place];
}

function leave() {
  app.open = null;
  app.releaseSheet?.();
  app.releaseSheet = null;
}

// A sheet that is being written is not drawn anew under the officer's hands.
let drawing = Promise.resolve();
function show() {
  drawing = drawing.then(draw).catch((error) => { console.error(error); });
  return drawing;
}
async function draw() {
  const id = app.holder ? routed() : 0;
  if (app.open && app.open.id === id && app.holder) {
    root.querySelector(".field-bar")?.replaceWith(bar());
    return;
  }
  if (app.open) { await app.open.flush(); leave(); await load(); }
  const inside = !app.holder ? [locked()] : id ? await inspection(id) : await list();
  root.replaceChildren(bar(), h("main", { class: "field-main stack", id: "content", tabindex: "-1" }, ...inside.flat().filter(Boolean)));
  root.dataset.ready = app.holder ? (id ? "sheet" : "list") : "locked";
}

function update() {
  navigator.serviceWorker.addEventListener("controllerchange", async () => { await app.open?.flush(); location.reload(); }, { once: true });
  app.waiting.postMessage("update");
}

async function install() {
  const registration = await navigator.serviceWorker.register("/field-worker.js", { scope: "/", updateViaCache: "none" });
  const look = () => { app.waiting = navigator.serviceWorker.controller ? registration.waiting : null; if (app.waiting) show(); };
  look();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  await navigator.serviceWorker.ready;
  root.dataset.installed = "yes";
}

async function main() {
  if (!window.indexedDB || !window.crypto?.subtle) {
    root.replaceChildren(bar(), h("p", { class: "alert alert--error", role: "alert" }, say("noStore")));
    return;
  }
  addEventListener("hashchange", show);
  addEventListener("online", () => { show(); sync(); });
  addEventListener("offline", show);
  addEventListener("pagehide", () => { app.open?.flush(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) app.open?.flush(); });
  setInterval(() => { if (app.holder && navigator.onLine && app.drafts.some((one) => one.status === "sealed")) sync(); }, AGAIN);
  if ("serviceWorker" in navigator) install().catch((error) => { root.dataset.installed = "no"; console.warn(error); });
  try { await load(); } catch { root.replaceChildren(bar(), h("p", { class: "alert alert--error", role: "alert" }, say("noStore"))); return; }
  await show();
  await sync();
}
main();
