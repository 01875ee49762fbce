import { RemoteError } from "../../../lib/errors.ts";
import {
  type ArchiveAnswer,
  openArchive,
  type OpenArchiveOptions,
} from "../../../lib/fetch/archive/archive_answer.ts";
import type { ApiRequest } from "../../../lib/fetch/http/api_session.ts";
import { assertEquals, assertRejects } from "../../../lib/std/assert.ts";

const ID = "66f000000000000000000001";
const TAG = '"v1"';

type Answer = readonly [status: number, headers: Readonly<Record<string, string>>, body: string];

/** Opens the archive with these answers, one after another; tells which bodies were given up. */
function opened(answers: readonly Answer[], options: OpenArchiveOptions = {}) {
  const requests: ApiRequest[] = [];
  const cancelled: number[] = [];
  const session = {
    open(request: ApiRequest): Promise<Response> {
      const n = requests.push(request);
      const [status, headers, body] = answers[n - 1] ?? [500, {}, ""];
      const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(body));
        },
        cancel: () => void cancelled.push(n),
      });
      return Promise.resolve(new Response(stream, { status, headers }));
    },
    async *body(response: Response): AsyncGenerator<Uint8Array> {
      const reader = response.body?.getReader();
      const { value } = await reader?.read() ?? {};
      if (value) yield value;
    },
  };
  return { answer: openArchive(session, ID, options), requests, cancelled };
}

async function textOf({ bytes }: ArchiveAnswer): Promise<string> {
  const chunks = await Array.fromAsync(bytes);
  return chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");
}

const DISPOSITION = { "content-disposition": 'attachment; filename="om-logs_1.tar.gz"' };

Deno.test("openArchive() asks for the bytes as they are and tells name, size and validator", async () => {
  const headers = { ...DISPOSITION, "content-length": "10", etag: TAG, "content-type": "application/gzip" };
  const { answer, requests } = opened([[200, headers, "0123456789"]]);
  const { bytes, ...rest } = await answer;
  assertEquals(rest, { fileName: "om-logs_1.tar.gz", fromByte: 0, totalBytes: 10, validator: TAG });
  assertEquals(await textOf({ ...rest, bytes }), "0123456789");
  assertEquals(requests, [{
    what: `download the archive of job ${ID}`,
    method: "GET",
    path: `/admin/omLogCollectionJobs/${ID}:download`,
    headers: { accept: "application/gzip, */*;q=0.5", "accept-encoding": "identity" },
  }]);
});

for (const tag of ['W/"v1"', "v1", '"v1', '"v"1"', ""]) {
  Deno.test(`openArchive() takes the entity tag ${tag || "(none)"} for no validator`, async () => {
    assertEquals((await opened([[200, { etag: tag }, ""]]).answer).validator, null);
  });
}

for (const length of ["-1", "1e3", "x", "", "99999999999999999999"]) {
  Deno.test(`openArchive() takes the length ${JSON.stringify(length)} for not given`, async () => {
    assertEquals((await opened([[200, { "content-length": length }, ""]]).answer).totalBytes, null);
  });
}

const PART = { fromByte: 5, validator: TAG };

Deno.test("openArchive() goes on where it is asked to", async () => {
  const headers = { ...DISPOSITION, "content-range": "bytes 5-9/10", etag: TAG };
  const { answer, requests } = opened([[206, headers, "56789"]], PART);
  const { bytes, ...rest } = await answer;
  assertEquals(rest, { fileName: "om-logs_1.tar.gz", fromByte: 5, totalBytes: 10, validator: TAG });
  assertEquals(await textOf({ ...rest, bytes }), "56789");
  assertEquals([requests[0]?.headers?.["range"], requests[0]?.headers?.["if-range"]], ["bytes=5-", TAG]);
  assertEquals(requests[0]?.accept, [416]);
});

Deno.test("openArchive() without a validator sends Range alone", async () => {
  const { answer, requests } = opened([[206, { "content-range": "BYTES 5-9/*" }, "56789"]], { fromByte: 5 });
  assertEquals((await answer).totalBytes, null);
  assertEquals(requests[0]?.headers?.["if-range"], undefined);
});

Deno.test("openArchive() says that the server starts again when it sends all", async () => {
  const { answer, requests } = opened([[200, { "content-length": "10", etag: '"v2"' }, "0123456789"]], PART);
  const { fromByte, totalBytes, validator } = await answer;
  assertEquals([fromByte, totalBytes, validator], [0, 10, '"v2"']);
  assertEquals(requests.length, 1);
});

Deno.test("openArchive() has nothing left to read when all is there already", async () => {
  const { answer, cancelled } = opened([[
    416,
    { "content-range": "bytes */5", "content-type": "text/html" },
    "no",
  ]], PART);
  const { fromByte, totalBytes, bytes } = await answer;
  assertEquals([fromByte, totalBytes, await Array.fromAsync(bytes)], [5, 5, []]);
  assertEquals(cancelled, [1]);
});

const UNFIT: readonly (readonly [name: string, answer: Answer])[] = [
  ["a part that begins elsewhere", [206, { "content-range": "bytes 4-9/10" }, "456789"]],
  ["a part that does not say where it begins", [206, {}, "56789"]],
  ["a part in other units", [206, { "content-range": "items 5-9/10" }, "56789"]],
  ["several parts", [206, { "content-type": "multipart/byteranges; boundary=x" }, "--x"]],
  ["a part of another archive", [206, { "content-range": "bytes 5-9/10", etag: '"v2"' }, "56789"]],
  ["no part because it is smaller", [416, { "content-range": "bytes */4" }, ""]],
  ["no part because it is larger", [416, { "content-range": "bytes */40" }, ""]],
  ["no part without saying why", [416, {}, ""]],
];
for (const [name, unfit] of UNFIT) {
  Deno.test(`openArchive() starts again after ${name}`, async () => {
    const { answer, requests, cancelled } = opened([unfit, [200, {}, "0123456789"]], PART);
    assertEquals([(await answer).fromByte, await textOf(await answer)], [0, "0123456789"]);
    assertEquals([requests.length, requests[1]?.headers?.["range"], cancelled], [2, undefined, [1]]);
  });
}

Deno.test("openArchive() refuses a part that was not asked for", async () => {
  const { answer, cancelled } = opened([[206, { "content-range": "bytes 5-9/10" }, "56789"]]);
  await assertRejects(() => answer, RemoteError, "expected an archive");
  assertEquals(cancelled, [1]);
});

for (const type of ["text/html; charset=utf-8", "application/json", "application/xhtml+xml"]) {
  Deno.test(`openArchive() refuses ${type} in place of the archive`, async () => {
    const { answer, cancelled } = opened([[200, { "content-type": type }, "<html>"]]);
    const error = await assertRejects(() => answer, RemoteError, `the answer 200 is ${type}`);
    assertEquals([error.status, error.isTransient, cancelled], [200, false, [1]]);
  });
}
