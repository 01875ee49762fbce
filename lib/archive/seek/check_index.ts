import { SeekError } from "./seek_error.ts";
import { type FileSeekIndex, HOLE, type SeekPoint, type SeekSpan } from "./seek_index.ts";

const MAX_BIT_OFFSET = 7;
/** Gzip in gzip, and so on: more than archives are read with. */
const MAX_DEPTH = 12;

/**
 * Checks that an index, which may come from anywhere, can be followed without end: streams lie in streams of lower numbers.
 *
 * @throws {SeekError} when it cannot
 */
export function checkIndex({ streams, members }: FileSeekIndex): void {
  const depths: number[] = [];
  for (const [number, { kind, source, points }] of streams.entries()) {
    const isFile = number === 0;
    check((kind === "file") === isFile, `stream ${number} is ${kind}`);
    checkSpans(source, number);
    checkOrder(source, number);
    const depth = source.reduce((most, { stream }) => Math.max(most, 1 + (depths[stream] ?? 0)), 0);
    check(depth <= MAX_DEPTH, `stream ${number} lies in ${depth} others, expected at most ${MAX_DEPTH}`);
    depths.push(depth);
    checkPoints(points, number);
  }
  check(streams.length > 0, "it has no stream");
  for (const spans of members.values()) checkSpans(spans, streams.length);
}

/**
 * Checks that spans are of streams with lower numbers.
 *
 * @throws {SeekError} when they are not
 */
export function checkSpans(spans: readonly SeekSpan[], streamCount: number): void {
  for (const { stream, byteOffset, byteLength } of spans) {
    const isStream = stream === HOLE || (isCount(stream) && stream < streamCount);
    check(isStream, `a span is of stream ${stream}, expected one below ${streamCount}`);
    check(isCount(byteOffset) && isCount(byteLength), `a span is ${byteLength} bytes at ${byteOffset}`);
  }
}

/** What is read in one direction only costs no more than the streams below. */
function checkOrder(source: readonly SeekSpan[], number: number): void {
  const spans = source.filter(({ stream }) => stream !== HOLE);
  for (const [i, { stream, byteOffset }] of spans.entries()) {
    const last = spans[i - 1];
    const isNext = last === undefined ||
      (last.stream === stream && last.byteOffset + last.byteLength <= byteOffset);
    check(isNext, `stream ${number} does not go forward at byte ${byteOffset} of stream ${stream}`);
  }
}

function checkPoints(points: readonly SeekPoint[], stream: number): void {
  let last = -1;
  // Windows may have to be unpacked: each is checked when it is used.
  for (const { outOffset, inOffset, bitOffset } of points) {
    const isPoint = isCount(outOffset) && isCount(inOffset) && isCount(bitOffset) &&
      bitOffset <= MAX_BIT_OFFSET;
    check(isPoint && outOffset > last, `stream ${stream} has a wrong point at byte ${outOffset}`);
    last = outOffset;
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function check(isRight: boolean, state: string): void {
  if (!isRight) throw new SeekError(`Cannot use seek index: ${state}`);
}
