import type Protocol from "devtools-protocol";
import type { CdpSession } from "../cdp/connection.ts";

export interface ConsoleMessage {
  level: "info" | "warning" | "error" | "debug";
  message: string;
  lineNumber: number;
  sourceId: string;
}

const levels: Readonly<Record<string, ConsoleMessage["level"]>> = {
  assert: "error",
  debug: "debug",
  error: "error",
  verbose: "debug",
  warning: "warning",
};

const textOf = ({ value, unserializableValue, description }: Protocol.Runtime.RemoteObject): string => {
  if (typeof value === "string") return value;
  return unserializableValue ?? description ?? JSON.stringify(value) ?? "undefined";
};

/** What a page writes to its console, what it throws, and what Chromium reports about it. */
export function watchConsole(page: CdpSession, report: (message: ConsoleMessage) => void): void {
  page.on("Runtime.consoleAPICalled", ({ type, args, stackTrace }) => {
    const frame = stackTrace?.callFrames[0];
    report({
      level: levels[type] ?? "info",
      message: args.map(textOf).join(" "),
      lineNumber: (frame?.lineNumber ?? 0) + 1,
      sourceId: frame?.url ?? "",
    });
  });
  page.on("Runtime.exceptionThrown", ({ exceptionDetails }) => {
    const { text, exception, lineNumber, url } = exceptionDetails;
    const message = `${text} ${exception === undefined ? "" : textOf(exception)}`.trim();
    report({ level: "error", message, lineNumber: lineNumber + 1, sourceId: url ?? "" });
  });
  page.on("Log.entryAdded", ({ entry }) => {
    report({
      level: levels[entry.level] ?? "info",
      message: entry.text,
      lineNumber: (entry.lineNumber ?? 0) + 1,
      sourceId: entry.url ?? "",
    });
  });
}
