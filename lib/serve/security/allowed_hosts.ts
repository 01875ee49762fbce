import { isIP } from "node:net";

/** The `Host` values that a server answers to. */
export interface AllowedHosts {
  /** `name:port`; the port is left out when it is 80. */
  readonly hosts: readonly string[];
  /**
   * Whether every IP address will do: for a server that listens on all addresses of a machine. A page of others can
   * have its name lead to this machine, but its `Host` stays a name.
   */
  readonly anyAddress: boolean;
}

/** Whether a request that names this host is meant for this server, and not sent by a page of others. */
export function isAllowedHost(host: string, { hosts, anyAddress }: AllowedHosts): boolean {
  const lower = host.toLowerCase();
  if (hosts.some((allowed) => allowed.toLowerCase() === lower)) return true;
  const [, name = ""] = /^(?:\[([\da-f:.]+)\]|[\d.]+)(?::\d{1,5})?$/.exec(lower) ?? [];
  return anyAddress && (isIP(name) === 6 || isIP(lower.replace(/:\d+$/, "")) === 4);
}
