import type { Diagnostic } from "../../errors.ts";
import { visibleText } from "../visible_text.ts";
import { sarifArtifact, type SarifObject } from "./sarif_location.ts";

/** What of the inputs was cut, damaged or not understood, SARIF 2.1.0 §3.58. */
export function sarifNotification(
  { code, severity, message, input, member, line, byteOffset, count = 1 }: Diagnostic,
  inputs: readonly string[],
): SarifObject {
  const region = {
    ...(line === undefined ? {} : { startLine: line }),
    ...(byteOffset === undefined ? {} : { byteOffset }),
  };
  return {
    descriptor: { id: code },
    level: severity,
    message: { text: visibleText(count > 1 ? `${message} (${count} times)` : message) },
    ...(member === undefined ? {} : {
      locations: [{
        physicalLocation: {
          artifactLocation: sarifArtifact(input, member, inputs),
          ...(Object.keys(region).length === 0 ? {} : { region }),
        },
      }],
    }),
  };
}
