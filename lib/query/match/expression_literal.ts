/** One step of an expression; group 1 is an escaped character, group 2 a plain one. Others stand for no certain text. */
const ATOM =
  /\\([^\w\s])|\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|\d+|[^])|\[(?:\\[^]|[^\]\\])*\]|[(|)^$.]|([^])/y;
const QUANTIFIER = /([?*]|\{\d+(?:,\d*)?\}|\+)\??/y;

/**
 * The longest text that whatever an expression matches must hold; empty when none can be told. Conservative: what
 * is in a group, or beside an alternative, does not count.
 */
export function expressionLiteral(pattern: string): string {
  const runs: string[] = [""];
  let depth = 0;
  for (let at = 0; at < pattern.length;) {
    const [atom = "", escaped, plain] = matchAt(ATOM, pattern, at) ?? [];
    if (atom === "" || (atom === "|" && depth === 0)) return "";
    at += atom.length;
    if (atom === "(") depth++;
    else if (atom === ")") depth--;
    const [taken = "", quantifier] = matchAt(QUANTIFIER, pattern, at) ?? [];
    at += taken.length;
    const character = escaped ?? plain;
    const isSure = character !== undefined && depth === 0 && (taken === "" || quantifier === "+");
    if (isSure) runs.push((runs.pop() ?? "") + character);
    // `ab+c` holds `ab`, not `abc`.
    if (!isSure || taken !== "") runs.push("");
  }
  return runs.reduce((longest, run) => run.length > longest.length ? run : longest);
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}
