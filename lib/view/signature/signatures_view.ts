import type { Signature } from "../../analyze/analysis.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html } from "../html.ts";
import { choiceParameter, switchParameter, textParameter } from "../params/parameter.ts";
import { dataTable, TABLE_PARAMETERS, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { LEVELS } from "../parts/level_view.ts";
import { cutBuckets } from "../parts/merge_buckets.ts";
import { omissionNote, omissionOf } from "../parts/omission_note.ts";
import { scaleOf } from "../parts/scale_of.ts";
import type { WindowValues } from "../params/window_values.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { signatureColumns, signatureRow } from "./signature_rows.ts";

interface SignatureFilter {
  level: (typeof LEVELS)[number] | undefined;
  host: string | undefined;
  novel: boolean;
}

/** Message templates and exceptions, most frequent first. */
export const SIGNATURES_VIEW: View = view({
  path: "/signatures",
  parameters: {
    ...TABLE_PARAMETERS,
    level: choiceParameter("only of this level", LEVELS),
    host: textParameter("only on this host"),
    novel: switchParameter("only those that start late in the logs"),
  },
  load: ({ index: { analysis: { signatures, span }, hosts }, omissions }, values) => {
    const chosen = signatures.filter((signature) =>
      isChosen(signature, values) && isLogged(signature, values)
    );
    const { rows, ...page } = tablePage(
      chosen,
      signatureColumns(null),
      values,
      ({ template, logger, exception, id }) => [template, logger, exception, id],
    );
    return {
      page: { ...page, rows: rows.map(signatureRow) },
      hosts,
      scale: scaleOf(span, values),
      omission: omissionOf(omissions, "signatures"),
    };
  },
  render: ({ page, hosts, scale, omission }, frame) => ({
    title: "Signatures",
    body: html`
      <h1>${describeAmount(page.total, "signature")}</h1>
      <p class="meta">Messages with their variable parts masked as #, and what was thrown with them.${frame
              .values.since !== undefined || frame.values.until !== undefined
        ? " Those that were logged in the window; counts are of all time."
        : ""}</p>
      ${omissionNote(omission)}
      ${filterForm("Filter signatures", [
        { name: "q", label: "Text" },
        { name: "level", label: "Level", choices: LEVELS },
        { name: "host", label: "Host", choices: hosts },
        { name: "novel", label: "Starts late", choices: ["true"] },
      ], frame)}
      ${dataTable("Signatures", signatureColumns(scale), page, frame, { order: "-count", noun: "signature" })}
    `,
  }),
});

function isChosen({ level, hosts, novel }: Signature, wanted: SignatureFilter): boolean {
  return (wanted.level === undefined || level === wanted.level) &&
    (wanted.host === undefined || hosts.includes(wanted.host)) &&
    (!wanted.novel || novel);
}

/** Whether it was logged in the window, as far as its course tells. */
function isLogged({ first, last, series }: Signature, window: WindowValues): boolean {
  if (!touchesWindow(first, last, window)) return false;
  if (series === undefined || (window.since === undefined && window.until === undefined)) return true;
  const { from, to } = cutBuckets(series, series.counts.length, window, Infinity);
  return series.counts.slice(from, to).some((count) => count > 0);
}
