import type { Signature } from "../../analyze/analysis.ts";
import { clipText } from "../../report/clip_text.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type HtmlValue, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import type { Column } from "../parts/data_table.ts";
import { levelRank, levelView } from "../parts/level_view.ts";
import { lifeStrip } from "../parts/life_strip.ts";
import { sparkline } from "../parts/sparkline.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import { timeView } from "../parts/time_view.ts";
import { entityPath } from "../parts/entity_path.ts";

/** What a row of the table shows of a signature: without its evidence, and of a long message the beginning. */
export type SignatureRow = Omit<Signature, "evidence">;

const KEPT_LENGTH = 1000;
const SHOWN = { lines: 3, length: 300 };

/** Makes a row. */
export function signatureRow({ evidence: _, template, ...rest }: Signature): SignatureRow {
  return { ...rest, template: clipText(template, { lines: 40, length: KEPT_LENGTH }).text };
}

/** The columns of signatures; the scale is that of the pictures of those without a series. */
export function signatureColumns(scale: TimeScale | null): readonly Column<SignatureRow>[] {
  return [
    {
      key: "count",
      name: "Records",
      kind: "number",
      value: ({ count }) => count,
      cell: ({ count }) => describeCount(count),
    },
    {
      key: "level",
      name: "Level",
      value: ({ level }) => levelRank(level),
      cell: ({ level }) => levelView(level),
    },
    {
      key: "template",
      name: "Message",
      kind: "wide",
      value: ({ template }) => template,
      plain: ({ template }) => template,
      cell: messageCell,
    },
    textColumn("logger", "Logger", ({ logger }) => logger),
    textColumn("exception", "Exception", ({ exception }) => exception),
    { key: "novel", name: "New", kind: "file", cell: ({ novel }) => String(novel) },
    { key: "over-time", name: "Over time", plain: null, cell: (row) => coursePicture(row, scale) },
    { key: "first", name: "First", value: ({ first }) => first, cell: ({ first }) => timeView(first) },
    { key: "last", name: "Last", value: ({ last }) => last, cell: ({ last }) => timeView(last) },
    {
      key: "hosts",
      name: "Hosts",
      value: ({ hosts }) => hosts.length,
      plain: ({ hosts }) => hosts.join("; "),
      cell: ({ hosts }) => hosts.length === 1 ? hosts[0] : describeAmount(hosts.length, "host"),
    },
  ];
}

/** A column that stands below the message, and in files on its own. */
function textColumn(
  key: string,
  name: string,
  textOf: (row: SignatureRow) => string | null,
): Column<SignatureRow> {
  return { key, name, kind: "file", value: textOf, plain: textOf, cell: () => "" };
}

function messageCell({ id, template, logger, exception, novel }: SignatureRow, frame: PageFrame): SafeHtml {
  return html`
    <a class="template" href="${frame.href(entityPath("/signatures", id))}">${shownTemplate(
      template,
    )}</a>${novel && html`
      ${badge("new")}
    `}<br><span
      class="meta">${logger}${exception !== null &&
        html`
          · ${exception}
        `}</span>
  `;
}

/** A message as a link: never empty. */
export function shownTemplate(template: string, limits: { lines: number; length: number } = SHOWN): string {
  const { text, omitted } = clipText(template, limits);
  if (text.trim() === "") return "(empty message)";
  return omitted > 0 ? `${text}…` : text;
}

/** When it was logged: how often, or at least from when to when. */
function coursePicture(
  { series, first, last }: Pick<SignatureRow, "series" | "first" | "last">,
  scale: TimeScale | null,
): HtmlValue {
  if (series !== undefined) return sparkline(series);
  return scale !== null && lifeStrip([{ start: first, end: last, kind: "life", title: "logged" }], scale);
}
