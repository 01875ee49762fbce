import { parseApplicationRecord, recordStartMs } from "../../lib/parse/application_record.ts";
import { exceptionChain } from "../../lib/parse/exception_chain.ts";
import { parseHeaderLine } from "../../lib/parse/header_line.ts";
import { inlineExceptions } from "../../lib/parse/inline_exceptions.ts";
import { extractKeys } from "../../lib/parse/key_extraction.ts";
import { assert, assertEquals, assertExists } from "../../lib/std/assert.ts";

const FILE = new URL("../../../shared/domain/real-lines.txt", import.meta.url);

async function readLines(): Promise<string[]> {
  try {
    const text = await Deno.readTextFile(FILE);
    return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

const lines = await readLines();
const ignore = lines.length === 0;
const why = ignore ? " (skipped: ../shared is not there)" : "";
const records: string[] = [];
for (const line of lines) {
  if (recordStartMs(line) !== undefined) records.push(line);
  else if (parseHeaderLine(line) === null) records[records.length - 1] += `\n${line}`;
}
const parsed = records.map((text) => parseApplicationRecord(text));

Deno.test({
  name: `parseApplicationRecord() reads all 20 published records, one header and 9 continuation lines${why}`,
  ignore,
  fn() {
    const headers = lines.filter((line) => parseHeaderLine(line) !== null);
    const continued = lines.length - headers.length - records.length;
    assertEquals([records.length, headers.length, continued], [20, 1, 9]);
    for (const [at, record] of parsed.entries()) assertExists(record, records[at]);
  },
});

Deno.test({
  name: `parseApplicationRecord() reads callers and levels of the published records${why}`,
  ignore,
  fn() {
    const levels = parsed.map((record) => record?.level).join(" ");
    assertEquals(
      levels,
      "WARN INFO DEBUG INFO INFO DEBUG DEBUG DEBUG INFO DEBUG INFO INFO DEBUG INFO INFO DEBUG INFO INFO INFO INFO",
    );
    for (const record of parsed) {
      assertExists(record?.caller?.file);
      assertExists(record.caller.method);
      assertExists(record.caller.line);
    }
    assertEquals(parsed[0]?.caller, { file: "AppSettings.java", method: "run", line: 510 });
    assertEquals(parsed[19]?.caller, {
      file: "WTCheckpointResource.java",
      method: "dataBlocksV2",
      line: 737,
    });
  },
});

Deno.test({
  name: `parseApplicationRecord() reads times, threads and projects of the published records${why}`,
  ignore,
  fn() {
    assertEquals(parsed[4]?.timeMs, Date.parse("2021-01-17T06:59:52.806Z"));
    assertEquals(parsed[1]?.thread, "DeploymentDiscoverySvcDeploymentRefresher-0");
    assertEquals(parsed[2]?.gid, "6001b342d116131ed4952cac");
    assertEquals(parsed.filter((record) => record?.gid !== null).length, 13);
    assertEquals(parsed[18]?.message, "");
    assert(parsed[18]?.text.startsWith("\n\tAPI validation failure on abort ({"));
  },
});

Deno.test({
  name: `parseApplicationRecord() reads the exceptions of the published records${why}`,
  ignore,
  fn() {
    const found = parsed.map((record) => record?.exception ?? null);
    assertEquals(found.flatMap((exception, at) => exception === null ? [] : [at]), [0, 19]);
    assertEquals([found[0]?.class, found[0]?.frames.length], ["com.mongodb.MongoTimeoutException", 6]);
    assertEquals(found[0]?.frames[4]?.class, "com.mongodb.Mongo$3");
    assertEquals([found[19]?.class, found[19]?.message], ["org.eclipse.jetty.io.EofException", "Early EOF"]);
  },
});

Deno.test({
  name:
    `inlineExceptions() and extractKeys() read the driver's cluster description of a published record${why}`,
  ignore,
  fn() {
    const text = parsed[0]?.text ?? "";
    assertEquals(inlineExceptions(text).map(exceptionChain), [
      "com.mongodb.MongoSocketOpenException < java.net.SocketTimeoutException",
    ]);
    const { servers } = extractKeys({ gid: null, logger: "", text });
    assertEquals(servers.map(({ address, state }) => [address.slice(0, 16), state]), [
      ["ops-manager-db-0", "CONNECTING"],
      ["ops-manager-db-1", "CONNECTING"],
      ["ops-manager-db-2", "CONNECTING"],
    ]);
  },
});

Deno.test({
  name: `extractKeys() reads the keys of the published backup records${why}`,
  ignore,
  fn() {
    const keys = parsed.flatMap((record) => record === null ? [] : [extractKeys(record)]);
    assertEquals(keys[9]?.replicaSets, ["rs"]);
    assertEquals(keys[11]?.agents, ["n2.omansible.int"]);
    assertEquals(keys[11]?.backupIds, ["75802d9c-5431-4792-bfc9-58a2024d5929"]);
    assertEquals(keys[15]?.snapshotIds, ["622f207c2fb0101b37a23aeb"]);
    assertEquals([keys[16]?.replicaSets, keys[16]?.clusterIds], [["configRS"], ["65449d79a064331ae268a0ea"]]);
    assertEquals(keys[16]?.agents, ["ip-172-31-36-151.eu-west-1.compute.internal:27018"]);
    assertEquals(keys[19]?.replicaSets, ["Notification"]);
  },
});
