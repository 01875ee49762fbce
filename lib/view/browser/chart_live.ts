/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import uPlot from "npm:uplot@1.6.32";
import {
  bucketCount,
  CHART_ABOVE,
  CHART_BELOW,
  chartScale,
  chartTop,
  type TimeChart,
} from "../parts/chart_series.ts";
import { barWidth } from "../parts/chart_paths.ts";
import { ticks } from "../parts/time_scale.ts";
import { describeValue, valueTicks } from "../parts/value_scale.ts";
import { chartKeys } from "./chart_keys.ts";
import { chartReadout } from "./chart_readout.ts";
import { tickOptions } from "./chart_zone.ts";
import type { LivePage, Mount } from "./live_page.ts";

const GUTTER = 58;
const SHORTEST_DRAG = 4;
/** Arguments of uPlot. */
const [WITH_PATHS, WITH_AXES, SILENTLY] = [true, true, false] as const;

/** Puts a live chart into the box of one that was drawn without script. */
export function mountChart(figure: HTMLElement, page: LivePage): ReturnType<Mount> {
  const chart: TimeChart = JSON.parse(figure.dataset.chart ?? "");
  const box = figure.querySelector<HTMLElement>(".chart-box");
  if (box === null) return undefined;
  const holder = document.createElement("div");
  holder.className = "chart-live";
  const plot = new uPlot(chartOptions(chart, figure, page, box.clientWidth), chartData(chart), holder);
  box.append(holder);
  chartKeys({
    chart,
    holder,
    page,
    show: (bucket) => plot.setCursor({ left: plot.valToPos(plot.data[0][bucket] ?? 0, "x"), top: 0 }),
    mark: (left, width) => plot.setSelect({ left, width, top: 0, height: plot.over.clientHeight }, SILENTLY),
    edge: (timeMs) => plot.valToPos(timeMs, "x"),
  });
  const redraw = () => plot.redraw(WITH_PATHS, WITH_AXES);
  const light = matchMedia("(prefers-color-scheme: dark)");
  const size = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: box.clientHeight }));
  size.observe(box);
  document.addEventListener("omlens:look", redraw);
  light.addEventListener("change", redraw);
  return () => {
    size.disconnect();
    document.removeEventListener("omlens:look", redraw);
    light.removeEventListener("change", redraw);
    plot.destroy();
  };
}

/** The order in which series are drawn: of stacked bars the highest first, so that the others stand before it. */
function drawOrder({ series }: TimeChart): number[] {
  const numbers = series.map((_, i) => i);
  const isBars = (i: number) => series[i]?.kind === "bars";
  return [...numbers.filter(isBars).reverse(), ...numbers.filter((i) => !isBars(i))];
}

function chartData(chart: TimeChart): uPlot.AlignedData {
  const { startMs } = chartScale(chart);
  const count = bucketCount(chart);
  const middles = Array.from({ length: count }, (_, i) => startMs + (i + 0.5) * chart.bucketMs);
  const stack = new Array<number>(count).fill(0);
  // A value that is not zero is at least a pixel high.
  const least = chartTop(chart) / (chart.height ?? 140);
  const shown = chart.series.map(({ kind, values }) =>
    kind === "line" ? [...values] : values.map((value, i) => {
      if (value !== null && value > 0) stack[i]! += Math.max(value, least);
      return stack[i]!;
    })
  );
  return [middles, ...drawOrder(chart).map((i) => shown[i] ?? [])];
}

function chartOptions(chart: TimeChart, figure: HTMLElement, page: LivePage, width: number): uPlot.Options {
  const scale = chartScale(chart);
  const top = chartTop(chart);
  const { unit, height = 140 } = chart;
  const places = (plot: uPlot) => ticks(scale, tickOptions(page, scale, plot.over.clientWidth));
  const text = () => computed(figure, ".value-label").fill;
  const font = "11px system-ui, sans-serif";
  const readout = chartReadout(chart, figure, page);
  return {
    width,
    height: CHART_ABOVE + height + CHART_BELOW,
    padding: [CHART_ABOVE, 0, 0, 0],
    legend: { show: false },
    focus: { alpha: 1 },
    scales: { x: { time: false, range: [scale.startMs, scale.endMs] }, y: { range: [0, top] } },
    axes: [
      {
        size: CHART_BELOW,
        gap: 3,
        font,
        stroke: text,
        ticks: { show: false },
        grid: { show: false },
        splits: (plot) => places(plot).map(({ timeMs }) => timeMs),
        values: (plot) => places(plot).map(({ label }) => label),
      },
      {
        size: GUTTER,
        gap: 6,
        font,
        stroke: text,
        ticks: { show: false },
        grid: { stroke: () => computed(figure, ".tick").stroke, width: 1 },
        splits: () => valueTicks(top, unit),
        values: (_, values) => values.map((value) => describeValue(value, unit)),
      },
    ],
    series: [{}, ...drawOrder(chart).map((i) => seriesOptions(chart, i, figure))],
    cursor: {
      x: true,
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      bind: { dblclick: () => null },
      sync: { key: "page", setSeries: false, scales: ["x", null], filters: { pub: isMove, sub: isMove } },
    },
    hooks: {
      setCursor: [(plot) => readout(plot.cursor.idx ?? null)],
      setSelect: [(plot) => chooseWindow(plot, page)],
    },
  };
}

/** Cursors go in step; what is chosen in one chart is not chosen in the others as well. */
function isMove(type: string): boolean {
  return type === "mousemove" || type === "mouseleave";
}

function seriesOptions(chart: TimeChart, i: number, figure: HTMLElement): uPlot.Series {
  const isBars = chart.series[i]?.kind === "bars";
  const colour = () => computed(figure, `li:nth-child(${i + 1}) svg`).color;
  const common: uPlot.Series = { points: { show: !isBars && isSparse(chart, i), size: 3 } };
  const paths = isBars ? uPlot.paths.bars?.({ size: [barWidth(bucketCount(chart)), Infinity] }) : null;
  return isBars
    ? { ...common, fill: colour, width: 0, ...(paths && { paths }) }
    : { ...common, stroke: colour, width: 1.5 };
}

/** Whether a line has values with none beside them, which would not be seen without a point. */
function isSparse({ series }: TimeChart, i: number): boolean {
  const values = series[i]?.values ?? [];
  return values.some((value, j) =>
    value !== null && (values[j - 1] ?? null) === null && (values[j + 1] ?? null) === null
  );
}

function chooseWindow(plot: uPlot, page: LivePage): void {
  const { left, width } = plot.select;
  if (width < SHORTEST_DRAG) return;
  const [since, until] = [left, left + width].map((x) => new Date(plot.posToVal(x, "x")).toISOString());
  void page.go(page.frame().same({ since, until, offset: undefined }));
}

function computed(figure: HTMLElement, selector: string): CSSStyleDeclaration {
  return getComputedStyle(figure.querySelector(selector) ?? figure);
}
