import agent from "./builtin/agent.yaml" with { type: "text" };
import alert from "./builtin/alert.yaml" with { type: "text" };
import appdb from "./builtin/appdb.yaml" with { type: "text" };
import backup from "./builtin/backup.yaml" with { type: "text" };
import cron from "./builtin/cron.yaml" with { type: "text" };
import host from "./builtin/host.yaml" with { type: "text" };
import jvm from "./builtin/jvm.yaml" with { type: "text" };
import ldap from "./builtin/ldap.yaml" with { type: "text" };
import monitoring from "./builtin/monitoring.yaml" with { type: "text" };
import network from "./builtin/network.yaml" with { type: "text" };
import s3 from "./builtin/s3.yaml" with { type: "text" };
import saml from "./builtin/saml.yaml" with { type: "text" };
import smtp from "./builtin/smtp.yaml" with { type: "text" };
import startup from "./builtin/startup.yaml" with { type: "text" };
import tls from "./builtin/tls.yaml" with { type: "text" };
import upgrade from "./builtin/upgrade.yaml" with { type: "text" };
import type { RuleFile } from "./load_rules.ts";

const TEXTS: Readonly<Record<string, string>> = {
  agent,
  alert,
  appdb,
  backup,
  cron,
  host,
  jvm,
  ldap,
  monitoring,
  network,
  s3,
  saml,
  smtp,
  startup,
  tls,
  upgrade,
};

/** The rule files that come with the program, one for each area. Their expressions are bounded and tested, so run natively. */
export const BUILTIN_RULE_FILES: readonly RuleFile[] = Object.entries(TEXTS).map(([area, text]) => ({
  file: `builtin/${area}.yaml`,
  text,
  engine: "native",
}));
