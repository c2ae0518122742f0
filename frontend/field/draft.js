// The sheet of one inspection on the phone: how it begins, what is lacking, and the text that is sent.
import * as store from "./store.js";
import { say } from "./words.js";

export function begin(work, offset) {
  const answers = {};
  for (const before of work.before) {
    answers[before.item] = { answer: before.answer, note: before.note, place: before.place, photos: [] };
  }
  return {
    id: work.case, number: work.number, enterprise: work.enterprise, work, submission: store.uuid(), kind: "record",
    status: "open", began_at: new Date().toISOString(), answers, files: [], general: [], signatures: {},
    place: work.enterprise.address, content: "", handling: "", measure: "", scope: "", signature: "signed", signed_by: "",
    refusal: "", facts: "", by: "", offsets: offset === null ? [] : [offset], position: null, said: [],
  };
}

export const itemsOf = (draft) => draft.work.checklist?.items ?? [];
const answerOf = (draft, item) => draft.answers[item.key] ?? {};
export function counts(draft) {
  const given = itemsOf(draft).map((item) => answerOf(draft, item).answer);
  return { n: given.filter(Boolean).length, m: given.length, f: given.filter((one) => one === "failed").length };
}

const numbers = (items) => items.slice(0, 12).map((item) => item.number).join("、") + (items.length > 12 ? "…" : "");

export function lacking(draft) {
  if (draft.kind === "refusal") return draft.facts.trim() ? [] : [say("lackFacts")];
  const open = itemsOf(draft).filter((item) => !answerOf(draft, item).answer);
  const mute = itemsOf(draft).filter((item) => answerOf(draft, item).answer === "failed" && !answerOf(draft, item).note?.trim());
  const signed = draft.signature === "signed";
  return [
    open.length && say("lackItems", { n: open.length, list: numbers(open) }),
    mute.length && say("lackNotes", { list: numbers(mute) }),
    !draft.place.trim() && say("lackPlace"),
    !draft.content.trim() && say("lackContent"),
    draft.measure && !draft.scope.trim() && say("lackScope"),
    !draft.signatures.lead && say("lackLead"),
    !draft.signatures.second && say("lackSecond"),
    signed && (!draft.signatures.unit || !draft.signed_by.trim()) && say("lackUnit"),
    !signed && !draft.refusal.trim() && say("lackRefusal"),
  ].filter(Boolean);
}

// Once sealed the text does not change: its hash is what the server must answer.
export async function seal(draft, offset) {
  const offsets = [...new Set([...draft.offsets, ...(offset === null ? [] : [offset])])];
  const common = {
    format: "bihuan-field-1", kind: draft.kind, inspection: draft.number, checklist: draft.work.checklist?.key ?? null,
    officers: draft.work.officers.map(({ name, certificate }) => ({ name, certificate })),
    began_at: draft.began_at, ended_at: new Date().toISOString(), position: draft.position, photos: draft.general, offsets,
  };
  const unit = draft.signature === "signed" ? { unit: draft.signatures.unit } : {};
  const sheet = draft.kind === "refusal" ? { ...common, facts: draft.facts, by: draft.by } : {
    ...common, place: draft.place, content: draft.content, handling: draft.handling,
    answers: itemsOf(draft).map((item) => ({ item: item.key, ...draft.answers[item.key] })),
    measures: draft.measure ? [{ measure: draft.measure, scope: draft.scope }] : [],
    signature: draft.signature, signed_by: draft.signature === "signed" ? draft.signed_by : "",
    refusal: draft.signature === "refused" ? draft.refusal : "",
    signatures: { lead: draft.signatures.lead, second: draft.signatures.second, ...unit },
  };
  const body = JSON.stringify(sheet);
  const named = [...new Set([
    ...draft.general, ...(sheet.answers ?? []).flatMap((answer) => answer.photos ?? []), ...Object.values(sheet.signatures ?? {}),
  ])];
  return { ...draft, status: "sealed", body, named, sha256: await store.sha256Text(body), said: [], offsets };
}
