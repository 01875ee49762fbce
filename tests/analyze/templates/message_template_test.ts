/** All messages are synthetic. */
import { loggerTemplate, messageTemplate } from "../../../lib/analyze/templates/message_template.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { anyCharacter, fc } from "../../helpers/property.ts";

const MASKED: readonly (readonly [message: string, template: string])[] = [
  ["No value is in it, and/or none is known", "No value is in it, and/or none is known"],
  ["Read 17 of sam@example.com", "Read # of #"],
  ["Moved /var/lib/acme/head.wt to /mnt/spare/acme/head.wt.", "Moved # to #."],
  ["Path:/queues is gone, and so is (/queues/late)", "Path:# is gone, and so is (#)"],
  ["Opened C:\\Acme\\Data\\head.wt", "Opened #"],
  ["Opened jar:file:/opt/acme/web.jar!/index", "Opened jar:file:#"],
  ["Wrote usercache/acme/blocks/head", "Wrote #"],
  ["GET /acme/v1.0/things?name=a&size=9 was slow", "GET # was slow"],
  ["See https://example.com/acme?a=b, then s3://acme/head", "See #, then #"],
  ["Lost worker-a.example.com/192.0.2.7:8030, retrying", "Lost #, retrying"],
  ["Lost /192.0.2.7:8030", "Lost #"],
  ["Used 8.8 KB of 2 GB, then 93.0 B", "Used # of #, then #"],
  ["Waited 1 second, 20 seconds, 250 ms and 3 mins", "Waited # and #"],
  ["Waited 10 second(s).", "Waited #(s)."],
  ["Next at Mon Apr 13 03:14:15 UTC 2026 or Apr 1, 2026 3:14:15 AM", "Next at # or #"],
  ["It may be in May", "It may be in May"],
  ["Targets: [192.0.2.7:50, 192.0.2.8:50], (3, 1)", "Targets: [#], (#)"],
  ["Copied to 192.0.2.7:50 192.0.2.8:50 192.0.2.9:50", "Copied to #"],
  ["Set acme:node.home.dir=/var/lib/acme, with 7 parts", "Set acme:#=#"],
  ["acme.name=acme", "#=#"],
  ["Done with a=b and c=d", "Done with a=b and c=d"],
  ["Role@cafebabe or deadbeef, no decade", "# or #, no decade"],
  ["Left -790 and <memory:1024, vCores:-3>", "Left # and <#>"],
  ["17", "#"],
  ["LOOKING", "LOOKING"],
  ["Went from LOOKING to LEADING", "Went from LOOKING to LEADING"],
  ["acme.job.id is deprecated, use acme.task.id", "acme.job.id is deprecated, use acme.task.id"],
];

Deno.test("messageTemplate() masks values that no digit tells, and leaves words, states and names", () => {
  for (const [message, template] of MASKED) assertEquals(messageTemplate(message), template, message);
});

Deno.test("messageTemplate() leaves tokens that rules name", () => {
  const kept = [{ before: "error", token: "18" }];
  assertEquals(messageTemplate("error 18 in 17 ms", kept), "error 18 in #");
});

Deno.test("messageTemplate() of a template is the template", () => {
  for (const [, template] of MASKED) assertEquals(messageTemplate(template), template);
});

Deno.test("messageTemplate() is never longer than the message, whatever is in it", () => {
  const text = fc.array(fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 8 }),
    fc.constantFrom(" ", "/", "a/b/c", "1.5 GB", "://", "=", "a.b=", "C:\\", "Mon, ", "1 Jan ", "#", ", "),
  )).map((parts) => parts.join(""));
  fc.assert(fc.property(text, (message) => assert(messageTemplate(message).length <= message.length)));
});

Deno.test("messageTemplate() takes a moment for the longest record, however it tries to stop it", () => {
  for (
    const part of ["a.", "a/", "/.", "1,", "-1 ", "# ", "a.b=", "a://", "Mon, ", "1 Jan ", "1/1.1.1.1", "f"]
  ) {
    const start = performance.now();
    messageTemplate(part.repeat(65_536 / part.length));
    const tookMs = performance.now() - start;
    assert(tookMs < 2000, `${JSON.stringify(part)} took ${tookMs} ms`);
  }
});

Deno.test("loggerTemplate() leaves out the keys of jobs and the numbers of instances", () => {
  const loggers: readonly (readonly [logger: string, template: string])[] = [
    ["backup.jobs.5f0000000000000000000001.rs-7", "backup.jobs.#"],
    ["com.acme.v2.Worker", "com.acme.v2.Worker"],
    ["com.acme.Worker$3", "com.acme.Worker$3"],
    ["2181:Worker", "Worker"],
    ["0.0.0.0/0.0.0.0:2181:Worker", "Worker"],
    ["Worker.17.main", "Worker.#.main"],
  ];
  for (const [logger, template] of loggers) assertEquals(loggerTemplate(logger), template);
});
