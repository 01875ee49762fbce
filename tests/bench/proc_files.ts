/** What Linux tells in `/proc`: times in seconds, memory in megabytes (10^6 bytes). */

/** Clock ticks in a second, as Linux shows them to programs on every common machine. */
const TICKS = 100;
/** Places after the closing parenthesis of the name, of the times of children that ended. proc(5), fields 16 and 17. */
const CHILD_TIMES = [13, 14] as const;
/** user, nice, system, irq, softirq, steal. proc(5). */
const BUSY_COLUMNS = [0, 1, 2, 5, 6, 7] as const;

/** CPU time of all children that ended so far, and of theirs, from `/proc/PID/stat`. */
export function childrenCpu(stat: string): number {
  // The name of a program may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return sumOf(CHILD_TIMES, fields) / TICKS;
}

/** CPU time in which any core was busy, from `/proc/stat`. */
export function machineCpu(stat: string): number {
  const [, ...columns] = stat.slice(0, stat.indexOf("\n")).split(/ +/);
  return sumOf(BUSY_COLUMNS, columns) / TICKS;
}

function sumOf(places: readonly number[], fields: readonly string[]): number {
  return places.reduce((sum, place) => sum + Number(fields[place]), 0);
}

/** High-water mark of resident memory, from `/proc/PID/status`; 0 of a process that has ended. */
export function peakMemory(status: string): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024 / 1e6;
}

/** Name of the processor and bytes of memory, from `/proc/cpuinfo` and `/proc/meminfo`. */
export function hardware(cpuinfo: string, meminfo: string): { cpu: string; memoryBytes: number } {
  return {
    cpu: /^model name\s*:\s*(.+)$/m.exec(cpuinfo)?.[1] ?? "unknown processor",
    memoryBytes: Number(/^MemTotal:\s+(\d+) kB$/m.exec(meminfo)?.[1]) * 1024,
  };
}
