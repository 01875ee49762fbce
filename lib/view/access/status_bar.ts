import type { Route } from "../../analyze/analysis.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";

const WIDTH = 90;

/** Requests by class of status. */
export interface StatusClasses {
  /** Below 400. */
  readonly good: number;
  /** 400 to 499. */
  readonly refused: number;
  /** 500 and above. */
  readonly failed: number;
}

/** Sums up codes. */
export function statusClasses(status: Route["status"]): StatusClasses {
  const sums = { good: 0, refused: 0, failed: 0 };
  for (const [code, count] of Object.entries(status)) {
    sums[Number(code) >= 500 ? "failed" : Number(code) >= 400 ? "refused" : "good"] += count;
  }
  return sums;
}

/** Codes in words: `200: 8,816, 500: 39`. */
export function statusText(status: Route["status"]): string {
  return Object.entries(status).map(([code, count]) => `${code}: ${describeCount(count)}`).join(", ");
}

/** Shares of good, refused and failed requests; what is there at all can be seen. */
export function statusBar(status: Route["status"]): SafeHtml {
  const classes = statusClasses(status);
  const total = classes.good + classes.refused + classes.failed;
  const widthOf = (count: number) => count === 0 ? 0 : Math.max(2, Math.round(WIDTH * count / total));
  const [failed, refused] = [widthOf(classes.failed), widthOf(classes.refused)];
  return html`
    <svg class="status-bar" role="img" width="${WIDTH}" height="10" aria-label="${statusText(status)}">
      <title>${statusText(status)}</title>
      <rect class="fill-band" width="${WIDTH}" height="10" />
      <rect class="fill-medium" x="${WIDTH - failed - refused}" width="${refused}" height="10" />
      <rect class="fill-critical" x="${WIDTH - failed}" width="${failed}" height="10" />
    </svg>
  `;
}
