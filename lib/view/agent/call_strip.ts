import type { Series } from "../../analyze/finding.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { lifeStrip, type StripMark, stripMarks } from "../parts/life_strip.ts";
import { cutBuckets } from "../parts/merge_buckets.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import type { AgentRow } from "./agent_rows.ts";

/** Shades of a bucket, by how much of the most that this agent called. */
const SHADES = 3;
const HEIGHT = 14;

/** When an agent called: a cell for each bucket, and the silences that are findings. */
export function callStrip({ calls, first, last, findings }: AgentRow, scale: TimeScale): SafeHtml {
  const silences = findings.filter(({ rule }) => rule === "agent.silent").map((
    { onset, last, title },
  ): StripMark => ({
    start: onset,
    end: last,
    kind: "silent",
    title,
  }));
  if (calls === undefined) {
    return lifeStrip([{ start: first, end: last, kind: "life", title: "calls" }, ...silences], scale);
  }
  const { counts } = callsIn(calls, scale);
  const words = [
    `called in ${counts.filter((count) => count > 0).length} of ${counts.length} stretches`,
    ...silences.map(({ start, end }) => `silent ${describeSpan(start, end)}`),
  ];
  return html`
    <svg class="life-strip" role="img" height="${HEIGHT}" aria-label="${words.join(", ")}">
      <svg viewBox="0 0 ${counts.length} 1" preserveAspectRatio="none" width="100%" y="2"
        height="${HEIGHT - 4}">${shades(counts)}</svg>
      ${stripMarks(silences, scale)}
    </svg>
  `;
}

/** The buckets that a scale shows. */
export function callsIn(calls: Series, { startMs, endMs }: TimeScale): Series {
  const window = { since: startMs, until: endMs };
  const { from, to, start } = cutBuckets(calls, calls.counts.length, window, Infinity);
  return { ...calls, start, counts: calls.counts.slice(from, to) };
}

function shades(counts: readonly number[]): SafeHtml {
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const levels = counts.map((count) => Math.ceil(SHADES * count / Math.max(1, most)));
  const paths = Array.from({ length: SHADES }, (_, i) => [i + 1, runsOf(levels, i + 1)] as const);
  return html`${
    paths.map(([level, path]) =>
      path !== "" && html`
        <path class="shade-${level}" d="${path}" />
      `
    )
  }`;
}

/** Neighbours of one shade as one rectangle. */
function runsOf(levels: readonly number[], level: number): string {
  let path = "";
  for (let from = 0; from < levels.length;) {
    let to = from + 1;
    while (to < levels.length && levels[to] === levels[from]) to++;
    if (levels[from] === level) path += `M${from} 0h${to - from}v1h${from - to}z`;
    from = to;
  }
  return path;
}
