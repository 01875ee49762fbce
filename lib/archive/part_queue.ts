import type { Diagnostic } from "../errors.ts";
import type { ArchivePart } from "./archive_part.ts";
import type { ArchiveProblem } from "./archive_problem.ts";
import type { ReadContext } from "./read_context.ts";

/** What is to be said, without where. */
export type Remark = Pick<ArchiveProblem, "code" | "severity" | "message">;

/** Parts that are ready to be given. */
export class PartQueue {
  readonly #context: ReadContext;
  readonly #parts: ArchivePart[] = [];

  /** Creates an empty queue. */
  constructor(context: ReadContext) {
    this.#context = context;
  }

  /** Adds a part at the end. */
  push(part: ArchivePart): void {
    this.#parts.push(part);
  }

  /** Takes the first part. */
  shift(): ArchivePart | undefined {
    return this.#parts.shift();
  }

  /** Adds a diagnostic, unless there were too many of its code. */
  report({ code, severity, message }: Remark, place: Pick<Diagnostic, "member" | "byteOffset">): void {
    const diagnostic = this.#context.diagnose({ code, severity, message, ...place });
    if (diagnostic) this.#parts.push({ kind: "diagnostic", diagnostic });
  }
}
