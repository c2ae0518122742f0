// Sending what is finished: file by file, each by its hash, then the record. A break at any point goes on where it was;
// the record carries a key made on the phone, so it is taken once however often it arrives. Nothing is deleted here before
// the server has named the hash of every file and of the record.
import * as server from "./server.js";
import * as store from "./store.js";

const sendable = (draft) => draft.status === "sealed";

// One tab sends at a time; where the browser has no locks, the server's keys alone keep everything single.
const alone = (work) => (navigator.locks ? navigator.locks.request("field-send", work) : work());

export const sendAll = (drafts, tell) => alone(async () => {
  for (const { id } of drafts) {
    const draft = await store.get("draft", id); // as it is now: another tab may have sent it
    if (draft && sendable(draft)) await sendOne(draft, tell);
  }
});

async function sendOne(draft, tell) {
  const { data: there, status } = await server.have(draft.number);
  if (status === 404) return gone(draft, tell);
  const have = new Set(there.have ?? []);
  let files = draft.files.filter((file) => draft.named.includes(file.sha256));
  for (let round = 0; round < 3; round += 1) {
    const open = files.filter((file) => !have.has(file.sha256));
    let sent = files.length - open.length;
    for (const file of open) {
      tell(draft, { files: sent, of: files.length });
      const bytes = await store.photo(`${draft.id}/${file.sha256}`);
      const answer = await server.sendFile(draft.number, file, bytes);
      if (answer.status === 404) return gone(draft, tell);
      if (answer.status !== 200 || answer.data.sha256 !== file.sha256) {
        return change(draft, tell, { status: "refused", said: [answer.data.said ?? String(answer.status)] });
      }
      have.add(file.sha256);
      sent += 1;
    }
    tell(draft, { files: files.length, of: files.length });
    const { status: code, data } = await server.sendRecord(draft.number, draft.submission, draft.body, draft.hold);
    if (code === 404) return gone(draft, tell);
    if (code === 200) return acknowledge(draft, files, data, tell);
    if (code !== 409) {
      return change(draft, tell, { status: "refused", said: [...new Set([data.said, ...Object.values(data.fields ?? {})])].filter(Boolean) });
    }
    for (const sha256 of data.missing) have.delete(sha256);
    files = draft.files.filter((file) => draft.named.includes(file.sha256));
  }
  throw new server.Busy("409");
}

// The server says which bytes it has. Only when each is what was made here is the phone's copy given up.
async function acknowledge(draft, files, data, tell) {
  const whole = data.sha256 === draft.sha256 && files.every((file) => data.files[file.sha256] === file.size);
  if (!whole) return change(draft, tell, { status: "refused", said: [data.said || "SHA-256"] });
  const { id, number, enterprise, sha256, kind } = draft;
  const after = {
    id, number, enterprise, kind, sha256, status: data.outcome === "held" ? "held" : "sent", said: [data.said].filter(Boolean),
    remarks: data.remarks, hazards: data.hazards, files: [], received: data.received_at, count: files.length,
  };
  await store.settle(draft.id, after, draft.files.map((file) => `${draft.id}/${file.sha256}`));
  tell(after, null);
}

const gone = (draft, tell) => change(draft, tell, { status: "gone", said: [] });

async function change(draft, tell, values) {
  const after = { ...draft, ...values };
  await store.put("draft", draft.id, after);
  tell(after, null);
}
