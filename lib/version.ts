import config from "../deno.json" with { type: "json" };

/** Version of the program, as published. */
export const VERSION: string = config.version;
