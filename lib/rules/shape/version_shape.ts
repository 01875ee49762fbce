import { mapping, optional, type Shape, text } from "../node_shape.ts";
import type { VersionRange } from "../rule.ts";

/** A version of Ops Manager. */
export const VERSION: Shape<string> = text({
  max: 32,
  form: [/^\d{1,5}(?:\.\d{1,5}){0,3}$/, 'a version like "8.0.25"'],
});

/** Versions from one, inclusive, to another, exclusive. */
export const VERSION_RANGE: Shape<VersionRange> = mapping<VersionRange>("version range", {
  from: { ...optional(VERSION), about: "First version it applies to" },
  before: { ...optional(VERSION), about: "First version it does not apply to any more" },
});
