import type { Effect } from "./effect.ts";
import type { Random } from "./random.ts";

/** From a time to another, epoch milliseconds on the API's clock. */
export interface TimeSpan {
  /** Begin. */
  readonly fromMs: number;
  /** End. */
  readonly toMs: number;
}

/** Where a line came to be in the archive. */
export interface LinePlace {
  /** Path of the member. */
  readonly member: string;
  /** 1-based. */
  readonly line: number;
}

/** What one thread wrote at once: a record, a request or a header. */
export interface LogLine {
  /** Place in the file: when it was written, epoch milliseconds on the host's clock. */
  readonly writtenMs: number;
  /** Without the last line feed; a record may have several lines. */
  readonly text: string;
  /** Where it is; null until the archive is made. */
  place: LinePlace | null;
}

/** A server of Ops Manager. */
export interface Host {
  /** Top folder. */
  readonly name: string;
  /** Its clock minus the API's. */
  readonly offsetMs: number;
  /** Lines of the application log. */
  readonly application: LogLine[];
  /** Lines of the access log. */
  readonly access: LogLine[];
  /** Lines of the daemon log; empty where no daemon runs. */
  readonly daemon: LogLine[];
  /** When it does not run. */
  readonly down: TimeSpan[];
  /** Requests of its access log that made an event. */
  twins: number;
}

/** An agent of a project. */
export interface Agent {
  /** Full name of its host. */
  readonly host: string;
  /** Its project. */
  readonly gid: string;
  /** Version. */
  readonly version: string;
  /** Address. */
  readonly address: string;
  /** Its clock minus the API's. */
  readonly clockMs: number;
  /** Time between two calls. */
  readonly intervalMs: number;
  /** What it calls. */
  readonly modules: readonly string[];
  /** The server it always goes to; null: any. */
  readonly home: Host | null;
}

/** A project with its agents and one replica set. */
export interface Project {
  /** 24 hexadecimal digits. */
  readonly gid: string;
  /** Name of its replica set. */
  readonly replicaSet: string;
  /** Its agents, one for each member of the replica set. */
  readonly agents: readonly Agent[];
  /** Hosts of its mongod processes. */
  readonly members: readonly string[];
}

/** Who acts: a person with a session, or an API key. */
export interface Actor {
  /** Keys of an event that tell who it was. */
  readonly fields: Readonly<Record<string, string>>;
  /** What the access log has as user. */
  readonly user: string;
  /** Where the actor is. */
  readonly address: string;
  /** Whether it uses the public API with Digest. */
  readonly isKey: boolean;
}

/** Layout of the access logs. */
export type AccessLayoutName = "combined-time" | "combined" | "common";

/** A failed request and the exception that made it fail. */
export interface Failure {
  /** Line of the access log. */
  readonly request: LogLine;
  /** Record of the application log; null: the server wrote none. */
  readonly exception: LogLine | null;
}

/** A made-up installation over some hours, in which things happen. */
export interface World {
  /** Source of everything that varies. */
  readonly random: Random;
  /** When the logs begin and end. */
  readonly span: TimeSpan;
  /** Servers. */
  readonly hosts: readonly Host[];
  /** Projects; the first is the one that manages the AppDB. */
  readonly projects: readonly Project[];
  /** Organization of all projects. */
  readonly orgId: string;
  /** Persons. */
  readonly people: readonly Actor[];
  /** API keys. */
  readonly keys: readonly Actor[];
  /** Address of the proxy in front of all servers; null: there is none. */
  readonly proxy: string | null;
  /** Whether events tell the proxy's address too. */
  readonly proxyInEvents: boolean;
  /** Whether the archive has access logs. */
  readonly hasAccess: boolean;
  /** How many events there are, against the usual. */
  readonly bustle: number;
  /** Layout of access lines. */
  readonly layout: AccessLayoutName;
  /** Whether persons' names are in the access log. */
  readonly namesPeople: boolean;
  /** What stands between file and method of a caller. */
  readonly callerMark: "." | ":";
  /** Ordinary requests of people and tools, and records, in a minute of all hosts together. */
  readonly pace: { readonly requests: number; readonly records: number };
  /** How much busier the day is than the night, and when. */
  readonly rhythm: { readonly depth: number; readonly peakHour: number };
  /** What bends ordinary traffic. */
  readonly effects: Effect[];
  /** Events as the API gives them. */
  readonly events: Record<string, unknown>[];
  /** Requests that failed. */
  readonly failures: Failure[];
  /** Header line of a server. */
  readonly header: string;
  /** What trouble has taken: no two troubles share a project or a time. */
  readonly taken: { readonly gids: string[]; readonly spans: TimeSpan[] };
  /** The server with a backup daemon; null: none. */
  readonly daemonHost: Host | null;
}
