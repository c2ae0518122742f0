// Everything a page needs at once. Charts and Alpine are fetched only by pages that hold them.
import htmx from "htmx.org";
import { watchCharts } from "./chart-loader.js";
import { watchDrafts } from "./drafts.js";
import { watchSignOut } from "./field-lock.js";
import { watchForms } from "./forms.js";
import { watchKeys } from "./keys.js";
import { watchMaps } from "./maps.js";
import { watchOverlays } from "./overlays.js";
import { watchRequests } from "./requests.js";
import { watchTables } from "./tables.js";
import { watchTheme } from "./theme.js";
import { watchUploads } from "./uploads.js";

document.documentElement.classList.add("js");
window.htmx = htmx;

// `ready(root)` runs for the page and again for each part htmx brings in.
const parts = [watchCharts, watchMaps, watchForms, watchDrafts, watchOverlays, watchTables, watchUploads];
function ready(root) {
  for (const part of parts) part(root);
  if (root.querySelector("[x-data]")) import("./alpine.js");
}

watchRequests();
watchTheme();
watchKeys();
watchSignOut(document);
ready(document);
htmx.on("htmx:load", (event) => {
  if (event.detail.elt !== document.body) ready(event.detail.elt.parentElement ?? event.detail.elt);
});
