// Signing with a finger: a dialog with a canvas. Returns the picture as a PNG, or null.
import { h, say } from "./words.js";

export function sign(title) {
  return new Promise((done) => {
    const canvas = h("canvas", { class: "field-pad", "aria-label": say("signHere"), role: "img" });
    let drawn = false;
    const close = (result) => { dialog.close(); dialog.remove(); done(result); };
    const dialog = h("dialog", { class: "field-dialog", "aria-label": title },
      h("h2", {}, title), h("p", { class: "muted" }, say("signHere")), canvas,
      h("div", { class: "cluster" },
        h("button", { type: "button", class: "btn btn--primary", "data-sign-done": true, onclick: () => {
          if (drawn) canvas.toBlob((blob) => close(blob), "image/png");
        } }, say("done")),
        h("button", { type: "button", class: "btn", onclick: clear }, say("clear")),
        h("button", { type: "button", class: "btn btn--quiet", onclick: () => close(null) }, say("cancel"))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
    document.body.append(dialog);
    dialog.showModal();
    const pen = canvas.getContext("2d");
    const box = canvas.getBoundingClientRect();
    canvas.width = Math.round(box.width * 2);
    canvas.height = Math.round(box.height * 2);
    clear();

    function clear() {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.setTransform(2, 0, 0, 2, 0, 0);
      pen.lineWidth = 2.5;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#111";
      drawn = false;
    }
    const point = (event) => { const b = canvas.getBoundingClientRect(); return [event.clientX - b.left, event.clientY - b.top]; };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      pen.beginPath();
      pen.moveTo(...point(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!event.buttons) return;
      pen.lineTo(...point(event));
      pen.stroke();
      drawn = true;
    });
  });
}
