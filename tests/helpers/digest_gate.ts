import { createHash, randomBytes } from "node:crypto";

/** What the challenge says. Everything has the form of Ops Manager when left out. */
export interface DigestGateOptions {
  /** As sent; null: no such directive, which means MD5. `"MD5"` when left out. */
  readonly algorithm?: string | null;
  /** As sent, for example `auth,auth-int`; null: none, as in RFC 2069. `"auth"` when left out. */
  readonly qop?: string | null;
  /** Name of the qop directive: the documentation of Ops Manager prints `op`. */
  readonly qopName?: "qop" | "op";
  /** How often a nonce can be used before it is stale; no limit when left out. */
  readonly nonceUses?: number;
  /** `"MMS Public API"` when left out. */
  readonly realm?: string;
  /** Sent, and expected back as it is; null or left out: none. */
  readonly opaque?: string | null;
  /** More directives, as they are: `, charset=UTF-8`. */
  readonly extra?: string;
  /** Makes the values of WWW-Authenticate from the ordinary one: several challenges, other spellings. */
  readonly challenges?: (ordinary: string) => readonly string[];
  /** Sends Authentication-Info with the next nonce. */
  readonly nextNonce?: boolean;
  /** Random when left out. */
  readonly makeNonce?: () => string;
}

/** What became of the credentials of one request. */
export interface GateVerdict {
  readonly isAccepted: boolean;
  /** The credentials were right, only the nonce was not. */
  readonly isStale: boolean;
  /** Why they were refused; null: there were none, or they were accepted. */
  readonly problem: string | null;
  readonly username: string | null;
  readonly nc: string | null;
}

interface IssuedNonce {
  uses: number;
  lastCount: number;
  /** RFC 7616 §3.4.2: of the first answer to this nonce; -sess is made with it. */
  firstCnonce: string | null;
  isExpired: boolean;
}

const HASH_NAMES: Readonly<Record<string, string>> = {
  "MD5": "md5",
  "SHA-256": "sha256",
  "SHA-512-256": "sha512-256",
};

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** The directives of an Authorization header, names in lower case; null: it is not Digest, or malformed. */
function readCredentials(header: string): Map<string, string> | null {
  // HTTP/1 header bytes come as latin1; credentials are UTF-8.
  const text = new TextDecoder().decode(Uint8Array.from(header, (char) => char.charCodeAt(0)));
  if (!/^Digest /i.test(text)) return null;
  const directive = /\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))\s*(?:,|$)/y;
  const found = new Map<string, string>();
  directive.lastIndex = "Digest ".length;
  while (directive.lastIndex < text.length) {
    const match = directive.exec(text);
    if (match === null || found.has(match[1]!.toLowerCase())) return null;
    found.set(match[1]!.toLowerCase(), match[2]?.replace(/\\(.)/g, "$1") ?? match[3]!);
  }
  return found;
}

/** The server's side of HTTP Digest, written from RFC 7616 and nothing else, to check the client against. */
export class DigestGate {
  readonly #options: DigestGateOptions;
  readonly #publicKey: string;
  readonly #privateKey: string;
  readonly #nonces: Map<string, IssuedNonce> = new Map();

  constructor(options: DigestGateOptions & { readonly publicKey: string; readonly privateKey: string }) {
    this.#options = options;
    this.#publicKey = options.publicKey;
    this.#privateKey = options.privateKey;
  }

