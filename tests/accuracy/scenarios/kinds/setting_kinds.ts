import { act, alert } from "../change_events.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { namesOf, repeatRecord, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { World } from "../world.ts";
import type { RecordParts } from "../write_record.ts";

/** A part of Ops Manager that a setting can break. */
interface Subsystem {
  /** Rules that know its errors. */
  readonly rules: readonly string[];
  /** Name of the setting. */
  readonly param: string;
  /** Rules of findings that come with it. */
  readonly company: readonly string[];
  /** Records in a minute: least, most. */
  readonly perMinute: readonly [number, number];
  /** Its error. */
  make(world: World): Omit<RecordParts, "timeMs">;
}

const jetty = ({ random }: World) => `JettyHttpPool-${random.whole(20, 480)}`;

const MAIL_EXCEPTIONS = [
  "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: mail-new.example.com, 587; timeout 5000",
  "javax.mail.MessagingException: Could not connect to SMTP host: mail-new.example.com, port: 25",
];
const LDAP_EXCEPTIONS = [
  "javax.naming.CommunicationException: ldap-new.example.com:636 [Root exception is java.net.SocketTimeoutException]",
  "javax.naming.ServiceUnavailableException: ldap-new.example.com:636; socket closed",
];
const SAML_MESSAGES = [
  "SAML response rejected: Signature validation failed",
  "SAML assertion is not yet valid or expired: NotOnOrAfter has passed",
  "SAML response refused: InResponseTo matches no request",
];
const MAIL: Subsystem = {
  rules: ["smtp.unreachable", "smtp.auth-failed"],
  param: "mms.mail.hostname",
  company: ["smtp.*", "network.*", "alert.*", "cron.*"],
  perMinute: [1, 6],
  make: ({ random }) => ({
    thread: `mms_Worker-${random.whole(1, 50)}`,
    level: "ERROR",
    logger: "com.xgen.svc.core.email.SmtpMailer",
    method: "send:140",
    message: `Cannot send email ${random.hex(24)}`,
    more: javaTrace(random.pick(MAIL_EXCEPTIONS), seededRandom(21)),
  }),
};
const LDAP: Subsystem = {
  rules: ["ldap.unreachable", "ldap.bind-rejected"],
  param: "mms.ldap.url",
  company: ["ldap.*", "network.*", "tls.*", "access.auth-burst", "login.*"],
  perMinute: [2, 8],
  make: (world) => ({
    thread: jetty(world),
    level: "ERROR",
    logger: "com.xgen.svc.mms.svc.user.UserSvcLdap",
    method: "authenticate:233",
    message: "Cannot look up user",
    more: javaTrace(world.random.pick(LDAP_EXCEPTIONS), seededRandom(22)),
  }),
};
const SAML: Subsystem = {
  rules: ["saml.response-rejected"],
  param: "mms.saml.x509.cert",
  company: ["saml.*", "access.auth-burst", "login.*"],
  perMinute: [2, 8],
  make: (world) => ({
    thread: jetty(world),
    level: "WARN",
    logger: "com.xgen.svc.mms.auth.SamlSvc",
    method: "consume:98",
    message: `${world.random.pick(SAML_MESSAGES)}, session ${world.random.hex(16)}`,
  }),
};

/** A mail setting is changed: no email leaves. */
export function mailSetting(world: World): Trouble {
  return setting(world, MAIL);
}

/** An LDAP setting is changed: nobody can sign in. */
export function ldapSetting(world: World): Trouble {
  return setting(world, LDAP);
}

/** A SAML setting is changed: responses are rejected. */
export function samlSetting(world: World): Trouble {
  return setting(world, SAML);
}

/** The mail server is gone, and nobody did anything. */
export function mailWithoutEvent(world: World): Trouble {
  return broken(world, MAIL, []);
}

/** A log level is raised and left so. */
export function debugLeftOn(world: World): Trouble {
  const { random } = world;
  const span = { ...troubleSpan(world, 1, 2), toMs: world.span.toMs };
  const causes = [
    act(world, random.pick(world.people), { timeMs: span.fromMs - 1500, type: "LOG_LEVEL_CHANGE" }),
  ];
  const opening = {
    timeMs: span.fromMs + random.between(60_000, 300_000),
    type: "LOG_DEBUG_OVERRIDE_ACTIVE",
  };
  alert(world, opening, null);
  const rate = Math.min(30, world.pace.records * 2);
  const [onset = span.fromMs] = repeatRecord(world, {
    span,
    perMinute: rate,
    make: (timeMs) => ({
      thread: jetty(world),
      level: "DEBUG",
      logger: "com.xgen.svc.mms.svc.automation.ConfigAssembler",
      method: `assemble:${random.pick([61, 77, 93])}`,
      message: random.pick([
        `Assembling configuration of ${random.hex(24)}`,
        `Merged ${random.whole(1, 60)} processes in ${timeMs % 90} ms`,
        "Cache miss",
      ]),
    }),
  });
  const finding = { rules: ["log.debug-left-on"], hosts: null, gids: null, onset, causes };
  return { expected: [finding], acceptable: USUAL_COMPANY, busy: [], span };
}

function setting(world: World, subsystem: Subsystem): Trouble {
  const { random } = world;
  const { param } = subsystem;
  const timeMs = troubleSpan(world, 1, 2).fromMs;
  const params = [{ display: param, param, old: "old", new: "new" }];
  const causes = [act(world, random.pick(world.people), {
    timeMs,
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    fields: random.chance(0.6) ? { diffs: [{ id: param, status: "MODIFIED", params }] } : {},
  })];
  return broken(world, subsystem, causes, timeMs + random.between(10_000, 600_000));
}

function broken(
  world: World,
  { rules, company, perMinute, make }: Subsystem,
  causes: readonly string[],
  fromMs: number = troubleSpan(world, 1, 2).fromMs,
): Trouble {
  const { random } = world;
  const span = { fromMs, toMs: Math.min(world.span.toMs, fromMs + random.between(20, 80) * 60_000) };
  const rate = random.between(...perMinute);
  const [onset = fromMs] = repeatRecord(world, { span, perMinute: rate, make: () => make(world) });
  const finding = { rules, hosts: namesOf(world.hosts), gids: null, onset, causes };
  return { expected: [finding], acceptable: [...USUAL_COMPANY, ...company], busy: [], span };
}
