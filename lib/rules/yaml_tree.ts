/** YAML text as a small tree in which every node knows its place. The one place that names the YAML library. */
import { isAlias, isMap, isScalar, isSeq, type Pair, parseDocument } from "npm:yaml@2.9.1";

/** A position in a file. */
export interface Place {
  /** 1-based. */
  readonly line: number;
  /** In UTF-16 units, 1-based. */
  readonly column: number;
}

/** A node: all scalars are text, as the failsafe schema has it, so `8.0` stays `8.0` and `no` stays `no`. */
export type YamlNode =
  | { readonly kind: "text"; readonly text: string; readonly place: Place }
  | { readonly kind: "list"; readonly items: readonly YamlNode[]; readonly place: Place }
  | { readonly kind: "map"; readonly entries: readonly YamlEntry[]; readonly place: Place };

/** A key and its value. */
export interface YamlEntry {
  /** The key. */
  readonly key: string;
  /** Where the key is. */
  readonly keyPlace: Place;
  /** The value; text of length 0 when there is none. */
  readonly value: YamlNode;
}

/** What is told about a place. */
export type Report = (place: Place, message: string) => void;

/** Longest text in UTF-16 units. */
export const MAX_YAML_LENGTH = 1_048_576;
/** Most aliases in one text: each may stand for much, and is walked every time. */
export const MAX_YAML_ALIASES = 100;

const START: Place = { line: 1, column: 1 };

/** Parses one document. Gives null when it is not readable as YAML; what is wrong is reported, nothing is thrown. */
export function parseYamlTree(text: string, report: Report): YamlNode | null {
  if (text.length > MAX_YAML_LENGTH) {
    report(START, `Cannot read YAML: length is ${text.length}, expected at most ${MAX_YAML_LENGTH}`);
    return null;
  }
  const placeAt = placeFinder(text);
  const document = parseDocument(text, {
    schema: "failsafe",
    // The library compares each key with all before it; TreeBuilder finds duplicates in linear time.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  for (const error of document.errors) {
    report(placeAt(error.pos[0]), `Cannot read YAML: ${error.message.slice(0, 200)}`);
    // From here on the library tells each token it skips.
    if (error.code === "UNEXPECTED_TOKEN") break;
  }
  if (document.errors.length > 0) return null;
  return new TreeBuilder(placeAt, report).build(document.contents, 0);
}

/** The library's own LineCounter misses the lines of a scalar that it skips after an error. */
function placeFinder(text: string): (offset: number) => Place {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

class TreeBuilder {
  readonly #anchors = new Map<string, YamlNode>();
  readonly #placeAt: (offset: number) => Place;
  readonly #report: Report;
  #aliases = 0;

  constructor(placeAt: (offset: number) => Place, report: Report) {
    this.#placeAt = placeAt;
    this.#report = report;
  }

  /** `offset` is where a node without one of its own stands. */
  build(node: unknown, offset: number): YamlNode {
    if (isAlias(node)) return this.#alias(node.source, this.#placeAt(node.range?.[0] ?? offset));
    if (isScalar(node)) {
      const value = typeof node.value === "string" ? node.value : "";
      return this.#keep(node.anchor, {
        kind: "text",
        text: value,
        place: this.#placeAt(node.range?.[0] ?? offset),
      });
    }
    if (isSeq(node)) {
      const start = node.range?.[0] ?? offset;
      const items = node.items.map((item) => this.build(item, start));
      return this.#keep(node.anchor, { kind: "list", items, place: this.#placeAt(start) });
    }
    if (isMap(node)) {
      const start = node.range?.[0] ?? offset;
      return this.#keep(node.anchor, {
        kind: "map",
        entries: this.#entries(node.items, start),
        place: this.#placeAt(start),
      });
    }
    return { kind: "text", text: "", place: this.#placeAt(offset) };
  }

  #entries(pairs: readonly Pair[], offset: number): YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    for (const pair of pairs) {
      const start = isScalar(pair.key) ? pair.key.range?.[0] ?? offset : offset;
      const keyNode = this.build(pair.key, start);
      const value = this.build(pair.value, start);
      if (keyNode.kind !== "text") {
        this.#report(keyNode.place, `Cannot read key: it is a ${keyNode.kind}, expected text`);
      } else if (entries.has(keyNode.text)) {
        this.#report(
          keyNode.place,
          `Cannot read key "${keyNode.text.slice(0, 64)}": it is there twice, expected once`,
        );
      } else {
        entries.set(keyNode.text, { key: keyNode.text, keyPlace: keyNode.place, value });
      }
    }
    return [...entries.values()];
  }

  #keep(anchor: string | undefined, node: YamlNode): YamlNode {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #alias(name: string, place: Place): YamlNode {
    const target = this.#anchors.get(name);
    this.#aliases++;
    if (target === undefined) {
      this.#report(place, `Cannot read alias "${name.slice(0, 64)}": no anchor of that name ends before it`);
    } else if (this.#aliases > MAX_YAML_ALIASES) {
      this.#report(
        place,
        `Cannot read alias: it is number ${this.#aliases}, expected at most ${MAX_YAML_ALIASES}`,
      );
    } else return target;
    return { kind: "text", text: "", place };
  }
}
