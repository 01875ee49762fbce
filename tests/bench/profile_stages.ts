/** A function of a profile. */
interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** What V8 writes for one thread: the part of it that is used. */
export interface CpuProfile {
  /** Every function in every place of the call tree. */
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  /** Node that ran, sample by sample. */
  readonly samples: readonly number[];
  /** Microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** The stage of samples in which nothing was to be done. */
export const IDLE = "idle";
const OTHER = "other";
/** Of functions that are no script's, by name. A worker waits in an operation of its own. */
const STAGES_BY_FUNCTION: Readonly<Record<string, string>> = {
  "(idle)": IDLE,
  op_worker_maybe_wait_for_debugger: IDLE,
  "(garbage collector)": "garbage collection",
  "(program)": "runtime, outside JavaScript",
};
/** `Atomics.wait` has no frame of its own: what it takes is the time of the function that calls it. */
const WAITING = /^#?wait/i;
const FINAL_ANALYSIS = /\/lib\/(?:analyze\/analyze_logs|assemble_analysis)\.ts$/;
const SCAN = "rest of the scan";
const WASM_SCAN = "scan in WebAssembly";
/**
 * The stage of a file; of those on the stack the innermost that has one counts. `parse/`, `std/` and most of the runtime have
 * none: they work for their callers.
 */
const STAGES_BY_FILE: readonly (readonly [RegExp, string])[] = [
  [/\/lib\/archive\/gzip\//, "inflate"],
  [/\/lib\/archive\/seek\//, "seek index"],
  [/\/lib\/archive\//, "tar and members"],
  [/\/lib\/scan\/(?:pipe\/|(?:serve_scan|worker_scan|start_worker)\.ts$)/, "between the threads"],
  [/\/lib\/scan\//, SCAN],
  [/\/lib\/case\//, "case"],
  [/\/lib\/analyze\//, "tally"],
  [/\/lib\/assemble_analysis\.ts$/, "final analysis"],
  [/\/lib\/report\//, "report"],
  [/\/lib\/(?:rules\/|load_used_rules\.ts$)/, "rules"],
  [/\/lib\/events\//, "events"],
  [/\/lib\/(?:cli\/)?\w+\.ts$|\/cli\.ts$/, "pipeline and command line"],
  [/^ext:.*\/(?:12_io|30_fs)\.js$/, "reading files"],
  [/^ext:.*\/hash\.ts$|^ext:.*\/internal\/crypto\//, "SHA-256"],
  [/^ext:.*\/(?:11_workers|13_message_port|99_main)\.js$/, "between the threads"],
];

/** Microseconds of a thread by stage. */
export function profileStages({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const stages = stagesOfNodes(nodes);
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const stage = stages.get(id) ?? OTHER;
    times.set(stage, (times.get(stage) ?? 0) + (timeDeltas[index] ?? 0));
  });
  return times;
}

/** Goes from the callers to the called: each has the stage of its caller unless it has its own. */
function stagesOfNodes(nodes: CpuProfile["nodes"]): Map<number, string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isCalled = new Set(nodes.flatMap(({ children = [] }) => children));
  const stages = new Map<number, string>();
  const waiting = nodes.filter(({ id }) => !isCalled.has(id)).map(({ id }) => ({
    id,
    of: OTHER,
    isFinal: false,
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = byId.get(next.id);
    if (node === undefined) continue;
    const isFinal = next.isFinal || FINAL_ANALYSIS.test(node.callFrame.url);
    const of = stageOf(node.callFrame, next.of, isFinal);
    stages.set(next.id, of);
    for (const id of node.children ?? []) waiting.push({ id, of, isFinal });
  }
  return stages;
}

function stageOf({ functionName, url }: CallFrame, caller: string, isFinal: boolean): string {
  const named = Object.hasOwn(STAGES_BY_FUNCTION, functionName)
    ? STAGES_BY_FUNCTION[functionName]
    : undefined;
  if (url === "" && named !== undefined) return named;
  if (WAITING.test(functionName)) return IDLE;
  if (url.startsWith("wasm:")) return caller === SCAN ? WASM_SCAN : caller;
  const own = STAGES_BY_FILE.find(([pattern]) => pattern.test(url))?.[1];
  if (own === undefined) return caller;
  return isFinal && own === "tally" ? "final analysis" : own;
}
