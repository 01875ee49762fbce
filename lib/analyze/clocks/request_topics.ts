/** What event types and the routes of the requests that make them are about; the routes of pages are not published. */
const TOPICS: readonly (readonly [type: RegExp, route: RegExp])[] = [
  [/LOGIN|PASSWORD|MULTI_FACTOR/, /\/(?:auth|login|saml|mfa)(?:\/|$)|password/],
  [
    /AUTOMATION_CONFIG|PROVISIONING|MONGODB_(?:USER|ROLE)|MAINTENANCE/,
    /automation|deploy|publish|maintenance|processes/,
  ],
  [
    /MONGODB_(?:USER|ROLE)|^USER_|_TEAM|^TEAM|JOINED|REMOVED_FROM|INVITED|ROLES/,
    /user|team|role|invit|member/,
  ],
  [/AGENT_API_KEY/, /agent-?_?api-?_?key/],
  [
    /ORG_API_KEY|PUBLIC_API|ACCESS_LIST|WHITELIST/,
    /(?:^|[^t])api-?_?key|access-?_?list|whitelist|publicapi|apiaccess/,
  ],
  [
    /^GROUP_|^FLUSHED/,
    /(?:groups?|projects?)(?:\/\{gid\}|\/\{id\})?\/?$|\/(?:groups?|projects?)(?:\/(?!\{)|$)/,
  ],
  [/^ORG_/, /orgs?(?:\/\{id\})?\/?$|\/orgs?\/\{id\}\/(?!api|teams?|users?|invit)/],
  [
    /^RS_|^CLUSTER_|SNAPSHOT|CLUSTERSHOT|RESTORE|SYNC_|_STORE_|DAEMON|GROOM|BREAK_JOB|JOB_CHANGE|BULK_HEAD/,
    /backup|snapshot|restore|blockstore|s3|oplog|sync|daemon|groom|checkpoint|jobs?(?:\/|$)/,
  ],
  [/HOST|DB_PROFILER|KILLOP|KILLSESSION/, /host|profil|kill/],
  [/ALERT/, /alert/],
  [/^LOG_|DEBUG/, /log-?_?level|logs?(?:\/|$)|logcollection/],
  [/DATA_EXPLORER/, /explorer/],
];
/** Topic of {@linkcode TOPICS} that nothing else goes with: to sign in changes nothing. */
export const LOGIN_TOPIC = 1;
/** Words of types that say nothing about the thing that was changed. */
const PLAIN_WORDS =
  /^(?:AUDIT|CONFIG|CHANGED?|UPDATED?|ADDED|CREATED|DELETED|REMOVED|REQUESTED|REQUIRED|ENABLED?|DISABLED?|FROM|WITH)$/;
const MIN_WORD_CHARS = 4;

/** Bits of the topics that an event type is about. */
export function topicsOfType(type: string): number {
  return bitsOf(([pattern]) => pattern.test(type));
}

/** Bits of the topics that a route template is about. */
export function topicsOfRoute(route: string): number {
  const path = route.toLowerCase();
  return bitsOf(([, pattern]) => pattern.test(path));
}

/** Words of an event type that name the thing that was changed, in lower case. */
export function wordsOfType(type: string): readonly string[] {
  return type.split("_").filter((word) => word.length >= MIN_WORD_CHARS && !PLAIN_WORDS.test(word)).map((
    word,
  ) => word.toLowerCase());
}

/** Letters of a route or a text, in lower case, in which such words may stand; nearly every route names a project. */
export function lettersOf(route: string): string {
  return route.toLowerCase().replace(/\/(?:groups?|orgs?)\/\{\w+\}/g, "").replace(/[^a-z]/g, "");
}

function bitsOf(isAbout: (topic: (typeof TOPICS)[number]) => boolean): number {
  return TOPICS.reduce((bits, topic, at) => isAbout(topic) ? bits | 1 << at : bits, 0);
}
