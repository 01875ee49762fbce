import { ProgressBoard } from "../waiting/progress_board.ts";
import { streamProgress } from "../waiting/stream_progress.ts";
import { type ApiRoute, apiRoute } from "./api_route.ts";
import { objectSchema } from "./api_schema.ts";

const TEXT = { type: "string" };
const COUNT = { type: "integer", minimum: 0 };

/** How far the case is: it is there. Before, the waiting app answers the same address. */
export const PROGRESS_ROUTE: ApiRoute = apiRoute({
  path: "/progress",
  summary: "How far the case is, as server-sent events: progress, at last done or failed",
  parameters: {},
  schema: {
    description: "The data of an event: of progress, done, failed.",
    anyOf: [
      objectSchema({
        phase: { enum: ["reading", "analyzing", "opening"] },
        doneBytes: COUNT,
        totalBytes: { anyOf: [COUNT, { type: "null" }] },
        text: TEXT,
      }),
      objectSchema({}),
      objectSchema({ message: TEXT, remedy: TEXT }),
    ],
  },
  media: "text/event-stream",
  answer: () => {
    const board = new ProgressBoard(() => 0);
    board.tell({ kind: "done" });
    return streamProgress(board);
  },
});
