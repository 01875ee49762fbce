/** Calls `use` with the path of a new folder that is removed afterwards. */
export async function withFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempDir();
  try {
    return await use(path);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

/** All files below a folder, by path, sorted. */
export async function filesIn(path: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    if (isDirectory) {
      files.push(...(await filesIn(`${path}/${name}`)).map((file) => `${name}/${file}`), `${name}/`);
    } else files.push(name);
  }
  return files.sort();
}
