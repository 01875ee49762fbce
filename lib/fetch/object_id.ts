import { UsageError } from "../errors.ts";

const OBJECT_ID_REGEXP = /^[0-9a-f]{24}$/i;

/** Whether a text is an id as Ops Manager makes them: 24 hexadecimal digits. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID_REGEXP.test(text);
}

/**
 * An id given by the user, in lower case and safe to be a segment of a path.
 *
 * @param owner whose id it is, for the message: "organization"
 * @throws {UsageError} if it is not 24 hexadecimal digits
 */
export function parseObjectId(text: string, owner: string): string {
  if (isObjectId(text)) return text.toLowerCase();
  throw new UsageError(
    `Cannot use the ${owner} id ${JSON.stringify(text.slice(0, 60))}: it must be 24 hexadecimal digits`,
    { remedy: "give the id as Ops Manager shows it, for example 5b478b3afc4625789ce616a3" },
  );
}
