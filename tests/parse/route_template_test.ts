import { agentQuery, routeTemplate } from "../../lib/parse/route_template.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { anyCharacter, fc, urlPath } from "../helpers/property.ts";

const ID = "5f0000000000000000000001";
const HEX32 = "0123456789abcdef0123456789abcdef";
const UUID = "75802d9c-5431-4792-bfc9-58a2024d5929";

const ROUTES: readonly [url: string, route: string][] = [
  [`/agents/api/automation/conf/v1/${ID}?ah=h&av=1`, "/agents/api/automation/conf/v1/{gid}"],
  [`/agents/api/hosts/${ID}/v1/delete`, "/agents/api/hosts/{gid}/v1/delete"],
  [`/agents/api/otlp/${ID}/v1/metrics`, "/agents/api/otlp/{gid}/v1/metrics"],
  ["/agents/api/group/v1", "/agents/api/group/v1"],
  [
    `/backup/wtcheckpoint/v1/${ID}/fileList/${UUID}/${ID}/3`,
    "/backup/wtcheckpoint/v1/{gid}/fileList/{uuid}/{id}/{n}",
  ],
  [`/api/public/v1.0/groups/${ID}/hosts/${HEX32}`, "/api/public/v1.0/groups/{gid}/hosts/{id}"],
  [`/api/public/v1.0/orgs/${ID}/events?pageNum=1`, "/api/public/v1.0/orgs/{id}/events"],
  [
    `/api/public/v1.0/admin/omLogCollectionJobs/${ID}:download`,
    "/api/public/v1.0/admin/omLogCollectionJobs/{id}:download",
  ],
  [
    `/api/private/v1.0/groups/${ID}/markAsBackingDatabase`,
    "/api/private/v1.0/groups/{gid}/markAsBackingDatabase",
  ],
  ["/api/public/v1.0/users/byName/sam%40example.com", "/api/public/v1.0/users/byName/{name}"],
  [`/v2/${ID}`, "/v2/{gid}"],
  [`/ping/v1/${HEX32}`, "/ping/v1/{key}"],
  [`/mms/ping/v1/${HEX32}${HEX32}`, "/mms/ping/v1/{key}"],
  ["/monitor/health", "/monitor/health"],
  ["/static/version_manifest/8.0.json", "/static/version_manifest/8.0.json"],
  ["/static/main.8f3a1c0d.js", "/static/main.{hash}.js"],
  ["/static/deadbeef.js", "/static/deadbeef.js"],
  ["/user/12345;jsessionid=abc/x", "/user/{n}/x"],
  ["//a///b/", "/a/b/"],
  ["/", "/"],
  ["http://om.example.com:8080/a?b#c", "/a"],
  ["http://om.example.com", "/"],
  ["/a#b", "/a"],
  ["*", "{other}"],
  ["", "{other}"],
  ["\x16\x03\x01", "{other}"],
  ["/a/\x16\ufffd/b", "/a/{other}/b"],
  [`/a/${"x".repeat(65)}`, "/a/{other}"],
  ["/a".repeat(20), `${"/a".repeat(12)}/…`],
];

for (const [url, route] of ROUTES) {
  Deno.test(`routeTemplate() reads ${JSON.stringify(url.slice(0, 80))}`, () =>
    assertEquals(routeTemplate(url), route));
}

Deno.test("routeTemplate() is short and printable whatever the URL is", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: anyCharacter }),
        urlPath.map((path) => `https://om.example.com${path}`),
        urlPath,
      ),
      (url) => {
        const route = routeTemplate(url);
        assert(route.length <= 1200 && /^(?:\/[\w.~!$&'()*+,=%:{}/…-]*|\{other\})$/.test(route), route);
      },
    ),
  );
});

Deno.test("agentQuery() reads what an agent tells about itself", () => {
  const url =
    "/agents/api/automation/conf/v1/x?ah=h1.example.com&ahs=h1&av=108.0.1&aos=linux&aa=x86_64&ab=64&at=1775963655926";
  assertEquals(agentQuery(url), {
    ah: "h1.example.com",
    ahs: "h1",
    av: "108.0.1",
    aos: "linux",
    aa: "x86_64",
    ab: "64",
    at: 1775963655926,
  });
});

Deno.test("agentQuery() takes what is there, and null for other queries", () => {
  assertEquals(agentQuery("/a?ah=h%201&at=12"), {
    ah: "h 1",
    ahs: null,
    av: null,
    aos: null,
    aa: null,
    ab: null,
    at: null,
  });
  assertEquals(agentQuery("/a?ah=%E0%A4")?.ah?.length, 1);
  assertEquals(agentQuery("/a?pageNum=1"), null);
  assertEquals(agentQuery("/a"), null);
  assertEquals(agentQuery("/a?ah="), null);
});
