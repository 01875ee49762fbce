const REQUEST_THREAD = /^(?:JettyHttpPool|jetty|qtp|http-)/i;
/** The level stands this early in a record, if at all. */
const HEAD_CHARS = 600;
/** Records of one template, so that none takes what is there for all. */
const MAX_OF_TEMPLATE = 1000;
const MAX_RECORDS = 5000;
const MAX_BYTES = 4 * 1024 * 1024;
/** Message, exception and where it was thrown. */
const MAX_RECORD_BYTES = 1024;

/** What the choice depends on. */
interface RecordFacts {
  readonly template: number;
  readonly thread: number;
  readonly byteLength: number;
}

/**
 * Chooses failures that request threads log: each may be the reason why a request failed, so all are kept, up to a limit.
 * Shared by all members of a scan.
 */
export class TracedRecords {
  /** 1: its records tell failures, by template id. Lost when a template is added. */
  templates: Uint8Array = new Uint8Array(64);
  /** 1: serves requests, by thread id. Lost when a thread is added. */
  threads: Uint8Array = new Uint8Array(64);
  #left: Uint16Array = new Uint16Array(64);
  #lastThread = 0;
  #records = 0;
  #bytes = 0;

  /** Goes on in bytes for all templates and threads there can be, of zeros. */
  moveTo(templates: Uint8Array, threads: Uint8Array): void {
    templates.set(this.templates.subarray(0, templates.length));
    threads.set(this.threads.subarray(0, threads.length));
    this.templates = templates;
    this.threads = threads;
    this.#widenLeft();
  }

  /** Takes the name of the next thread id. */
  addThread(name: string): void {
    const thread = ++this.#lastThread;
    if (thread >= this.threads.length) this.threads = widened(this.threads, thread);
    if (REQUEST_THREAD.test(name)) this.threads[thread] = 1;
  }

  /** Decides about a new template by its first record. */
  addTemplate(template: number, text: string): void {
    if (this.#isFull || !tellsFailure(text)) return;
    if (template >= this.templates.length) {
      this.templates = widened(this.templates, template);
      this.#widenLeft();
    }
    this.templates[template] = 1;
    this.#left[template] = MAX_OF_TEMPLATE;
  }

  /** Whether a thread serves requests. */
  serves(thread: number): boolean {
    return this.threads[thread] === 1;
  }

  /** How many bytes of a record are to be kept, 0: none; counts them. */
  take({ template, thread, byteLength }: RecordFacts): number {
    if (this.templates[template] !== 1 || !this.serves(thread)) return 0;
    const bytes = Math.min(byteLength, MAX_RECORD_BYTES);
    this.#records++;
    this.#bytes += bytes;
    if (--this.#left[template]! === 0) this.templates[template] = 0;
    if (this.#isFull) this.templates.fill(0);
    return bytes;
  }

  #widenLeft(): void {
    const left = new Uint16Array(this.templates.length);
    left.set(this.#left);
    this.#left = left;
  }

  get #isFull(): boolean {
    return this.#records >= MAX_RECORDS || this.#bytes >= MAX_BYTES;
  }
}

function tellsFailure(text: string): boolean {
  return text.slice(0, HEAD_CHARS).includes(" ERROR ") || text.includes("Exception") ||
    text.includes("\n\tat ");
}

function widened(flags: Uint8Array, at: number): Uint8Array {
  const wider = new Uint8Array(Math.max(at + 1, 2 * flags.length));
  wider.set(flags);
  return wider;
}
