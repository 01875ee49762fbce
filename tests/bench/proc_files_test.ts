import { assertEquals } from "../../lib/std/assert.ts";
import { childrenCpu, hardware, machineCpu, peakMemory } from "./proc_files.ts";

/** Fields 3 to 20 of proc(5): the 14th to 17th are utime, stime, cutime and cstime. */
const STAT_END = "S 1 2 2 0 -1 4194560 900 800 7 6 11 22 330 44 20 0 9 0";

Deno.test("childrenCpu() adds user and system time of ended children", () => {
  assertEquals(childrenCpu(`42 (deno) ${STAT_END}`), 3.74);
});

Deno.test("childrenCpu() is not misled by the name of the program", () => {
  assertEquals(childrenCpu(`42 (a) b (c 1 2) ${STAT_END}`), 3.74);
});

Deno.test("childrenCpu() is NaN where there is no such file", () => {
  assertEquals(childrenCpu(""), NaN);
});

Deno.test("machineCpu() counts neither idling, nor waiting for disks, nor time of guests twice", () => {
  const stat = "cpu  100 20 30 9999 888 4 5 6 70 80\ncpu0 1 1 1 1 1 1 1 1 1 1\n";
  assertEquals(machineCpu(stat), 1.65);
});

Deno.test("peakMemory() reads the high-water mark in megabytes", () => {
  assertEquals(peakMemory("Name:\tx\nVmPeak:\t   9 kB\nVmHWM:\t   250000 kB\nVmRSS:\t  7 kB\n"), 256);
});

Deno.test("peakMemory() is 0 of a process that has ended", () => {
  assertEquals(peakMemory("Name:\tx\nState:\tZ (zombie)\n"), 0);
});

Deno.test("hardware() reads processor and memory", () => {
  const cpuinfo =
    "processor\t: 0\nmodel name\t: Some CPU @ 2.5GHz\n\nprocessor\t: 1\nmodel name\t: Some CPU\n";
  assertEquals(hardware(cpuinfo, "MemTotal:       1000 kB\nMemFree: 1 kB\n"), {
    cpu: "Some CPU @ 2.5GHz",
    memoryBytes: 1_024_000,
  });
});
