import type { ApiSession } from "../http/api_session.ts";
import { isJsonRecord, type JsonRecord, withoutLinks } from "../json_record.ts";
import { listResults } from "../result_pages.ts";

/** A server of Ops Manager that is up. */
export interface OpsManagerServer {
  /** What log collection jobs call it. */
  readonly serverId: string;
  /** `MMS_SERVER`, `BACKUP_DAEMON`, or what a newer API adds; empty: not given. */
  readonly serverType: string;
  /** Its last heartbeat, ISO 8601, as sent. */
  readonly lastPing: string | null;
  /** The document as it was sent, without its links. */
  readonly raw: JsonRecord;
}

/** The servers of Ops Manager that have a heartbeat, by name and type. What has no `serverId` is left out. */
export async function listServers(session: Pick<ApiSession, "json">): Promise<OpsManagerServer[]> {
  const results = await listResults(session, { what: "list the servers", path: "/admin/servers" });
  const keyOf = ({ serverId, serverType }: OpsManagerServer) => `${serverId}\0${serverType}`;
  const byKey = new Map(results.flatMap(readServer).map((server) => [keyOf(server), server]));
  return [...byKey].sort(([a], [b]) => a < b ? -1 : 1).map(([, server]) => server);
}

function readServer(result: unknown): OpsManagerServer[] {
  if (!isJsonRecord(result) || typeof result["serverId"] !== "string") return [];
  const { serverId, serverType, lastPing } = result;
  return [{
    serverId,
    serverType: typeof serverType === "string" ? serverType : "",
    lastPing: typeof lastPing === "string" ? lastPing : null,
    raw: withoutLinks(result),
  }];
}
