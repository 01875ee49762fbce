/** YAML text as a small tree in which every node knows its place. The one place that names the YAML library. */
import {
  type AliasEvent,
  type Event as YamlEvent,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from "npm:js-yaml@5.5.0";

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
/** Most nodes inside one another; keeps the recursion of all who walk a tree within the stack. */
const MAX_DEPTH = 100;

const START: Place = { line: 1, column: 1 };

/** Parses one document. Gives null when it is not readable as YAML; what is wrong is reported, nothing is thrown. */
export function parseYamlTree(text: string, report: Report): YamlNode | null {
  if (text.length > MAX_YAML_LENGTH) {
    report(START, `Cannot read YAML: length is ${text.length}, expected at most ${MAX_YAML_LENGTH}`);
    return null;
  }
  const placeAt = placeFinder(text);
  try {
    // Events, as the library's own tree has no places.
    const events = parseEvents(text, { maxDepth: MAX_DEPTH });
    return new TreeBuilder(text, events, placeAt, report).document();
  } catch (error) {
    const { reason, mark } = error instanceof YAMLException ? error : { reason: String(error), mark: null };
    report(placeAt(mark?.position ?? 0), `Cannot read YAML: ${reason.slice(0, 200)}`);
    return null;
  }
}

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

/** Offset of what comes next after blanks, comments, quotes, and the brackets and commas of flow collections. */
function endOfGap(text: string, offset: number): number {
  const filled = /[^\s,[\]{}'"]/g;
  for (let at = offset;;) {
    filled.lastIndex = at;
    at = filled.exec(text)?.index ?? text.length;
    if (text[at] !== "#") return at;
    at = text.indexOf("\n", at);
    if (at < 0) return text.length;
  }
}

type Indicator = "-" | ":" | "";

class TreeBuilder {
  readonly #anchors = new Map<string, YamlNode>();
  readonly #text: string;
  readonly #events: readonly YamlEvent[];
  readonly #placeAt: (offset: number) => Place;
  readonly #report: Report;
  #aliases = 0;
  #nextEvent = 0;
  /** Start of the node that was begun last, in the text. */
  #start = 0;
  /** End of what was built, in the text. Only grows, so all searches from here take linear time together. */
  #offset = 0;

  constructor(
    text: string,
    events: readonly YamlEvent[],
    placeAt: (offset: number) => Place,
    report: Report,
  ) {
    this.#text = text;
    this.#events = events;
    this.#placeAt = placeAt;
    this.#report = report;
  }

  /** The first document; empty text when there is none. */
  document(): YamlNode {
    if (this.#events.length === 0) return { kind: "text", text: "", place: START };
    this.#nextEvent = 1;
    return this.#node("");
  }

  /** `indicator` is what stands before the node when it is left out. */
  #node(indicator: Indicator): YamlNode {
    const event = this.#events[this.#nextEvent++];
    switch (event?.type) {
      case EVENT_ID.SEQUENCE:
        return this.#keep(event, { kind: "list", place: this.#startAt(event.start), items: this.#items() });
      case EVENT_ID.MAPPING:
        return this.#keep(event, {
          kind: "map",
          place: this.#startAt(event.start),
          entries: this.#entries(),
        });
      case EVENT_ID.SCALAR: {
        const place = this.#scalarPlace(event, indicator);
        return this.#keep(event, { kind: "text", text: getScalarValue(this.#text, event), place });
      }
      case EVENT_ID.ALIAS:
        return this.#alias(event);
      default:
        throw new Error(`event ${this.#nextEvent} is ${event?.type}, expected that of a node`);
    }
  }

  /** Takes the event that ends a collection, if that is next. */
  #ends(): boolean {
    if (this.#events[this.#nextEvent]?.type !== EVENT_ID.POP) return false;
    this.#nextEvent++;
    return true;
  }

  #items(): YamlNode[] {
    const items: YamlNode[] = [];
    while (!this.#ends()) items.push(this.#node("-"));
    return items;
  }

  #entries(): YamlEntry[] {
    const entries = new Map<string, YamlEntry>();
    while (!this.#ends()) {
      const keyNode = this.#node("");
      const value = this.#node(":");
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

  #keep(event: { anchorStart: number; anchorEnd: number }, node: YamlNode): YamlNode {
    if (event.anchorStart >= 0) {
      this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), node);
    }
    return node;
  }

  #startAt(offset: number): Place {
    this.#start = offset;
    this.#offset = Math.max(this.#offset, offset);
    return this.#placeAt(offset);
  }

  #scalarPlace(event: ScalarEvent, indicator: Indicator): Place {
    const place = this.#startAt(this.#scalarStart(event, indicator));
    this.#offset = Math.max(this.#offset, event.valueEnd);
    return place;
  }

  /** The library tells where the content starts: after a quote, or after the line of `|` or `>`. */
  #scalarStart({ style, valueStart, anchorEnd, tagEnd }: ScalarEvent, indicator: Indicator): number {
    if (valueStart < 0) {
      const propertyEnd = Math.max(anchorEnd, tagEnd);
      return propertyEnd < 0 ? this.#missingStart(indicator) : propertyEnd;
    }
    if (style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED) return valueStart - 1;
    if (style === SCALAR_STYLE.PLAIN) return valueStart;
    const line = Math.max(this.#offset, this.#text.lastIndexOf("\n", valueStart - 2) + 1);
    return line + Math.max(0, this.#text.slice(line, valueStart).search(/[|>]/));
  }

  /** Behind the indicator, or where the node before starts when there is no indicator either, as in `{ key }`. */
  #missingStart(indicator: Indicator): number {
    this.#offset = endOfGap(this.#text, this.#offset);
    return this.#text[this.#offset] === indicator ? this.#offset + 1 : this.#start;
  }

  #alias({ anchorStart, anchorEnd }: AliasEvent): YamlNode {
    const name = this.#text.slice(anchorStart, anchorEnd);
    const place = this.#startAt(anchorStart - 1);
    this.#offset = anchorEnd;
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
