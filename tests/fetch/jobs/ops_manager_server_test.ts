import { listServers } from "../../../lib/fetch/jobs/ops_manager_server.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeSession, linksTo } from "../fake_session.ts";

Deno.test("listServers() gives each server once, by name, and leaves out what has none", async () => {
  const server = { serverId: "om-2", serverType: "MMS_SERVER", lastPing: "2026-05-11T08:00:00Z" };
  const daemon = { serverId: "om-2", serverType: "BACKUP_DAEMON" };
  const results = [{ ...server, links: [] }, server, { serverId: "om-1", lastPing: 5 }, daemon, null, {
    serverType: "X",
  }];
  const session = fakeSession(() => ({ links: linksTo(null), results }));
  assertEquals(await listServers(session), [
    { serverId: "om-1", serverType: "", lastPing: null, raw: { serverId: "om-1", lastPing: 5 } },
    { ...daemon, lastPing: null, raw: daemon },
    { ...server, raw: server },
  ]);
  assertEquals(session.requests.map(({ path }) => path), ["/admin/servers"]);
});
