import { UsageError } from "../../errors.ts";

/** Return, line feed, Ctrl-D. */
const ENTER = "\r\n\x04";
const INTERRUPT = "\x03";
const ERASE = "\x7f\b";
const KILL_LINE = "\x15";
const RAW = true;

/**
 * Asks on the terminal, and shows nothing of what is typed.
 *
 * @throws {UsageError} when standard input is no terminal
 * @throws {DOMException} `AbortError` at Ctrl-C
 */
export async function readSecret(question: string): Promise<string> {
  const { stdin, stderr } = Deno;
  if (!stdin.isTerminal()) {
    throw new UsageError(`Cannot ask for the ${question}: standard input is not a terminal`, {
      remedy: "set OMLENS_PRIVATE_KEY and --allow-env=OMLENS_PRIVATE_KEY, or give --profile NAME",
    });
  }
  // First: whoever answers at once is not shown either.
  stdin.setRaw(RAW);
  try {
    await stderr.write(new TextEncoder().encode(`${question}: `));
    return await typedLine(stdin);
  } finally {
    stdin.setRaw(!RAW);
    await stderr.write(new TextEncoder().encode("\n"));
  }
}

async function typedLine(stdin: Pick<typeof Deno.stdin, "read">): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  let typed = "";
  for (;;) {
    const length = await stdin.read(buffer);
    const keys = decoder.decode(buffer.subarray(0, length ?? 0), { stream: true });
    for (const key of keys) {
      if (key === INTERRUPT) throw new DOMException("Interrupted", "AbortError");
      if (ENTER.includes(key)) return typed;
      if (key === KILL_LINE) typed = "";
      else typed = ERASE.includes(key) ? typed.slice(0, -1) : typed + key;
    }
    if (length === null) return typed;
  }
}
