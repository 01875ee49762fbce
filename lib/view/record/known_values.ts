import type { Analysis } from "../../analyze/analysis.ts";
import { fitLine } from "../../report/clip_text.ts";
import type { ReportIndex } from "../../report/report_index.ts";

/** A value that a field of the filter language has in this case, and what it is; empty: it says so itself. */
export type KnownValue = readonly [value: string, about: string];

/** Values by field: what the box for a filter offers. */
export type KnownValues = Readonly<Record<string, readonly KnownValue[]>>;

const MOST_VALUES = 100;
const LONGEST_VALUE = 200;
const LONGEST_ABOUT = 70;

/** What the analysis knows of the values of fields, the most frequent first where they were counted. */
export function knownValues({ analysis, hosts }: ReportIndex): KnownValues {
  const { access, agents, coverage, events, inputs, signatures, span } = analysis;
  const { routes } = access;
  return {
    host: named(hosts),
    input: named(inputs.map(({ name }) => name)),
    member: named(coverage.flatMap(({ files }) => files.map(({ member }) => member))),
    gid: named(projectsOf(analysis)),
    logger: named(signatures.map(({ logger }) => logger)),
    exception: named(signatures.flatMap(({ exception }) => exception?.split(" < ") ?? [])),
    signature: known(
      signatures.map(({ id, level, template }) => [id, fitLine(`${level} ${template}`, LONGEST_ABOUT)]),
    ),
    method: named(routes.map(({ method }) => method)),
    route: named(routes.map(({ route }) => route)),
    status: named(routes.flatMap(({ status }) => Object.keys(status)).sort()),
    client: named(access.clients.map(({ client }) => client)),
    agent: named(agents.map(({ host }) => host)),
    user: named(events.map(({ user }) => user)),
    type: named(events.map(({ type }) => type)),
    after: span === null ? [] : [[span.start, "where the logs begin"]],
    before: span === null ? [] : [[span.end, "where the logs end"]],
  };
}

function projectsOf({ agents, events, findings }: Analysis): (string | null | undefined)[] {
  return [
    ...agents.map(({ groupId }) => groupId),
    ...events.map(({ groupId }) => groupId),
    ...findings.flatMap(({ groupIds }) => groupIds),
  ];
}

function named(values: readonly (string | null | undefined)[]): KnownValue[] {
  return known([...new Set(values)].map((value) => [value ?? "", ""]));
}

function known(values: readonly KnownValue[]): KnownValue[] {
  return values.filter(([value]) => value !== "" && value.length <= LONGEST_VALUE).slice(0, MOST_VALUES);
}
