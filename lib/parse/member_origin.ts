/** Kind of log a member holds, by its folder or name. */
export type Category = "application" | "http_access" | "migration" | "daemon" | "other";
