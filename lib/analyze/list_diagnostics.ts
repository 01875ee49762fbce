import type { Diagnostic } from "../errors.ts";
import { compareText } from "./compare_text.ts";

/** Diagnostics of one code and input that are told one by one; an archive may hold thousands of files of no use. */
const MAX_OF_CODE = 100;

/** Diagnostics in a total order, by input, member, offset, code; many of one code are counted instead of told. */
export function listDiagnostics(diagnostics: readonly Diagnostic[], inputs: readonly string[]): Diagnostic[] {
  const place = new Map(inputs.map((name, index) => [name, index]));
  const order = ({ input }: Diagnostic) => place.get(input) ?? inputs.length;
  const compareAll = (a: Diagnostic, b: Diagnostic) =>
    order(a) - order(b) || compareText(a.input, b.input) || compareText(a.member ?? "", b.member ?? "") ||
    (a.byteOffset ?? -1) - (b.byteOffset ?? -1) || compareText(a.code, b.code) ||
    compareText(a.message, b.message);
  const sorted = diagnostics.toSorted(compareAll);
  const groups = Map.groupBy(sorted, ({ code, input }) => `${input}\0${code}`);
  return [...groups.values()].flatMap(capped).sort(compareAll);
}

function capped(group: readonly Diagnostic[]): readonly Diagnostic[] {
  const [first] = group;
  if (first === undefined || group.length <= MAX_OF_CODE) return group;
  const rest = group.slice(MAX_OF_CODE);
  const count = rest.reduce((sum, one) => sum + (one.count ?? 1), 0);
  const { code, severity, input } = first;
  return [
    ...group.slice(0, MAX_OF_CODE),
    { code, severity, message: `${rest.length} more diagnostics like these (${code})`, input, count },
  ];
}
