/** Bytes of an input, as stored, that keep a scan busy for so long that other things may be loaded. */
export const BUSY_BYTES: number = 2 * 1024 * 1024;

/**
 * Loads something the first time it is asked for, be it only so that it is there later. That it failed is told to whoever
 * awaits it.
 */
export function loadOnce<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loading: Promise<Module> | null = null;
  return () => {
    if (loading === null) {
      loading = load();
      loading.catch(() => {});
    }
    return loading;
  };
}
