/** Name of the case in a folder of results. */
export const CASE_FILE = "case.db";
