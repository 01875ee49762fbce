export type { OpsManagerOptions } from "./api_session.ts";
export type { RequestTrace } from "./request_sender.ts";
export type { RetryWait } from "./retry_ladder.ts";