  get #realm(): string {
    return this.#options.realm ?? "MMS Public API";
  }
  get #algorithm(): string {
    return this.#options.algorithm ?? "MD5";
  }
  get #qop(): string | null {
    return this.#options.qop === undefined ? "auth" : this.#options.qop;
  }

  /** The values of WWW-Authenticate with a new nonce. */
  challenge({ isStale }: { isStale: boolean }): readonly string[] {
    const { qopName = "qop", opaque, extra = "", challenges, algorithm } = this.#options;
    const ordinary = `Digest realm=${quoted(this.#realm)}, domain="", nonce=${quoted(this.#issue())}` +
      (algorithm === null ? "" : `, algorithm=${this.#algorithm}`) +
      (this.#qop === null ? "" : `, ${qopName}=${quoted(this.#qop)}`) +
      (typeof opaque === "string" ? `, opaque=${quoted(opaque)}` : "") +
      `, stale=${isStale}${extra}`;
    return challenges?.(ordinary) ?? [ordinary];
  }

  /** The value of Authentication-Info; null: none is sent. */
  info(): string | null {
    return this.#options.nextNonce ? `nextnonce=${quoted(this.#issue())}` : null;
  }

  /** Every nonce given out so far is stale from now on. */
  expireNonces(): void {
    for (const nonce of this.#nonces.values()) nonce.isExpired = true;
  }

  /** Checks an Authorization header against the request line it came with. */
  check(method: string, target: string, header: string | undefined): GateVerdict {
    const verdict = { isAccepted: false, isStale: false, problem: null, username: null, nc: null };
    if (header === undefined) return verdict;
    const sent = readCredentials(header);
    if (sent === null) return { ...verdict, problem: "no well-formed Digest credentials" };
    const known = { ...verdict, username: sent.get("username") ?? null, nc: sent.get("nc") ?? null };
    const problem = this.#problemOf(sent, method, target);
    if (problem !== null) return { ...known, problem };
    const nonce = this.#nonces.get(sent.get("nonce") ?? "")!;
    if (nonce.isExpired || nonce.uses >= (this.#options.nonceUses ?? Infinity)) {
      return { ...known, isStale: true, problem: "nonce is used up" };
    }
    const count = parseInt(sent.get("nc") ?? "0", 16);
    if (this.#qop !== null && count <= nonce.lastCount) {
      return { ...known, problem: `nc is ${count} after ${nonce.lastCount}` };
    }
    nonce.uses++;
    nonce.lastCount = count;
    return { ...known, isAccepted: true };
  }

  #issue(): string {
    const nonce = this.#options.makeNonce?.() ?? randomBytes(18).toString("base64");
    this.#nonces.set(nonce, { uses: 0, lastCount: 0, firstCnonce: null, isExpired: false });
    return nonce;
  }

  /** What is wrong besides the age of the nonce. */
  #problemOf(sent: ReadonlyMap<string, string>, method: string, target: string): string | null {
    const nonce = this.#nonces.get(sent.get("nonce") ?? "");
    if (sent.get("username") !== this.#publicKey) return "unknown user";
    if (sent.get("realm") !== this.#realm) return "another realm";
    if (nonce === undefined) return "unknown nonce";
    if (sent.get("uri") !== target) return `uri is ${sent.get("uri")}, the request line has ${target}`;
    if ((sent.get("algorithm") ?? "MD5").toUpperCase() !== this.#algorithm.toUpperCase()) {
      return "another algorithm";
    }
    if (sent.get("opaque") !== (this.#options.opaque ?? undefined)) return "another opaque";
    return this.#problemOfQop(sent) ?? this.#problemOfResponse(sent, nonce, method);
  }

  #problemOfQop(sent: ReadonlyMap<string, string>): string | null {
    if (this.#qop === null) return sent.has("qop") || sent.has("nc") ? "qop or nc without an offer" : null;
    if (sent.get("qop") !== "auth") return "qop is not auth";
    if (!/^[0-9a-f]{8}$/.test(sent.get("nc") ?? "")) return "nc is not 8 hex digits";
    return sent.get("cnonce") ? null : "no cnonce";
  }

  #problemOfResponse(
    sent: ReadonlyMap<string, string>,
    nonce: IssuedNonce,
    method: string,
  ): string | null {
    const isSession = /-sess$/i.test(this.#algorithm);
    const name = HASH_NAMES[this.#algorithm.replace(/-sess$/i, "").toUpperCase()];
    if (name === undefined) return "an algorithm that this server cannot do";
    const hash = (...parts: string[]) => createHash(name).update(parts.join(":"), "utf8").digest("hex");
    const of = (directive: string) => sent.get(directive) ?? "";
    const cnonce = nonce.firstCnonce ?? of("cnonce");
    const ha1 = hash(this.#publicKey, this.#realm, this.#privateKey);
    const key = isSession ? hash(ha1, of("nonce"), cnonce) : ha1;
    const ha2 = hash(method, of("uri"));
    const expected = this.#qop === null
      ? hash(key, of("nonce"), ha2)
      : hash(key, of("nonce"), of("nc"), of("cnonce"), of("qop"), ha2);
    if (of("response") !== expected) return "wrong response";
    nonce.firstCnonce = cnonce;
    return null;
  }
}
