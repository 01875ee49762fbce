/** What an agent tells about itself in the query of its requests. */
export interface AgentQuery {
  /** Agent host, fully qualified (`ah`). */
  readonly ah: string | null;
  /** Agent host, short (`ahs`). */
  readonly ahs: string | null;
  /** Agent version (`av`). */
  readonly av: string | null;
  /** Operating system (`aos`). */
  readonly aos: string | null;
  /** Architecture (`aa`). */
  readonly aa: string | null;
  /** Bits (`ab`). */
  readonly ab: string | null;
  /** The agent's clock (`at`), epoch milliseconds. */
  readonly at: number | null;
}

const MAX_URL = 8192;
const MAX_SEGMENTS = 12;
const MAX_SEGMENT = 64;

const OBJECT_ID = /^[0-9a-f]{24}$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Agent API keys, hashes, host ids: no shorter than MD5. */
const LONG_HEX = /^[0-9a-f]{32,128}$/i;
/** Families of agents' and people's URLs whose first id is the project's. */
const GROUP_FAMILY = /^(?:agents|backup|automation|monitoring|ping|v2)$/;
const GROUP_FOLDER = /^(?:groups?|projects?)$/;

/**
 * The path of a request with what varies as placeholders, for statistics: `/agents/api/automation/conf/v1/{gid}`.
 *
 * The result is short and printable whatever the URL is.
 */
export function routeTemplate(url: string): string {
  const path = pathOf(url);
  if (path === null) return "{other}";
  const segments = path.split("/", MAX_SEGMENTS + 2).slice(1);
  const cut = segments.length > MAX_SEGMENTS;
  let groupOpen = GROUP_FAMILY.test(segments[0] ?? "");
  const template = segments.slice(0, MAX_SEGMENTS).map((segment, at) => {
    const masked = maskSegment(segment, segments.slice(0, at), groupOpen);
    if (masked.startsWith("{gid}")) groupOpen = false;
    return masked;
  });
  return `/${template.join("/")}${cut ? "/…" : ""}`;
}

/** Reads the agent's parameters of a URL's query; null when it has none of them. */
export function agentQuery(url: string): AgentQuery | null {
  const mark = url.indexOf("?");
  if (mark < 0) return null;
  const query = new URLSearchParams(url.slice(mark + 1, mark + 1 + MAX_URL));
  const [ah, ahs, av, aos, aa, ab, at] = ["ah", "ahs", "av", "aos", "aa", "ab", "at"].map((key) =>
    parameter(query, key)
  );
  if (!ah && !ahs && !av && !at) return null;
  return {
    ah: ah ?? null,
    ahs: ahs ?? null,
    av: av ?? null,
    aos: aos ?? null,
    aa: aa ?? null,
    ab: ab ?? null,
    at: /^\d{12,14}$/.test(at ?? "") ? Number(at) : null,
  };
}

function parameter(query: URLSearchParams, key: string): string | null {
  const value = query.get(key);
  return value === null || value === "" ? null : value.slice(0, 512);
}

/** Null for what is no path: `*` of OPTIONS, bytes of another protocol. */
function pathOf(url: string): string | null {
  const plain = url.slice(0, MAX_URL).replace(/^[a-z][a-z\d+.-]{0,15}:\/\/[^/?#]*/i, "");
  const path = (/^[^?#]*/.exec(plain)?.[0] ?? "").replace(/\/{2,}/g, "/");
  if (path === "" && plain !== url) return "/";
  return path.startsWith("/") ? path : null;
}

function maskSegment(segment: string, before: readonly string[], groupOpen: boolean): string {
  // `;jsessionid=…` is a parameter of the segment, `:download` a verb.
  const [, name = "", verb = ""] = /^([^;:]*)(:[A-Za-z]{1,32})?/.exec(segment) ?? [];
  return maskName(name, before, groupOpen) + verb;
}

function maskName(name: string, before: readonly string[], groupOpen: boolean): string {
  const parent = before.at(-1) ?? "";
  if (OBJECT_ID.test(name)) return groupOpen || GROUP_FOLDER.test(parent) ? "{gid}" : "{id}";
  if (UUID.test(name)) return "{uuid}";
  if (LONG_HEX.test(name)) return before.includes("ping") ? "{key}" : "{id}";
  if (/^\d+$/.test(name)) return "{n}";
  if (parent === "byName" || name.includes("@") || /%40/.test(name)) return "{name}";
  if (name.length > MAX_SEGMENT || !/^[\w.~!$&'()*+,=%-]*$/.test(name)) return "{other}";
  // Names of built assets hold a hash of their content: main.8f3a1c0d.js
  return name.replace(/(?<=[._-])(?=[a-f]*\d)[0-9a-f]{8,64}(?=[._-])/gi, "{hash}");
}
