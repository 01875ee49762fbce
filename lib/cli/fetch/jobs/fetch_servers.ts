import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import { jsonText } from "../../json_text.ts";
import { textStyle } from "../../terminal/text_style.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import type { OpenedClient } from "../connection/open_client.ts";
import type { ServersValues } from "./servers_flags.ts";
import { textTable } from "../../terminal/text_table.ts";

const HEADING = ["SERVER", "TYPE", "LAST PING"];

/** `omlens fetch servers`: the servers of Ops Manager that are up. */
export function fetchServers(
  values: Readonly<Partial<ServersValues & ConnectionValues>>,
  io: CliIo,
): (opened: OpenedClient) => Promise<number> {
  return ({ client }) => tellServers(values, client, io);
}

async function tellServers(
  { json, color = "auto" }: Readonly<Partial<ServersValues & ConnectionValues>>,
  client: OpenedClient["client"],
  io: CliIo,
): Promise<number> {
  const servers = await client.listServers();
  if (json) io.stdout.write(jsonText(servers.map(({ raw }) => raw)));
  else if (servers.length === 0) io.stderr.write("omlens: no server of Ops Manager is up\n");
  else {
    const rows = servers.map(({ serverId, serverType, lastPing }) => [serverId, serverType, lastPing ?? "-"]);
    const lines = textTable(HEADING, rows, await textStyle(color, io.stdout, io));
    io.stdout.write(lines.map((line) => `${line}\n`).join(""));
  }
  return ExitCode.done;
}
