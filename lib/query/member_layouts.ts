import type { CaseMember, CaseReader } from "../case/case_reader.ts";
import { ACCESS_LAYOUTS, type AccessLayout, compileAccessLayout } from "../parse/access_layout.ts";
import type { AccessField } from "../parse/conversion_word.ts";
import { detectLayout } from "../scan/detect_layout.ts";

/** As many bytes as a scan decides on. */
const SNIFF_BYTES = 65_532;
const LF = 10;
/** What a column after the fixed fields can mean. */
const TAIL_FIELDS: readonly AccessField[] = [
  "referer",
  "userAgent",
  "latency",
  "latencyMs",
  "latencyS",
  "latencyUs",
  "groupId",
  "forwardedFor",
];
/** Names of layouts whose tail begins with these two columns. */
const COMBINED: ReadonlyMap<string, string> = new Map([["combined", "common"], ["vhost-combined", "vhost"]]);

/** How the lines of access logs are read: as the scan decided it. */
export class MemberLayouts {
  readonly #reader: CaseReader;
  readonly #layouts = new Map<number, AccessLayout | null>();

  /** Nothing is read yet. */
  constructor(reader: CaseReader) {
    this.#reader = reader;
  }

  /** The layout of a log file; null: none is sure. */
  layoutOf(member: CaseMember): AccessLayout | null {
    let layout = this.#layouts.get(member.id);
    if (layout === undefined) this.#layouts.set(member.id, layout = this.#findLayout(member));
    return layout;
  }

  #findLayout(member: CaseMember): AccessLayout | null {
    const { accessLayout } = this.#reader.analysis.options;
    if (typeof accessLayout === "string") return compileAccessLayout(accessLayout);
    return layoutNamed(member.layout ?? "") ?? this.#detect(member);
  }

  /** A pattern that the log itself declares has no name: as the scan, from the first lines. */
  #detect({ id, category }: CaseMember): AccessLayout | null {
    // One byte more tells whether the last line is whole.
    const bytes = this.#reader.bytes(id, 0, SNIFF_BYTES + 1);
    const whole = bytes.length > SNIFF_BYTES ? bytes.lastIndexOf(LF, SNIFF_BYTES - 1) + 1 : bytes.length;
    const text = new TextDecoder().decode(bytes.subarray(0, whole || SNIFF_BYTES));
    const detected = detectLayout(text, category, null);
    return detected.kind === "access" ? detected.layout : null;
  }
}

/** The layout with a name such as `combined + latencyMs`; null when no layout that comes with omlens has it. */
function layoutNamed(name: string): AccessLayout | null {
  const [base = "", ...rest] = name.split(" + ");
  const layout = ACCESS_LAYOUTS.find((one) => one.name === (COMBINED.get(base) ?? base));
  if (layout === undefined) return null;
  const columns = rest.map((column) => TAIL_FIELDS.find((field) => field === column) ?? "extra");
  return { ...layout, name, tail: COMBINED.has(base) ? ["referer", "userAgent", ...columns] : columns };
}
