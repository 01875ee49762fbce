import type { RequestTrace } from "../../../fetch/http/request_sender.ts";
import type { RetryWait } from "../../../fetch/http/timing/retry_ladder.ts";
import { describeDuration } from "../../../report/describe_duration.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { START_OF_LINE } from "../../terminal/status_line.ts";

/** `OMLENS_DEBUG=1`: one line a request on stderr; never a header, never a body. */
export function traceRequest({ stderr }: Pick<CliIo, "stderr">): (trace: RequestTrace) => void {
  return ({ method, url, status, durationMs }) => {
    const start = stderr.isTerminal ? START_OF_LINE : "";
    stderr.write(
      `${start}${visibleText(`${method} ${url} ${status ?? "no answer"} ${Math.round(durationMs)} ms`)}\n`,
    );
  };
}

/** Says on a terminal why nothing happens for a while. */
export function tellWait({ stderr }: Pick<CliIo, "stderr">): (wait: RetryWait) => void {
  return ({ ms, why }) => {
    if (!stderr.isTerminal) return;
    stderr.write(`${START_OF_LINE}omlens: waits ${describeDuration(ms)}: ${visibleText(why)}\n`);
  };
}
