// The page of one inspection: the checklist, photographs, the record, signatures, and finishing.
import * as photos from "./photos.js";
import * as store from "./store.js";
import { begin, counts, itemsOf, lacking, seal } from "./draft.js";
import { sign } from "./signature.js";
import { clock, h, say, today } from "./words.js";

const MARKS = ["passed", "failed", "na"];
const MEASURES = ["remove", "evacuate", "suspend", "stop_using"];

export function certificateFaults(work) {
  const bad = work.officers.filter((one) => !one.certificate || one.expires_on < today());
  return [
    ...(work.officers.length < 2 ? [say("twoNeeded")] : []),
    ...bad.map(({ name }) => say("certificateBad", { name })),
  ];
}

// What is written is kept in the order in which it was written.
export function keeper(draft) {
  let queue = Promise.resolve();
  let timer = null;
  const write = () => { timer = null; queue = queue.then(() => store.put("draft", draft.id, draft)); return queue; };
  return {
    soon() { timer ??= setTimeout(write, 150); },
    now() { clearTimeout(timer); return write(); },
    flush() { if (timer) { clearTimeout(timer); write(); } return queue; },
    withPhoto(about, bytes) {
      queue = queue.then(() => store.putWithPhoto(draft.id, draft, `${draft.id}/${about.sha256}`, bytes));
      return queue;
    },
  };
}

export function panel(title, ...inside) {
  return h("section", { class: "panel field-panel" }, title && h("h2", { class: "panel__title" }, title), ...inside);
}

const label = (text, control) => h("label", { class: "field-label" }, h("span", {}, text), control);

