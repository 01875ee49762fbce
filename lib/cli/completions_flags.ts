import type { FlagTable } from "./flags/flag.ts";

/** Flags of `omlens completions`: none. */
export const COMPLETIONS_FLAGS: FlagTable<Record<never, never>> = {};
