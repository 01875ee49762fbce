import { describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import type { Slice, SliceValues } from "../select/slice_list.ts";
import { address, type AddressValues } from "./address.ts";

/** Which part of a list is shown, and the way to the others. Says nothing of a list that is shown whole. */
export function pager(
  path: string,
  values: AddressValues,
  { items, total, nextOffset }: Slice<unknown>,
  { limit, offset }: SliceValues,
): SafeHtml | null {
  if (offset === 0 && nextOffset === null) return null;
  const to = (place: number) => address(path, { ...values, limit, offset: place === 0 ? undefined : place });
  return html`
    <nav class="pager" aria-label="Pages">
      <span>${describeCount(Math.min(offset + 1, total))} to ${describeCount(
        offset + items.length,
      )} of ${describeCount(total)}</span>
      ${offset > 0 && html`<a rel="prev" href="${to(Math.max(0, offset - limit))}">Previous</a>`}
      ${nextOffset !== null && html`<a rel="next" href="${to(nextOffset)}">Next</a>`}
    </nav>
  `;
}
