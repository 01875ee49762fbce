/**
 * Starts a worker of this program. Null when none can be had: a local checkout without read permission for its own sources.
 */
export function startWorker(url: URL): Worker | null {
  try {
    // Asking first: without permission a prompt would come.
    if (
      url.protocol === "file:" && Deno.permissions.querySync({ name: "read", path: url }).state !== "granted"
    ) return null;
    return new Worker(url, { type: "module" });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return null;
    throw error;
  }
}
