import type { Evidence } from "../../analyze/finding.ts";
import { visibleText } from "../visible_text.ts";

/** Any object of SARIF. */
export type SarifObject = Readonly<Record<string, unknown>>;

/** The place of a line, with its text. */
export function sarifLocation(
  { input, member, line, byteOffset, byteLength, text }: Evidence,
  inputs: readonly string[],
): SarifObject {
  const region = { startLine: line, byteOffset, byteLength, snippet: { text: visibleText(text, "\t\n") } };
  return { physicalLocation: { artifactLocation: sarifArtifact(input, member, inputs), region } };
}

/** A file inside an input. */
export function sarifArtifact(input: string, member: string, inputs: readonly string[]): SarifObject {
  return { uri: relativeUri(member), uriBaseId: sarifBaseId(Math.max(0, inputs.indexOf(input))) };
}

/** What stands for an input: `INPUT`, `INPUT2` and so on. */
export function sarifBaseId(index: number): string {
  return index === 0 ? "INPUT" : `INPUT${index + 1}`;
}

/** RFC 3986: a relative reference whose first segment may hold no colon. */
export function relativeUri(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}
