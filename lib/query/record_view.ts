import type { CaseMember } from "../case/case_reader.ts";
import type { AccessLayout } from "../parse/access_layout.ts";
import { type AccessLine, parseAccessLine } from "../parse/access_line.ts";
import { type ApplicationRecord, type Caller, parseApplicationRecord } from "../parse/application_record.ts";
import { exceptionChain } from "../parse/exception_chain.ts";
import { agentQuery, routeTemplate } from "../parse/route_template.ts";
import { LEVELS, type NumberField, type TextField } from "./filter_field.ts";

/** A record with its text, whose fields are read when first asked for. */
export interface RecordSource {
  /** Log file. */
  readonly member: CaseMember;
  /** What it is. */
  readonly kind: "application" | "access";
  /** Time as the host logged it, epoch milliseconds. */
  readonly timeMs: number;
  /** First line, 1-based. */
  readonly line: number;
  /** Id of its signature. */
  readonly signature: string | null;
  /** Its bytes as UTF-8. */
  readonly text: string;
  /** How an access line is to be read. */
  readonly layout: AccessLayout | null;
}

const PROJECT_SEGMENT = /\/([0-9a-f]{24})(?=[/?#]|$)/i;
const BACKUP_JOBS = "backup.jobs.";

/** A record of a case, for the terms of a filter. */
export class RecordView {
  readonly #source: RecordSource;
  #application: ApplicationRecord | null | undefined;
  #access: AccessLine | null | undefined;

  /** Takes a record; nothing is read yet. */
  constructor(source: RecordSource) {
    this.#source = source;
  }

  /** The parsed record; null: it is a request, or of another form. */
  get application(): ApplicationRecord | null {
    const { kind, text } = this.#source;
    if (this.#application === undefined) {
      this.#application = kind === "application" ? parseApplicationRecord(text) : null;
    }
    return this.#application;
  }

  /** The parsed request; null: it is none, or of another form. */
  get access(): AccessLine | null {
    const { kind, text, layout } = this.#source;
    if (this.#access === undefined) {
      this.#access = kind === "access" ? parseAccessLine(text, layout ?? undefined) : null;
    }
    return this.#access;
  }

  /** The value of a field; null: the record has none. */
  textOf(field: TextField): string | null {
    const { member, signature, text } = this.#source;
    switch (field) {
      case "host":
      case "category":
      case "input":
        return member[field];
      case "member":
        return member.path;
      case "text":
        return text;
      case "signature":
        return signature;
      case "gid":
        return this.application === null ? requestProject(this.access) : recordProject(this.application);
      case "type":
        return null;
      default:
        return applicationText(this.application, field) ?? accessText(this.access, field);
    }
  }

  /** The value of a field; null: the record has none. */
  numberOf(field: NumberField): number | null {
    switch (field) {
      case "time":
        return this.#source.timeMs;
      case "line":
        return this.#source.line;
      case "level":
        return this.application === null ? null : LEVELS.indexOf(this.application.level);
      default:
        return this.access === null ? null : this.access[field];
    }
  }
}

/** A project, of `project` or `project/replicaSet`. */
export function projectOfScope(scope: string): string {
  return scope.split("/", 1)[0] ?? "";
}

/** The project a record is about: of a backup job the one in its logger. */
export function recordProject({ logger, gid }: ApplicationRecord): string | null {
  return logger.startsWith(BACKUP_JOBS) ? logger.slice(BACKUP_JOBS.length).split(".", 1)[0]! : gid;
}

/** A caller in one text, as logback writes it today. */
export function callerText({ file, method, line }: Caller): string {
  return [file, method, line].filter((part) => part !== null).join(":");
}

function requestProject(request: AccessLine | null): string | null {
  if (request === null) return null;
  const path = request.url?.split(/[?#]/, 1)[0] ?? "";
  return request.groupId ?? PROJECT_SEGMENT.exec(path)?.[1] ?? null;
}

function applicationText(record: ApplicationRecord | null, field: TextField): string | null {
  if (record === null) return null;
  switch (field) {
    case "thread":
    case "jobId":
    case "planId":
    case "marker":
    case "logger":
    case "message":
      return record[field];
    case "caller":
      return record.caller === null ? null : callerText(record.caller);
    case "exception":
      return record.exception === null ? null : exceptionChain(record.exception);
    default:
      return null;
  }
}

function accessText(request: AccessLine | null, field: TextField): string | null {
  if (request === null) return null;
  switch (field) {
    case "client":
    case "user":
    case "method":
    case "url":
    case "protocol":
    case "referer":
    case "userAgent":
      return request[field];
    case "route":
      return routeTemplate(request.url ?? "-");
    case "agent": {
      const query = agentQuery(request.url ?? "");
      return query === null ? null : query.ah ?? query.ahs;
    }
    default:
      return null;
  }
}
