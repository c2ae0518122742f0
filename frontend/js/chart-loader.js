// ECharts is 200 KB: fetched by pages that hold a chart, once. The address carries the file's hash in production.
export function watchCharts(root) {
  if (!root.querySelector("[data-chart]:not([data-chart-on])")) return;
  const address = document.getElementById("app-script").dataset.charts;
  import(address).then((charts) => charts.draw(root));
}
