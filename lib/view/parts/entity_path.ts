/** The path of a thing in a list: `/events/ID`. An id may be any text; half a surrogate pair becomes U+FFFD. */
export function entityPath(list: string, id: string): string {
  return `${list}/${encodeURIComponent(id.toWellFormed())}`;
}
