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

const ITEM = { width: 14, height: 9, gap: 10 }; // of the legend, in px; the text stands 5 px after its mark
const LINE = 24; // px of one line of the legend
const paper = document.createElement("canvas").getContext("2d");

function lines(names, font, room) {
  paper.font = `12px ${font}`;
  let [count, used] = [1, 0];
  for (const name of names) {
    const width = ITEM.width + 5 + paper.measureText(name).width + ITEM.gap;
    if (used && used + width > room) [count, used] = [count + 1, 0];
    used += width;
  }
  return count;
}

// The drawing begins below the legend, however many lines the names of the series take at this width.
function above(element, data) {
  const names = data.series.map((series) => series.name);
  return names.length > 1 ? 12 + LINE * lines(names, getComputedStyle(element).fontFamily, element.clientWidth) : 12;
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
  const legend = above(element, data);
  return {
    animation: !still,
    color: data.series.map((_, index) => colour(tones[index] || `chart-${(index % 6) + 1}`)),
    textStyle: { fontFamily: css.fontFamily, color: ink },
    grid: { left: 8, right: 16, top: legend, bottom: 4, containLabel: true },
    legend: several ? { top: 0, left: 0, textStyle: { color: colour("ink") }, itemWidth: ITEM.width, itemHeight: ITEM.height, itemGap: ITEM.gap } : undefined,
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
  } else {
    element.style.height = ""; // as the style sheet has it, and what more than one line of legend takes
    element.style.height = `${element.clientHeight + Math.max(0, above(element, data) - 12 - LINE)}px`;
  }
  const chart = echarts.getInstanceByDom(element) ?? echarts.init(element, null, { renderer: "svg" });
  chart.setOption(option(element, data), true);
  chart.resize();
}

export function draw(root) {
  for (const element of root.querySelectorAll("[data-chart]:not([data-chart-on])")) {
    element.dataset.chartOn = "";
    paint(element);
    new ResizeObserver(() => paint(element)).observe(element);
  }
}

const again = () => document.querySelectorAll("[data-chart-on]").forEach(paint);
document.addEventListener("theme", again);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
