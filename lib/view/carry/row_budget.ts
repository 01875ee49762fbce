import { describeCount } from "../../report/describe_quantity.ts";
import { scriptJsonBytes } from "../script_json.ts";
import { shrinkRow } from "./shrink_row.ts";

/** Rows without which the list is poorer, but that are larger than what is left: so many are passed over. */
const MOST_PASSED = 20;

/** A row as it would be carried. */
interface Weighed {
  readonly row: unknown;
  /** Bytes in the document. */
  readonly sizeBytes: number;
}

/** Takes as many rows of lists as their budgets allow, and knows what it left out. */
export class RowBudget {
  readonly #budgets: Readonly<Record<string, number>>;
  readonly #omissions = new Map<string, string>();
  /** What was looked at once is known in a wider budget too. */
  readonly #weighed: Map<unknown, Weighed>;
  #spareBytes = 0;

  /** @param budgets Bytes of each list as it stands in a document. */
  constructor(budgets: Readonly<Record<string, number>>, weighed: Map<unknown, Weighed> = new Map()) {
    this.#budgets = budgets;
    this.#weighed = weighed;
  }

  /** What was left out, in words. */
  omissions(): string[] {
    return [...this.#omissions.values()];
  }

  /** A budget in which the lists that were cut share what the others left. */
  widened(): RowBudget {
    const share = Math.floor(this.#spareBytes / Math.max(1, this.#omissions.size));
    return new RowBudget(
      Object.fromEntries(
        Object.entries(this.#budgets).map((
          [name, bytes],
        ) => [name, this.#omissions.has(name) ? bytes + share : bytes]),
      ),
      this.#weighed,
    );
  }

  /** Rows of the lowest rank first, as many as fit, each made small; in their old order. */
  take<Row>(name: string, rows: readonly Row[], rank: (row: Row) => number = () => 0): Row[] {
    const order = rows.map((row, place) => ({ row, place, rank: rank(row) })).sort((a, b) =>
      a.rank - b.rank || a.place - b.place
    );
    const kept: { row: Row; place: number }[] = [];
    let leftBytes = this.#budgets[name] ?? 0;
    let passed = 0;
    for (const { row, place } of order) {
      const small = this.#weigh(row);
      if (small.sizeBytes <= leftBytes) {
        leftBytes -= small.sizeBytes;
        // What is cut keeps its shape.
        kept.push({ row: small.row as Row, place });
      } else if (++passed > MOST_PASSED) break;
    }
    if (kept.length < rows.length) {
      this.#omissions.set(name, describeOmission(name, kept.length, rows.length));
    } else this.#spareBytes += leftBytes;
    return kept.sort((a, b) => a.place - b.place).map(({ row }) => row);
  }

  #weigh(row: unknown): Weighed {
    const known = this.#weighed.get(row);
    if (known !== undefined) return known;
    const small = shrinkRow(row);
    const weighed = { row: small.row, sizeBytes: scriptJsonBytes(small.json) + 1 };
    this.#weighed.set(row, weighed);
    return weighed;
  }
}

function describeOmission(name: string, kept: number, all: number): string {
  return `${describeCount(kept)} of ${
    describeCount(all)
  } ${name} are in this report; all are in analysis.json and in the case`;
}
