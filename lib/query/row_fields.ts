import type { CaseNames } from "../case/case_reader.ts";
import type { AccessLine } from "../parse/access_line.ts";
import type { ApplicationRecord } from "../parse/application_record.ts";
import { exceptionChain } from "../parse/exception_chain.ts";
import { routeTemplate } from "../parse/route_template.ts";
import type { AccessBlock, ApplicationBlock } from "../scan/column_block.ts";
import { projectOfScope, recordProject } from "./record_view.ts";

/** What a record of an application, migration or daemon log says; what it does not is left out. */
export interface ApplicationFields {
  /** Level as logged. */
  readonly level?: string;
  /** Thread name. */
  readonly thread?: string;
  /** Project id. */
  readonly gid?: string;
  /** Job id. */
  readonly jobId?: string;
  /** Plan id. */
  readonly planId?: string;
  /** Marker. */
  readonly marker?: string;
  /** Logger. */
  readonly logger?: string;
  /** The statement that logged it. */
  readonly caller?: { readonly file?: string; readonly method?: string; readonly line?: number };
  /** Message on the first line. */
  readonly message?: string;
  /** Classes of the exception and its causes, outermost first, joined by ` < `. */
  readonly exception?: string;
}

/** What a line of an access log says; what it does not is left out. */
export interface AccessFields {
  /** Client. */
  readonly client?: string;
  /** Authenticated user. */
  readonly user?: string;
  /** HTTP method. */
  readonly method?: string;
  /** Path and query as sent. */
  readonly url?: string;
  /** Path with placeholders for ids. */
  readonly route?: string;
  /** `HTTP/1.1`. */
  readonly protocol?: string;
  /** HTTP status. */
  readonly status?: number;
  /** Bytes sent. */
  readonly responseBytes?: number;
  /** Time taken, milliseconds. */
  readonly latencyMs?: number;
  /** Referer header. */
  readonly referer?: string;
  /** User-Agent header. */
  readonly userAgent?: string;
}

/** The fields of a record. */
export function applicationFields(record: ApplicationRecord): ApplicationFields {
  const { level, thread, jobId, planId, marker, logger, caller, message, exception } = record;
  return present({
    level,
    thread,
    gid: recordProject(record),
    jobId,
    planId,
    marker,
    logger,
    caller: caller === null ? null : present({ ...caller }),
    message,
    exception: exception === null ? null : exceptionChain(exception),
  });
}

/** The fields of a request. */
export function accessFields(line: AccessLine): AccessFields {
  const { client, user, method, url, protocol, status, responseBytes, latencyMs, referer, userAgent } = line;
  const route = url === null ? null : routeTemplate(url);
  return present({
    client,
    user,
    method,
    url,
    route,
    protocol,
    status,
    responseBytes,
    latencyMs,
    referer,
    userAgent,
  });
}

/** What the columns alone say of a row. */
export function columnFields(
  block: ApplicationBlock | AccessBlock,
  row: number,
  names: CaseNames,
): ApplicationFields | AccessFields {
  return block.kind === "application"
    ? applicationColumns(block, row, names)
    : accessColumns(block, row, names);
}

function applicationColumns(block: ApplicationBlock, row: number, names: CaseNames): ApplicationFields {
  const template = names.templates[block.template[row]!];
  const scope = block.scope[row]!;
  return present({
    level: template?.level || null,
    thread: nameOf(names.threads, block.thread[row]!),
    gid: scope === 0 ? null : projectOfScope(names.scopes[scope] ?? ""),
    logger: template?.logger || null,
    message: template?.text || null,
  });
}

function accessColumns(block: AccessBlock, row: number, names: CaseNames): AccessFields {
  const route = block.route[row] === 0 ? undefined : names.routes[block.route[row]!];
  const { [row]: status = 0 } = block.status;
  const latencyMs = block.latencyMs[row]!;
  return present({
    client: nameOf(names.clients, block.client[row]!),
    user: nameOf(names.users, block.user[row]!),
    method: route === undefined || route.method === "-" ? null : route.method,
    route: route?.route ?? null,
    status: status === 0 ? null : status,
    responseBytes: block.responseBytes[row] ?? null,
    latencyMs: Number.isNaN(latencyMs) ? null : Number(latencyMs.toPrecision(7)),
  });
}

function nameOf(names: readonly string[], id: number): string | null {
  return id === 0 ? null : names[id] ?? null;
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], null> };

/** Leaves out what is null. */
function present<T extends object>(fields: T): Present<T> {
  const shown: Partial<T> = {};
  // Through entries it would take longer than to read the record.
  for (const key in fields) if (fields[key] !== null) shown[key] = fields[key];
  return shown as Present<T>;
}
