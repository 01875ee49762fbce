const encoder = new TextEncoder();

/** Prints a measured number among the results of the tests. */
export async function tell(text: string): Promise<void> {
  await Deno.stdout.write(encoder.encode(`  ${text}\n`));
}
