import type { CaseLine, CaseMember } from "../../case/case_reader.ts";
import type { ServedCase } from "../served_case.ts";
import { notFound, ServeError } from "../serve_error.ts";

/** Where lines are asked for. */
export interface LinePlace {
  /** Path of the log file, or its number. */
  member: string;
  /** Name of the input, when several have such a path. */
  input: string | undefined;
  /** Line, 1-based. */
  line: number;
  /** Lines before it. */
  before: number;
  /** Lines after it. */
  after: number;
}

/** Lines of a log file. */
export interface LineContext {
  /** The log file. */
  readonly member: CaseMember;
  /** As many of them as there are. */
  readonly lines: readonly CaseLine[];
}

/**
 * Tells the lines around a line; none when the text is not available.
 *
 * @throws {ServeError} when there is no such log file, or it has not so many lines
 */
export function selectLines({ reader, findMember }: ServedCase, place: LinePlace): LineContext {
  const { line, before, after } = place;
  const member = findMember(place.member, place.input);
  if (member === undefined) {
    throw notFound("log file", place.member, "take a path from coverage, or from a record");
  }
  const lines = reader.lines(member.id, Math.max(1, line - before), line + after);
  if (reader.text.available && lines.length === 0) {
    throw new ServeError(`Cannot find line ${line} of "${member.path}": the file has fewer`, {
      status: 404,
      code: "not-found",
      remedy: "take a line of a record",
    });
  }
  return { member, lines };
}
