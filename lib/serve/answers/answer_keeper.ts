import { createHash } from "node:crypto";
import type { Analysis } from "../../analyze/analysis.ts";
import type { ServedCase } from "../served_case.ts";
import { ASSET_FILES } from "../views/asset_files.ts";
import { KeptAnswers } from "./kept_answers.ts";

/** Kept by the browser, but asked for again each time: what it has may be of another case on the same port. */
const CACHE_CONTROL = "private, no-cache";

/**
 * Answers again what was answered before. A case does not change while it is served, so an address has one answer: its tag
 * is made of the case, the address and the version of the program, before there is an answer.
 */
export class AnswerKeeper {
  readonly #served: ServedCase;
  readonly #kept = new KeptAnswers();

  readonly #program: string;

  /** Keeps nothing yet. Answers depend also on the program, and on the case that is compared with. */
  constructor(served: ServedCase, { version, against }: { version: string; against: Analysis | null }) {
    this.#served = served;
    const hash = createHash("sha256").update(JSON.stringify([version, against]));
    for (const { address } of Object.values(ASSET_FILES)) hash.update(address);
    this.#program = hash.digest("hex");
  }

  /** The answer to a request; `make` is called when it is not kept. Only what is found (200) and may be kept gets a tag. */
  async answer(request: Request, make: () => Response | Promise<Response>): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const tag = this.#tagOf(pathname + search);
    if (namesTag(request.headers.get("if-none-match"), tag)) {
      return new Response(null, { status: 304, headers: { etag: tag, "cache-control": CACHE_CONTROL } });
    }
    const made = await this.#kept.get(tag, async () => {
      const response = await make();
      const isLasting = response.status === 200 && !response.headers.has("cache-control");
      // Lines that could be read before may not any more.
      if (!isLasting || this.#tagOf(pathname + search) !== tag) return response;
      const body = new Uint8Array(await response.arrayBuffer());
      const headers = new Headers(response.headers);
      headers.set("etag", tag);
      headers.set("cache-control", CACHE_CONTROL);
      headers.set("content-length", String(body.length));
      return { headers, body };
    });
    return made instanceof Response ? made : new Response(inOnePart(made.body), { headers: made.headers });
  }

  #tagOf(address: string): string {
    const { reader, caseHash } = this.#served;
    const hash = createHash("sha256");
    hash.update(JSON.stringify([this.#program, caseHash, reader.text.available, address]));
    return `"${hash.digest("base64url").slice(0, 27)}"`;
  }
}

/** A `Response` of bytes would copy them. */
function inOnePart(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  }, { highWaterMark: 0 });
}

/** Weak comparison (RFC 9110 §13.1.2): a proxy may have changed the bytes, not the meaning. `*` asks about writing. */
function namesTag(header: string | null, tag: string): boolean {
  return header !== null && header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}
