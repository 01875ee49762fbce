import { UsageError } from "../../../errors.ts";
import type { EventScope } from "../../../fetch/event_pages.ts";
import { parseObjectId } from "../../../fetch/object_id.ts";
import { describeAmount, describeCount } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import { jsonText } from "../../json_text.ts";
import { labelledLines } from "../../terminal/labelled_lines.ts";
import { type CollectedEvents, collectEvents, type CollectEventsRequest } from "./collect_events.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import type { EventsValues } from "./events_flags.ts";
import type { OpenedClient } from "../connection/open_client.ts";
import { shellWord } from "../../terminal/shell_word.ts";

/** `omlens fetch events`: writes the events of organizations, projects or all of Ops Manager to a file. */
export function fetchEvents(
  values: Readonly<Partial<EventsValues & ConnectionValues>>,
  io: CliIo,
): (opened: OpenedClient, signal: AbortSignal) => Promise<number> {
  const path = readOut(values);
  return async (opened, signal) => {
    const scopes = readScopes(values, opened);
    const request = { client: opened.client, path, scopes, ...eventsRequest(values), signal };
    return tellCollected(await collectEvents(request, io), values, io);
  };
}

type EventsRequest = Pick<CollectEventsRequest, "since" | "until" | "types" | "includeRaw" | "quiet">;

function eventsRequest(values: Readonly<Partial<EventsValues & ConnectionValues>>): EventsRequest {
  return {
    since: values.since ?? null,
    until: values.until ?? null,
    types: values.type ?? [],
    includeRaw: values["include-raw"] ?? false,
    quiet: values.quiet ?? false,
  };
}

function tellCollected(
  collected: CollectedEvents,
  values: Readonly<Partial<EventsValues & ConnectionValues>>,
  io: CliIo,
): number {
  for (const problem of collected.problems) io.stderr.write(`omlens: ${visibleText(problem)}\n`);
  if (!values.quiet) io.stderr.write(describeAdded(collected));
  io.stdout.write(values.json ? jsonText(collected) : describe(collected));
  return ExitCode.done;
}

/** Whose events: those that are named, else those of the profile. */
export function readScopes(
  { org = [], project = [], global }: Readonly<Partial<Pick<EventsValues, "org" | "project" | "global">>>,
  { orgId, projectId }: Pick<OpenedClient, "orgId" | "projectId">,
): EventScope[] {
  const scopesOf = (orgs: readonly string[], projects: readonly string[]): EventScope[] => [
    ...orgs.map((id) => ({ kind: "organization" as const, id: parseObjectId(id, "organization") })),
    ...projects.map((id) => ({ kind: "project" as const, id: parseObjectId(id, "project") })),
  ];
  const named: EventScope[] = [...scopesOf(org, project), ...(global ? [{ kind: "global" as const }] : [])];
  if (named.length > 0) return named;
  const ofProfile = scopesOf(orgId === null ? [] : [orgId], projectId === null ? [] : [projectId]);
  if (ofProfile.length > 0) return ofProfile;
  throw new UsageError("Cannot fetch events: no organization is given", {
    remedy: "--org ID, --project ID or --global",
  });
}

function readOut({ out }: Readonly<Partial<EventsValues>>): string {
  if (out !== undefined && out !== "-") return out;
  throw new UsageError(
    out === undefined ? "Cannot fetch events: no file is given" : "Cannot fetch events to standard output",
    { remedy: "--out events.ndjson" },
  );
}

function describeAdded({ added, count }: CollectedEvents): string {
  return `${describeCount(added)} new, ${describeCount(count)} in the file\n`;
}

function describe({ path, count, first, last }: CollectedEvents): string {
  const span = first === null || last === null ? "" : `, from ${first} to ${last}`;
  return [
    ...labelledLines("Events", [path, describeAmount(count, "event") + span]),
    ...labelledLines("Try", [`omlens analyze ARCHIVE --events ${shellWord(path)}`]),
  ].map((line) => `${visibleText(line)}\n`).join("");
}
