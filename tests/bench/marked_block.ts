/**
 * Puts generated text between the marks of a block, `<!-- NAME begin -->` and `<!-- NAME end -->`, in place of what is there.
 *
 * @throws {RangeError} when the text has no such block
 */
export function replaceBlock(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name} begin -->`, `<!-- ${name} end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new RangeError(`Cannot write block "${name}": the text has no marks of it`);
  }
  return `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
}
