import type { Agent, Analysis, Route, Signature } from "../../analyze/analysis.ts";
import { clipText } from "../clip_text.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeBytes, describeCount } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { sparkline } from "./bar_chart.ts";
import { html, type HtmlValue, type SafeHtml } from "./html.ts";
import { badge, type Column, sectionView, tableView, timeView } from "./table_view.ts";

const SIGNATURES_SHOWN = 50;
const ROUTES_SHOWN = 20;
const AGENTS_SHOWN = 20;
const TEMPLATE = { lines: 4, length: 400 };
const number = "number";

/** The most frequent messages. */
export function signatureSection({ analysis: { signatures } }: ReportIndex): SafeHtml | null {
  if (signatures.length === 0) return null;
  const columns: Column[] = [
    { head: "Records", kind: number },
    { head: "Level" },
    { head: "Message", kind: "wide" },
    { head: "First" },
    { head: "Last" },
  ];
  return sectionView(
    "signatures",
    "Most frequent messages",
    tableView("Message templates", columns, signatures, SIGNATURES_SHOWN, signatureCells),
  );
}

function signatureCells({ count, level, template, exception, novel, first, last }: Signature): HtmlValue[] {
  return [
    describeCount(count),
    level,
    html`<code>${clipText(template, TEMPLATE).text}</code>${
      novel && html`
        ${badge("new")}
      `
    }${exception && html`<br><span class="meta">${exception}</span>`}`,
    timeView(first, describeTime(first)),
    timeView(last, describeTime(last)),
  ];
}

/** HTTP requests: how many over time, the most frequent routes, agents that stand out. */
export function accessSection({ analysis }: ReportIndex): SafeHtml | null {
  const { routes } = analysis.access;
  if (routes.length === 0 && analysis.agents.length === 0) return null;
  const columns: Column[] = [
    { head: "Route", kind: "wide" },
    { head: "Requests", kind: number },
    { head: "Status" },
    { head: "p50 ms", kind: number },
    { head: "p95 ms", kind: number },
    { head: "Max ms", kind: number },
    { head: "Sent", kind: number },
  ];
  return sectionView(
    "access",
    "HTTP access",
    html`
      ${requestSparkline(analysis)}
      ${routes.length > 0 && tableView("Routes", columns, routes, ROUTES_SHOWN, routeCells)}
      ${agentTable(analysis.agents)}
    `,
  );
}

function requestSparkline({ access: { series } }: Analysis): SafeHtml | null {
  if (series.start === "" || series.requests.length === 0) return null;
  return sparkline(
    { start: series.start, bucketMs: series.bucketMs, counts: series.requests },
    "info",
    "requests",
  );
}

function routeCells({ method, route, count, status, latencyMs, responseBytes }: Route): HtmlValue[] {
  const latency = (key: "p50" | "p95" | "max"): string =>
    latencyMs === null ? "" : describeCount(latencyMs[key]);
  return [
    html`<code>${method} ${route}</code>`,
    describeCount(count),
    Object.entries(status).map(([code, times]) => `${code}: ${describeCount(times)}`).join(", "),
    latency("p50"),
    latency("p95"),
    latency("max"),
    describeBytes(responseBytes),
  ];
}

/** Agents with refused requests first, then those that were silent longest. */
function agentTable(agents: readonly Agent[]): SafeHtml | null {
  if (agents.length === 0) return null;
  const columns: Column[] = [
    { head: "Agent", kind: "wide" },
    { head: "Project" },
    { head: "Requests", kind: number },
    { head: "Refused (401)", kind: number },
    { head: "Longest silence" },
    { head: "Version" },
  ];
  const ranked = agents.toSorted((a, b) =>
    b.unauthorized - a.unauthorized || b.longestSilenceMs - a.longestSilenceMs
  );
  return html`
    <h3>Agents</h3>
    ${tableView("Agents", columns, ranked, AGENTS_SHOWN, (agent) => [
      agent.host,
      html`<code>${agent.groupId}</code>`,
      describeCount(agent.requests),
      describeCount(agent.unauthorized),
      describeDuration(agent.longestSilenceMs),
      agent.version,
    ])}
  `;
}
