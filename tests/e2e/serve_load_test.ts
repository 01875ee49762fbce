import { openCase } from "../../lib/case/open_case.ts";
import { listen } from "../../lib/cli/web_server.ts";
import { createReportApp } from "../../lib/serve/create_report_app.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { describeLoad, readerLoad } from "../helpers/reader_load.ts";
import { tell } from "../browser/tell.ts";
import { TOKEN, withSampleFolder } from "../serve/sample_case.ts";

const PATHS = [
  "/",
  "/timeline",
  "/findings",
  "/incidents",
  "/signatures",
  "/api/v1/case",
  "/api/v1/events?limit=50",
  "/api/v1/records?limit=50&filter=level%3E%3DWARN",
  "/api/v1/findings/nix",
];

Deno.test("omlens serve answers 200 readers at the same time, each of them rightly", () =>
  withSampleFolder(async (folder) => {
    const reader = openCase(folder);
    const server = await listen(
      { hostname: "127.0.0.1", port: 0, tries: 1 },
      (port) => createReportApp(reader, { token: TOKEN, hosts: [`127.0.0.1:${port}`] }).fetch,
    );
    try {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const expected = new Map<string, { status: number; body: string }>();
      for (const path of PATHS) {
        const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
        expected.set(path, { status: response.status, body: await response.text() });
      }
      assertEquals([...expected.values()].map(({ status }) => status), [
        200,
        200,
        200,
        200,
        200,
        200,
        200,
        200,
        404,
      ]);
      const wrong: string[] = [];
      const times = await readerLoad({
        ...{ port: server.port, headers, paths: PATHS, readers: 200, requests: 9 },
        check: (path, status, body) => {
          const one = expected.get(path)!;
          if (status !== one.status || body !== one.body) wrong.push(`${path} ${status} ${body.length}`);
        },
      });
      // The figures are for people: how busy the machine is decides them, too.
      await tell(`200 readers, views that are kept: ${describeLoad(times)}`);
      assertEquals(wrong, []);
      assert(times.count === 1800, `${times.count}`);
    } finally {
      await server.stop();
      reader.close();
    }
  }));
