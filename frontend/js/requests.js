// What htmx does when an answer is not what was hoped for. The text in the form always stays.
import { text, toast } from "./texts.js";

const BY_STATUS = { 401: "forbidden", 403: "forbidden", 404: "gone", 429: "busy", 502: "busy", 503: "busy", 504: "busy" };

export function watchRequests() {
  const body = document.body;
  let running = 0;
  let line;
  const show = () => {
    if (!line && running > 0) {
      line = document.createElement("div");
      line.className = "working";
      body.append(line);
    } else if (line && running === 0) {
      line.remove();
      line = undefined;
    }
  };
  body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.closest(".progress")) return; // polling is not worth a sign
    running += 1;
    setTimeout(show, 250);
  });
  body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.closest(".progress")) return;
    running = Math.max(0, running - 1);
    show();
  });
  body.addEventListener("htmx:responseError", (event) => {
    toast(text(BY_STATUS[event.detail.xhr.status] ?? "failed"), "error");
  });
  body.addEventListener("htmx:sendError", () => toast(text("offline"), "error"));
  body.addEventListener("htmx:timeout", () => toast(text("busy"), "error"));
  // A session that has ended answers with the sign-in page: do not paste it into a part of this one.
  body.addEventListener("htmx:beforeSwap", (event) => {
    if (/<body[^>]+data-page="plain"/.test(event.detail.xhr.responseText.slice(0, 6000))) {
      event.detail.shouldSwap = false;
      toast(text("forbidden"), "error");
    }
  });
}
