import { type Diagnostic, type DiagnosticSeverity, InputError } from "../errors.ts";
import { classifySavedValue, type SavedItem } from "./classify_saved_value.ts";
import type { EventRow } from "./event_row.ts";
import { normalizeEvent } from "./normalize_event.ts";
import { oneLine } from "./one_line.ts";
import type { SavedPart } from "./read_saved_parts.ts";

/** Bad events and other texts that are reported one by one; the rest is only counted. */
const MAX_REPORTED = 100;
const EXCERPT_CHARS = 200;

/** The parts of one file on their way to rows and diagnostics. */
export class SavedEvents {
  /** Rows in the order of the file, with duplicates. */
  readonly rows: EventRow[] = [];
  readonly #name: string;
  readonly #text: string;
  readonly #lineAt: (at: number) => number;
  readonly #diagnostics: Diagnostic[] = [];
  /** Whether anything was there that belongs into a file of events. */
  #understood = false;
  #cutAt: number | null = null;
  /** Number of events so far, good or bad. */
  #events = 0;
  #unreported = 0;

  /** Begins with nothing; `text` is that of the whole file. */
  constructor(name: string, text: string) {
    this.#name = name;
    this.#text = text;
    this.#lineAt = lineCounter(text);
  }

  /** Takes the next part of the file. */
  add(part: SavedPart): void {
    if (part.kind === "bad") this.#addBad(part.reason, part.at);
    else if (part.kind === "text") this.#addText(part.text, part);
    else if (part.kind === "value") {
      for (const item of classifySavedValue(part.value)) this.#addItem(item, part);
    } else {
      this.#understood = true;
      if (part.kind === "cut") this.#cutAt ??= part.at;
    }
  }

  /**
   * Returns the diagnostics; `damage` is what is known to be wrong with the file already.
   *
   * @throws {InputError} if this is no file of events
   */
  finish(damage: Diagnostic | null): Diagnostic[] {
    if (this.#unreported > 0) this.#reportRest(this.#unreported);
    if (damage !== null) this.#diagnostics.push(damage);
    else if (this.#cutAt !== null) this.#reportCut(this.#cutAt);
    else if (this.#text.trim() === "") this.#reportEmpty();
    else if (!this.#understood) throw this.#notEvents();
    return this.#diagnostics;
  }

  #addItem(item: SavedItem, part: SavedPart & { kind: "value" }): void {
    if (item.kind !== "other") this.#understood = true;
    if (item.kind === "event") this.#addEvent(item.raw, part.at);
    else if (item.kind === "refusal") this.#addRefusal(item, part.at);
    else if (item.kind === "other") {
      if (isRefused(part.status)) this.#addText(JSON.stringify(item.value), part);
      else this.#addBad(item.reason, part.at);
    }
  }

  #addEvent(raw: object, at: number): void {
    const event = normalizeEvent(raw);
    if ("reason" in event) return this.#addBad(event.reason, at);
    this.#events++;
    this.rows.push(event.row);
  }

  #addBad(reason: string, at: number): void {
    this.#events++;
    this.#report("event.bad", "warning", `Cannot read event: ${reason} (event ${this.#events})`, at);
  }

  #addRefusal({ code, reason }: SavedItem & { kind: "refusal" }, at: number): void {
    const answer = `${excerpt(code)} (${excerpt(reason)})`;
    this.#report(
      "events.refused",
      "error",
      `Cannot read events: the API answered ${answer}, expected events`,
      at,
    );
  }

  #addText(text: string, { at, status }: { at: number; status: number | null }): void {
    if (isRefused(status)) {
      this.#understood = true;
      const body = text === "" ? "it has no body" : `it begins with "${excerpt(text)}"`;
      const message = `Cannot read events: the HTTP status is ${status}, expected 200 (${body})`;
      return this.#report("events.refused", "error", message, at);
    }
    if (text === "") return this.add({ kind: "cut", at });
    const message = `Cannot read text between events: it begins with "${excerpt(text)}", expected JSON`;
    this.#report("events.not-json", "note", message, at);
  }

  #reportRest(count: number): void {
    const message = `Cannot read ${count} more parts of the file: reported are the first ${MAX_REPORTED}`;
    this.#diagnostics.push({ code: "event.bad", severity: "warning", message, input: this.#name, count });
  }

  #reportCut(at: number): void {
    const message =
      `Cannot read events to the end: the file is cut, expected its end (after event ${this.#events})`;
    this.#diagnostics.push(this.#diagnostic("events.truncated", "error", message, at));
  }

  #reportEmpty(): void {
    const message = "Cannot read events: the file is empty, expected events";
    this.#diagnostics.push({ code: "events.empty", severity: "warning", message, input: this.#name });
  }

  #report(code: string, severity: DiagnosticSeverity, message: string, at: number): void {
    if (this.#diagnostics.length >= MAX_REPORTED) this.#unreported++;
    else this.#diagnostics.push(this.#diagnostic(code, severity, message, at));
  }

  #diagnostic(code: string, severity: DiagnosticSeverity, message: string, at: number): Diagnostic {
    return { code, severity, message, input: this.#name, line: this.#lineAt(at) };
  }

  #notEvents(): InputError {
    const begins = oneLine(this.#text.slice(0, 60), 60);
    return new InputError(
      `Cannot read events from "${this.#name}": it begins with "${begins}", expected events`,
      { input: this.#name, remedy: "Give a file as saved from the events API: pages, an array or NDJSON" },
    );
  }
}

function excerpt(text: string): string {
  return oneLine(text, EXCERPT_CHARS);
}

function isRefused(status: number | null): boolean {
  return status !== null && status >= 400;
}

/** Counts lines up to an index, 1-based; indexes that go up cost one pass over the text together. */
function lineCounter(text: string): (at: number) => number {
  let counted = 0;
  let line = 1;
  return (at) => {
    for (let next = text.indexOf("\n", counted); next >= 0 && next < at; next = text.indexOf("\n", counted)) {
      counted = next + 1;
      line++;
    }
    return line;
  };
}
