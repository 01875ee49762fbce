import type { CaseLine, CaseMember } from "../../case/case_reader.ts";
import { clipText } from "../../report/clip_text.ts";
import { describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { integerParameter, neededInteger, neededText, textParameter } from "../params/parameter.ts";
import { parseClfTime, parseTimestamp } from "../../parse/timestamp.ts";
import type { ServedCase } from "../served_case.ts";
import { selectLines } from "../select/select_lines.ts";
import { address, timeValue } from "./address.ts";
import { type PageRoute, pageRoute } from "./page.ts";
import { textNotice } from "./text_notice.ts";

const BEFORE = 40;
const AFTER = 120;
const MOST_AFTER = 1000;
const SHOWN = { lines: 1, length: 4000 };
/** Where the time and the level of a line are looked for. */
const HEAD_LENGTH = 300;
const TIME_REGEXP = /^(\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d))|^[^[]*\[([^\]]+)\]/;
const LEVEL_REGEXP = /^\d{4}-.*? (ERROR|WARN) +\S/;

/** Lines that are marked, both included. */
interface Marked {
  readonly line: number;
  readonly to: number;
}

/** Lines of a log file as they are; `line` to `to` are marked. */
export const LINES_PAGE: PageRoute = pageRoute(
  "/lines",
  {
    member: neededText("path of the log file, or its number"),
    input: textParameter("name of the input, when several have such a path"),
    line: neededInteger("first line that is marked"),
    to: integerParameter("last line that is marked", { minimum: 0, maximum: 2 ** 32, fallback: 0 }),
    from: integerParameter("first line that is shown", { minimum: 0, maximum: 2 ** 32, fallback: 0 }),
  },
  (served, { line, to, from, ...place }) => {
    const start = from > 0 ? from : Math.max(1, line - BEFORE);
    const length = BEFORE + Math.min(Math.max(AFTER, to - line + BEFORE), MOST_AFTER);
    const range = { before: line - start, after: start + length - 1 - line };
    const { member, lines } = selectLines(served, { ...place, line, ...range });
    const marked = { line, to: Math.max(line, to) };
    return {
      title: `${member.path}:${line}`,
      view: null,
      body: html`
        <p class="kicker">${member.host} · ${member.category} · ${member.input} · ${describeBytes(
          member.sizeBytes,
        )}</p>
        <h1 class="path">${member.path}<span class="meta">:${line}</span></h1>
        ${textNotice(served.reader.text)}
        ${nearLinks(lines.find((one) => one.line === line))}
        ${lines.length > 0 &&
          html`${lineList(lines, marked)}${pages(lines, marked, length, { served, member })}`}
        ${checkLine(member, line, served)}
      `,
    };
  },
);

/** What all hosts logged when the marked line was. */
function nearLinks(line: CaseLine | undefined): SafeHtml | null {
  const [, iso, clf] = TIME_REGEXP.exec(line?.text.slice(0, HEAD_LENGTH) ?? "") ?? [];
  const timeMs = iso !== undefined ? parseTimestamp(iso) : parseClfTime(clf ?? "");
  return timeMs === undefined ? null : html`
    <p class="moves"><a href="${address("/search", {
      around: timeValue(timeMs),
    })}">All hosts around this time</a></p>
  `;
}

function lineList(lines: readonly CaseLine[], marked: Marked): SafeHtml {
  return html`<div class="lines" role="region" aria-label="Lines of the log file" tabindex="0">${
    lines.map((line) => lineView(line, line.line >= marked.line && line.line <= marked.to))
  }</div>`;
}

function lineView({ line, text, byteLength }: CaseLine, isMarked: boolean): SafeHtml {
  const { text: shown, omitted } = clipText(text, SHOWN);
  const [, level = ""] = LEVEL_REGEXP.exec(text.slice(0, HEAD_LENGTH)) ?? [];
  const content = html`${shown}${
    omitted > 0 && html`<i class="meta"> … ${describeCount(byteLength)} bytes in all</i>`
  }`;
  return html`
    <div class="line${isMarked && " marked"}${level !== "" && ` line-${level.toLowerCase()}`}"
      id="L${line}"><a class="line-number" href="#L${line}">${line}</a><span class="line-text">${isMarked
        ? html`<mark>${content}</mark>`
        : content}</span></div>
  `;
}

function pages(
  lines: readonly CaseLine[],
  { line, to }: Marked,
  length: number,
  { served, member: { id } }: { served: ServedCase; member: CaseMember },
): SafeHtml {
  const [first, last] = [lines[0]?.line ?? 1, lines.at(-1)?.line ?? 1];
  const isMore = served.reader.lines(id, last + 1, last + 1).length > 0;
  const page = (from: number) =>
    address("/lines", { member: id, line, to: to > line ? to : undefined, from: Math.max(1, from) });
  return html`
    <nav class="pager" aria-label="Pages">
      <span>${describeCount(first)} to ${describeCount(last)}</span>
      ${first > 1 && html`<a rel="prev" href="${page(first - length)}">Previous lines</a>`}
      ${isMore && html`<a rel="next" href="${page(last + 1)}">Next lines</a>`}
      <a href="${page(line - BEFORE)}#L${line}">The marked line</a>
    </nav>
  `;
}

/** How to see the line without this program. */
function checkLine({ input, path }: CaseMember, line: number, { index }: ServedCase): SafeHtml | null {
  const kind = index.analysis.inputs.find(({ name }) => name === input)?.kind;
  if (kind !== "archive") return null;
  const unpack = path.endsWith(".gz") ? " | gzip -dc" : "";
  return html`
    <p
      class="meta">Without omlens: <code>tar xzOf ${input} ${path}${unpack} | sed -n ${line}p</code></p>
  `;
}
