import type { Signature } from "../../analyze/analysis.ts";
import { clipText } from "../../report/clip_text.ts";
import { describeAmount, describeCount, describeList } from "../../report/describe_quantity.ts";
import { describeSpan, describeTime } from "../../report/describe_time.ts";
import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";
import { badge, type Column, tableView, timeView } from "../../report/html/table_view.ts";
import { selectSignatures, SIGNATURE_PARAMETERS, SIGNATURE_SORTS } from "../select/select_signatures.ts";
import { sliceList, sliceParameters } from "../select/slice_list.ts";
import { notFound } from "../serve_error.ts";
import type { ServedCase } from "../served_case.ts";
import { address, addressOf } from "./address.ts";
import { evidenceLinks } from "./evidence_links.ts";
import { factList } from "./fact_list.ts";
import { filterForm } from "./filter_form.ts";
import { NO_PARAMETERS, type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";
import { textNotice } from "./text_notice.ts";

const TEMPLATE = { lines: 3, length: 300 };
const HOSTS_SHOWN = 50;
const LEVELS = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"];
const COLUMNS: readonly Column[] = [
  { head: "Records", kind: "number" },
  { head: "Level" },
  { head: "Message", kind: "wide" },
  { head: "First" },
  { head: "Last" },
];

/** Message templates and exceptions. */
export const SIGNATURES_PAGE: PageRoute = pageRoute(
  "/signatures",
  { ...SIGNATURE_PARAMETERS, ...sliceParameters(100, 500) },
  ({ index }, values) => {
    const { q, level, host, novel, sort } = values;
    const slice = sliceList(selectSignatures(index.analysis.signatures, values), values);
    return {
      title: "Signatures",
      view: "/signatures",
      body: html`
        <h1>${describeAmount(slice.total, "signature")}</h1>
        <p class="meta">Messages with their variable parts masked as #, and what was thrown with them.</p>
        ${filterForm("/signatures", "Choose signatures", [
          { name: "q", label: "Text", value: q },
          { name: "level", label: "Level", value: level, choices: LEVELS },
          { name: "host", label: "Host", value: host, choices: index.hosts },
          { name: "novel", label: "Starts late", value: novel ? "true" : "", choices: ["true"] },
          { name: "sort", label: "Sort by", value: sort, choices: SIGNATURE_SORTS.slice(1), none: "count" },
        ])}
        ${slice.total > 0 &&
          tableView("Signatures", COLUMNS, slice.items, slice.items.length, signatureCells)}
        ${pager("/signatures", { q, level, host, novel, sort }, slice, values)}
      `,
    };
  },
);

function signatureCells(signature: Signature): HtmlValue[] {
  const { id, count, level, template, exception, logger, novel, first, last } = signature;
  return [
    describeCount(count),
    levelView(level),
    html`
      <a class="template" href="${addressOf("signatures", id)}">${clipText(template, TEMPLATE).text ||
        "(empty message)"}</a>${novel && html`
        ${badge("new")}
      `}<br><span
        class="meta">${logger}${exception && html`
          · ${exception}
        `}</span>
    `,
    timeView(first, describeTime(first)),
    timeView(last, describeTime(last)),
  ];
}

/** A level, those that matter coloured. */
export function levelView(level: string): SafeHtml {
  const isKnown = LEVELS.includes(level);
  return html`<span class="level${isKnown && ` level-${level.toLowerCase()}`}">${level}</span>`;
}

/** One signature. */
export const SIGNATURE_PAGE: PageRoute = pageRoute(
  "/signatures/{id}",
  NO_PARAMETERS,
  (served, _values, id) => {
    const signature = served.index.analysis.signatures.find((one) => one.id === id);
    if (signature === undefined) throw notFound("signature", id, "choose one of the signatures of this case");
    return { title: "Signature", view: "/signatures", body: signatureView(signature, served) };
  },
);

function signatureView(signature: Signature, served: ServedCase): SafeHtml {
  const { id, level, logger, exception, count, first, last, hosts, novel, evidence, template } = signature;
  return html`
    <p class="kicker">Signature ${levelView(level)} ${novel && badge("new")}</p>
    <h1 class="template">${clipText(template, { lines: 10, length: 1000 }).text || "(empty message)"}</h1>
    <p class="moves"><a href="${address("/search", { signature: id })}">All its records</a></p>
    ${factList([
      ["Records", `${describeCount(count)}, ${describeSpan(first, last)}`],
      ["Logger", logger],
      ["Exception", exception],
      ["Hosts", describeList(hosts, HOSTS_SHOWN)],
      ["Id", id],
    ])}
    <h2>Samples</h2>
    ${textNotice(served.reader.text)}
    ${evidenceLinks(evidence, served)}
  `;
}
