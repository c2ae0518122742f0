// Draws `<div data-chart="bar|bars|stack|line" data-table="id">` from the table of that id: the table is the truth.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const chinese = document.documentElement.lang.startsWith("zh");

function read(table) {
  const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  return {
    categories: rows.map((row) => row.cells[0].textContent.trim()),
    series: heads.slice(1).map((name, index) => ({
      name,
      values: rows.map((row) => {
        const value = row.cells[index + 1].dataset.value;
        return value === "" ? null : Number(value);
      }),
    })),
  };
}

function short(value) {
  const steps = chinese ? [[1e8, "亿"], [1e4, "万"]] : [[1e6, "M"], [1e3, "K"]];
  for (const [step, sign] of steps) if (Math.abs(value) >= step) return `${+(value / step).toFixed(1)}${sign}`;
  return String(value);
}

function option(element, data) {
  const css = getComputedStyle(element);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const kind = element.dataset.chart;
  const percent = "percent" in element.dataset;
  const lying = kind === "bars";
  const stacked = kind === "stack" || (lying && data.series.length > 1);
  const tones = (element.dataset.tones ?? "").split(" ");
  const ink = colour("ink-2");
  const full = (value) => {
    if (value === null || value === undefined || Number.isNaN(value)) return "—";
    return percent ? `${+(value * 100).toFixed(1)}%` : `${value.toLocaleString("en")}${element.dataset.unit ? ` ${element.dataset.unit}` : ""}`;
  };
  const names = {
    type: "category", data: data.categories, inverse: lying, axisTick: { show: false },
    axisLine: { lineStyle: { color: colour("line-strong") } },
    axisLabel: { color: ink, width: lying ? 130 : undefined, overflow: lying ? "truncate" : "none", hideOverlap: true },
  };
  const values = {
    type: "value", max: percent ? 1 : undefined,
    axisLabel: { color: ink, hideOverlap: true, formatter: percent ? (value) => `${Math.round(value * 100)}%` : short },
    splitLine: { lineStyle: { color: colour("line") } },
  };
  const several = data.series.length > 1;
  return {
    animation: !still,
    color: data.series.map((_, index) => colour(tones[index] || `chart-${(index % 6) + 1}`)),
    textStyle: { fontFamily: css.fontFamily, color: ink },
    grid: { left: 8, right: 16, top: several ? 36 : 12, bottom: 4, containLabel: true },
    legend: several ? { top: 0, left: 0, textStyle: { color: colour("ink") }, itemWidth: 14, itemHeight: 9 } : undefined,
    tooltip: {
      trigger: "axis", axisPointer: { type: kind === "line" ? "line" : "shadow" }, confine: true, valueFormatter: full,
      backgroundColor: colour("surface"), borderColor: colour("line"), textStyle: { color: colour("ink") },
    },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: data.series.map((series, index) => ({
      name: series.name, data: series.values, type: kind === "line" ? "line" : "bar",
      stack: stacked ? "all" : undefined, barMaxWidth: 28, symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 7,
      // Neighbouring blocks of one bar are told apart by a gap besides the colour.
      itemStyle: stacked ? { borderColor: colour("surface"), borderWidth: 1 } : undefined,
    })),
  };
}

function paint(element) {
  const table = document.getElementById(element.dataset.table);
  if (!table?.tBodies[0]?.rows.length) return;
  const data = read(table);
  if (element.dataset.chart === "bars") {
    element.style.height = `${Math.max(8, data.categories.length * 1.9 + 4)}rem`;
  }
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  chart.setOption(option(element, data), true);
  chart.resize();
}

export function draw(root) {
  for (const element of root.querySelectorAll("[data-chart]:not([data-chart-on])")) {
    element.dataset.chartOn = "";
    paint(element);
    new ResizeObserver(() => echarts.getInstanceByDom(element)?.resize()).observe(element);
  }
}

const again = () => document.querySelectorAll("[data-chart-on]").forEach(paint);
document.addEventListener("theme", again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