export async function sheet(root, draft, { finished, offset }) {
  const keep = keeper(draft);
  const places = new Set(); // places being asked for
  for (const file of draft.files) if (file.no_place === "locating") file.no_place = "unavailable";

  const text = (name, of = draft, attributes = {}) => h(attributes.rows ? "textarea" : "input", {
    class: "form-control", name, autocomplete: "off", value: of[name] ?? "", ...attributes,
    oninput: (event) => { of[name] = event.target.value; keep.soon(); refresh(); },
  });

  async function addPhotos(input, { kind = "photo", item = null }, list, strip) {
    for (const file of input.files) {
      if (!file.type.startsWith("image/")) { tell(say("notPicture")); continue; }
      if (file.size > photos.MOST_MB * 1048576) { tell(say("tooBig", { n: photos.MOST_MB })); continue; }
      const { about, bytes } = await photos.take(file, { kind, item });
      if (!draft.files.some((one) => one.sha256 === about.sha256)) draft.files.push(about);
      if (!list().includes(about.sha256)) list().push(about.sha256);
      await keep.withPhoto(about, bytes);
      strip();
      locate(about, strip);
    }
    input.value = "";
  }

  function locate(about, strip) {
    const asking = photos.place().then(async ({ position, no_place }) => {
      about.position = position;
      about.no_place = no_place ?? "";
      draft.position ??= position;
      await keep.now();
      strip();
    }).finally(() => places.delete(asking));
    places.add(asking);
  }

  function photoBox(list, of) {
    const shown = h("ul", { class: "field-photos" });
    const strip = () => shown.replaceChildren(...list().map((sha256, n) => {
      const about = draft.files.find((one) => one.sha256 === sha256);
      const canvas = h("canvas", { class: "field-photo", role: "img", "aria-label": say("photoOf", { n: n + 1 }) });
      store.photo(`${draft.id}/${sha256}`).then((bytes) => bytes && photos.draw(canvas, bytes, about.type));
      const t = clock(about.taken_at);
      const words = about.position ? say("photoWithPlace", { t, m: about.position.accuracy })
        : about.no_place === "locating" ? say("photoLocating", { t }) : say("photoNoPlace", { t, why: say(about.no_place) });
      return h("li", {}, canvas, h("span", { class: "small" }, words),
        h("button", { type: "button", class: "btn btn--small btn--quiet", onclick: async () => {
          list().splice(list().indexOf(sha256), 1);
          await keep.now();
          strip();
        } }, say("photoRemove")));
    }));
    strip();
    const input = h("input", { type: "file", accept: "image/*", capture: "environment", class: "visually-hidden", "data-photo": of.item ?? "general",
      onchange: (event) => addPhotos(event.target, of, list, strip) });
    return h("div", { class: "stack stack--tight" }, h("label", { class: "btn field-shoot" }, say("photo"), input), shown);
  }

  function itemBox(item) {
    const answer = () => (draft.answers[item.key] ??= { answer: "", note: "", place: "", photos: [] });
    const more = h("div", { class: "stack stack--tight", hidden: (draft.answers[item.key]?.answer ?? "") !== "failed" });
    const fill = () => more.replaceChildren(
      label(say("note"), text("note", answer(), { rows: 2, "data-note": item.key })), label(say("spot"), text("place", answer())), pointBox(answer),
      photoBox(() => answer().photos, { item: item.key }));
    if (!more.hidden) fill();
    const choose = (mark) => {
      answer().answer = mark;
      more.hidden = mark !== "failed";
      if (!more.hidden && !more.firstChild) fill();
      keep.now();
      refresh();
    };
    return h("fieldset", { class: "field-item", "data-item": item.key },
      h("legend", {}, h("span", { class: "muted" }, `${item.number}. `), item.text),
      item.reference && h("p", { class: "muted small" }, item.reference),
      h("div", { class: "field-marks" }, MARKS.map((mark) => h("label", { class: `field-mark field-mark--${mark}` },
        h("input", { type: "radio", name: `answer-${item.key}`, value: mark, checked: draft.answers[item.key]?.answer === mark, onchange: () => choose(mark) }),
        h("span", {}, say(mark))))),
      more);
  }

  // A hazard at a registered risk point raises its colour until it is closed.
  function pointBox(answer) {
    const points = draft.work.points ?? [];
    if (!points.length) return "";
    return label(say("point"), h("select", { class: "form-select", name: "point", onchange: (event) => { answer().point = Number(event.target.value) || null; keep.now(); } },
      h("option", { value: "" }, say("noPoint")),
      points.map((one) => h("option", { value: one.pk, selected: answer().point === one.pk }, one.place ? `${one.name} · ${one.place}` : one.name))));
  }

  function signatureBox(role, title) {
    const stateOf = () => (draft.signatures[role] ? say("signed") : say("unsigned"));
    const shown = h("span", { class: "muted", "data-signature": role }, stateOf());
    return h("div", { class: "split" }, h("div", {}, h("strong", {}, title), h("br"), shown),
      h("button", { type: "button", class: "btn", "data-sign": role, onclick: async () => {
        const blob = await sign(title);
        if (!blob) return;
        const { about, bytes } = await photos.take(new File([blob], `${role}.png`, { type: "image/png" }), { kind: role });
        about.no_place = "signature";
        draft.files.push(about);
        draft.signatures[role] = about.sha256;
        await keep.withPhoto(about, bytes);
        shown.textContent = stateOf();
        refresh();
      } }, say("sign")));
  }

  function unitBox() {
    const signed = h("div", { class: "stack stack--tight" }, label(say("signedBy"), text("signed_by", draft, { maxlength: 40 })), signatureBox("unit", say("signatureUnit")));
    const refused = label(say("refusal"), text("refusal", draft, { rows: 3 }));
    const show = () => { signed.hidden = draft.signature !== "signed"; refused.hidden = draft.signature === "signed"; };
    show();
    return [h("div", { class: "field-marks" }, [["signed", "unitSigns"], ["refused", "unitRefuses"]].map(([value, word]) => h("label", { class: "field-mark" },
      h("input", { type: "radio", name: "signature", value, checked: draft.signature === value, onchange: () => { draft.signature = value; show(); keep.now(); refresh(); } }),
      h("span", {}, say(word))))), signed, refused];
  }

  function measureBox() {
    const scope = label(say("scope"), text("scope", draft, { rows: 3 }));
    scope.hidden = !draft.measure;
    return [h("p", { class: "muted small" }, say("measuresHelp")),
      h("select", { class: "form-select", name: "measure", "aria-label": say("measures"), onchange: (event) => {
        draft.measure = event.target.value;
        scope.hidden = !draft.measure;
        keep.now();
        refresh();
      } }, h("option", { value: "" }, say("measureNone")), MEASURES.map((one) => h("option", { value: one, selected: draft.measure === one }, say(one)))),
      scope];
  }

  const tally = h("p", { class: "field-tally", "aria-live": "polite" });
  const notes = h("div", { class: "stack stack--tight" });
  const tell = (words) => notes.replaceChildren(h("p", { class: "alert alert--warning", role: "alert" }, words));
  function refresh() {
    if (draft.kind === "record") tally.textContent = say("answered", counts(draft));
  }

  async function finish() {
    const lacks = lacking(draft);
    if (lacks.length) {
      notes.replaceChildren(h("div", { class: "alert alert--error", role: "alert" }, h("div", {}, say("lacking"), h("ul", {}, lacks.map((one) => h("li", {}, one))))));
      return;
    }
    notes.replaceChildren();
    await Promise.allSettled(places);
    await keep.flush();
    const done = await seal(draft, await offset());
    await store.put("draft", draft.id, done);
    finished(done);
  }

  async function become(kind) {
    draft.kind = kind;
    await keep.now();
    render();
  }

  function record() {
    const items = itemsOf(draft);
    const groups = [...new Set(items.map((item) => item.group))];
    return [
      draft.work.checklist?.retired && h("p", { class: "alert alert--info" }, say("retired")),
      tally,
      ...groups.map((group) => panel(group, items.filter((item) => item.group === group).map(itemBox))),
      panel(say("general"), photoBox(() => draft.general, {})),
      panel(say("record"), label(say("place"), text("place", draft, { maxlength: 160 })), label(say("content"), text("content", draft, { rows: 2 })),
        label(say("handling"), text("handling", draft, { rows: 2 }))),
      panel(say("measures"), measureBox()),
      panel(say("signatures"), signatureBox("lead", say("signatureLead")), signatureBox("second", say("signatureSecond")), ...unitBox()),
    ];
  }

  function refusal() {
    return [panel(say("refusalTitle"), label(say("facts"), text("facts", draft, { rows: 5 })), label(say("factsBy"), text("by", draft)),
      photoBox(() => draft.general, {}),
      h("button", { type: "button", class: "btn btn--quiet", onclick: () => become("record") }, say("backToCheck")))];
  }

  function render() {
    root.replaceChildren(
      ...(draft.said.length ? [h("div", { class: "alert alert--error", role: "alert" }, h("div", {}, say("refusedText"), h("ul", {}, draft.said.map((one) => h("li", {}, one)))))] : []),
      h("p", { class: "muted small" }, `${say("began")} ${clock(draft.began_at)}`),
      ...(draft.kind === "refusal" ? refusal() : record()).filter(Boolean),
      notes,
      h("div", { class: "field-finish" },
        h("button", { type: "button", class: "btn btn--primary", "data-finish": true, onclick: finish }, say("finish")),
        draft.kind === "record" && h("button", { type: "button", class: "btn btn--quiet", "data-refuse": true, onclick: () => become("refusal") }, say("refuse"))),
      h("p", { class: "muted small" }, say("finishHelp")));
    refresh();
  }
  render();
  return { flush: keep.flush };
}

export { begin };
