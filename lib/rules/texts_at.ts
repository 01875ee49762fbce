import type { Place, YamlNode } from "./yaml_tree.ts";

/** A text, and where it is. */
export interface PlacedText {
  /** The text, without white space around it. */
  readonly text: string;
  /** Where it starts. */
  readonly place: Place;
}

/** The node under a path of keys; undefined: there is none. */
export function nodeAt(node: YamlNode, ...path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>(
    (at, key) => at?.kind === "map" ? at.entries.find((entry) => entry.key === key)?.value : undefined,
    node,
  );
}

/** The text, or the texts of the list, under a path of keys. */
export function textsAt(node: YamlNode, ...path: readonly string[]): PlacedText[] {
  const found = nodeAt(node, ...path);
  const nodes = found?.kind === "list" ? found.items : found === undefined ? [] : [found];
  return nodes.flatMap((one) => one.kind === "text" ? [{ text: one.text.trim(), place: one.place }] : []);
}
