/** How the frames of a trace end: in a request, a thread pool, or a call of the database driver. */
export type TraceBottom = "jetty" | "pool" | "driver";

/** Frames below the application's own, as threads of each kind end. JDK and Jetty names are the real ones. */
const BOTTOMS: Readonly<Record<TraceBottom, readonly string[]>> = {
  jetty: [
    "org.eclipse.jetty.servlet.ServletHolder.handle(ServletHolder.java:764)",
    "org.eclipse.jetty.servlet.ServletHandler.doHandle(ServletHandler.java:529)",
    "org.eclipse.jetty.server.handler.ScopedHandler.handle(ScopedHandler.java:131)",
    "org.eclipse.jetty.server.handler.HandlerWrapper.handle(HandlerWrapper.java:122)",
    "org.eclipse.jetty.server.Server.handle(Server.java:563)",
    "org.eclipse.jetty.server.HttpChannel.handle(HttpChannel.java:501)",
    "org.eclipse.jetty.util.thread.QueuedThreadPool.runJob(QueuedThreadPool.java:969)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
  pool: [
    "java.base/java.util.concurrent.FutureTask.run(FutureTask.java:317)",
    "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)",
    "java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:642)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
  driver: [
    "com.mongodb.internal.connection.BaseCluster.selectServer(BaseCluster.java:139)",
    "com.mongodb.client.internal.ClientSessionBinding.getConnectionSource(ClientSessionBinding.java:87)",
    "com.mongodb.internal.operation.FindOperation.execute(FindOperation.java:292)",
    "com.mongodb.client.internal.MongoIterableImpl.first(MongoIterableImpl.java:119)",
    "com.xgen.svc.common.dao.BaseDao.findOne(BaseDao.java:203)",
    "java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)",
    "java.base/java.lang.Thread.run(Thread.java:1583)",
  ],
};

/** An exception to print. */
export interface TraceSource {
  /** Class, a colon and the message, as printed. */
  readonly exception: string;
  /** Application frames, `Class.method`, innermost first; the package is `com.xgen.svc`. */
  readonly frames: readonly string[];
  /** How the frames end. */
  readonly bottom: TraceBottom;
  /** The exception behind it. */
  readonly cause?: { readonly exception: string; readonly frames: readonly string[] };
}

function frame(call: string, index: number): string {
  const [className = "", method = ""] = call.split(".");
  const line = 60 + (call.length * 37 + index * 11) % 700;
  return `\tat com.xgen.svc.mms.svc.${className}.${method}(${className}.java:${line})`;
}

/** Prints a stack trace as logback does. */
export function stackTrace(source: TraceSource): string {
  const bottom = BOTTOMS[source.bottom].map((call) => `\tat ${call}`);
  const { cause } = source;
  const causeLines = cause === undefined ? [] : [
    `Caused by: ${cause.exception}`,
    ...cause.frames.map(frame),
    `\t... ${bottom.length} common frames omitted`,
  ];
  return [source.exception, ...source.frames.map(frame), ...bottom, ...causeLines].join("\n");
}
