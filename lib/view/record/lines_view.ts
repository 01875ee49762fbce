import type { TextState } from "../../case/case_reader.ts";
import { parseClfTime, parseTimestamp } from "../../parse/timestamp.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import { jsonScript } from "../page_document.ts";
import type { PageFrame } from "../page_frame.ts";
import type { LineAnswer } from "../page_source.ts";
import { integerParameter, neededInteger, neededText, textParameter } from "../params/parameter.ts";
import { textNotice } from "../parts/text_notice.ts";
import { type View, view } from "../view.ts";
import { lineList, type ListedLine, listedLine } from "./line_list.ts";

const BEFORE = 40;
const AFTER = 120;
const MOST_AFTER = 960;
const LINE_NUMBER = { minimum: 0, maximum: 2 ** 32, fallback: 0 };
/** Where the time of a line is looked for. */
const HEAD_LENGTH = 300;
const TIME = /^(\d{4}-\d\d-\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d))|^[^[]*\[([^\]]+)\]/;

interface LineValues {
  member: string;
  input: string | undefined;
  line: number;
  to: number;
  from: number;
}

/** Lines of a log file; what the address marks is marked. */
interface LinesData extends Omit<LineAnswer, "lines"> {
  readonly lines: readonly ListedLine[];
  readonly marked: { readonly from: number; readonly to: number };
  /** Lines of a page. */
  readonly length: number;
  /** Whether the file goes on after the last. */
  readonly hasMore: boolean;
  readonly text: TextState;
  /** Whether the input is an archive, which `tar` can read as well. */
  readonly isArchive: boolean;
  /** Time of the first marked line, ISO 8601. */
  readonly time: string | null;
}

/** The log file around a line. */
export const LINES_VIEW: View = view<LineValues, LinesData>({
  path: "/lines",
  parameters: {
    member: neededText("path of the log file, or its number"),
    input: textParameter("name of the input, when several have such a path"),
    line: neededInteger("first line that is marked"),
    to: integerParameter("last line that is marked", LINE_NUMBER),
    from: integerParameter("first line that is shown", LINE_NUMBER),
  },
  load: async (source, { line, to, from, member, input }) => {
    const start = from > 0 ? from : Math.max(1, line - BEFORE);
    const length = BEFORE + Math.min(Math.max(AFTER, to - line + BEFORE), MOST_AFTER);
    const asked = Math.max(line, start);
    // One more tells whether the file goes on.
    const range = { line: asked, before: asked - start, after: start + length - asked };
    const answer = await source.lines({ member, input, ...range });
    const lines = answer.lines.slice(0, length).map(listedLine);
    return {
      ...answer,
      lines,
      marked: { from: line, to: Math.max(line, to) },
      length,
      hasMore: answer.lines.length > length,
      text: source.text,
      isArchive: source.index.analysis.inputs.some(({ name, kind }) =>
        name === answer.input && kind === "archive"
      ),
      time: timeOf(lines.find((one) => one.line === line)),
    };
  },
  render: (data, frame) => ({
    title: `${data.member}:${data.marked.from}`,
    body: html`
      <p class="kicker">${data.host} · ${data.input}</p>
      <h1 class="path">${data.member}<span class="meta">:${data.marked.from}</span></h1>
      ${textNotice(data.text)}
      ${data.lines.length === 0
        ? html`<p class="nothing">No line here is in this ${frame.face === "report" ? "report" : "case"}.</p>`
        : stretch(data, frame)}
    `,
  }),
});

function timeOf(line: ListedLine | undefined): string | null {
  const [, iso, clf] = TIME.exec(line?.text.slice(0, HEAD_LENGTH) ?? "") ?? [];
  const timeMs = iso !== undefined ? parseTimestamp(iso) : parseClfTime(clf ?? "");
  return timeMs === undefined ? null : new Date(timeMs).toISOString();
}

function stretch(data: LinesData, frame: PageFrame): SafeHtml {
  const { lines, marked, member, input, time } = data;
  const first = lines[0]?.line ?? 1;
  const addressOf = (line: number) => frame.same({ line, to: undefined, from: first });
  return html`
    <div data-live="lines">
      <p class="moves line-moves">
        ${time !== null &&
          html`<a href="${frame.href("/search", { around: time })}">All hosts around this time</a>`}
        <button type="button" class="only-script" data-act="copy">Copy link</button>
        <button type="button" class="only-script" data-act="save" data-member="${member}" data-input="${input}" data-from="${first}" data-to="${lines
          .at(-1)?.line}">Download these lines</button>
      </p>
      ${frame.face === "report" && jsonScript("listed-lines", lines)}
      ${pages(data, "Lines above", frame)}
      ${lineList(lines, marked, addressOf)}
      ${pages(data, "Lines below", frame)}
      ${checkLine(data)}
    </div>
  `;
}

function pages(
  { lines, length, hasMore, marked, text }: LinesData,
  label: string,
  frame: PageFrame,
): SafeHtml {
  const [first, last] = [lines[0]?.line ?? 1, lines.at(-1)?.line ?? 1];
  const page = (from: number) => frame.same({ from: Math.max(1, from) });
  return html`
    <nav class="pager" aria-label="${label}">
      <span>${text.available
        ? `${describeCount(first)} to ${describeCount(last)}`
        : `${describeAmount(lines.length, "line")} of evidence`}</span>
      ${first > 1 && text.available && html`<a rel="prev" href="${page(first - length)}">Earlier lines</a>`}
      ${hasMore && html`<a rel="next" href="${page(last + 1)}">Later lines</a>`}
      ${(first > marked.from || last < marked.from) &&
        html`<a href="${frame.same({ from: undefined })}">The marked line</a>`}
    </nav>
  `;
}

/** How to see the line without this program. */
function checkLine({ isArchive, input, member, marked }: LinesData): SafeHtml | null {
  if (!isArchive) return null;
  const unpack = member.endsWith(".gz") ? " | gzip -dc" : "";
  return html`
    <p
      class="meta">Without omlens: <code>tar xzOf ${quoted(input)} ${quoted(
        member,
      )}${unpack} | sed -n ${marked.from}p</code></p>
  `;
}

/** A name as one word of a POSIX shell: it comes from the archive and may hold anything. */
function quoted(name: string): string {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(name) ? name : `'${name.replaceAll("'", `'\\''`)}'`;
}
