import { hostname } from "node:os";
import { connect, type TLSSocket } from "node:tls";
import type { AuditStreamSettings } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { eventLine } from "../../audit/line.ts";
import { version } from "../../base/version.ts";
import type { AuditRow } from "../../store/migrations/schema.ts";

type Server = Extract<AuditStreamSettings, { kind: "syslog" }>;

/** Log audit (RFC 5424 6.2.1). */
const facility = 13;
const warning = 4;
const notice = 5;

/** How long the other side may be silent, in milliseconds. */
const patience = 10_000;

/** Names in a syslog header are printable ASCII without spaces (RFC 5424 6). */
const headerWord = (word: string, most: number): string => word.replaceAll(/[^!-~]/gu, "?").slice(0, most) || "-";

const utf8Mark = "\uFEFF";

/** One event as RFC 5424 has it: its number and its action in the header, all of it as JSON in the message. */
export function syslogMessage(row: AuditRow): string {
  const severity = row.result === "refused" || row.result === "failed" ? warning : notice;
  const head = [
    `<${facility * 8 + severity}>1`,
    new Date(row.at).toISOString(),
    headerWord(hostname(), 255),
    "countersign",
    "-",
    headerWord(row.action, 32),
    `[meta sequenceId="${row.seq % 2_147_483_647 || 1}"][origin software="Countersign" swVersion="${version}"]`,
  ];
  return `${head.join(" ")} ${utf8Mark}${eventLine(row)}`;
}

/** A message with its length before it (RFC 6587 3.4.1, as RFC 5425 4.3 requires). */
export function framed(message: string): Buffer {
  const bytes = Buffer.from(message, "utf8");
  return Buffer.concat([Buffer.from(`${bytes.length} `, "latin1"), bytes]);
}

const reasons: Readonly<Record<string, Text>> = {
  ECONNREFUSED: text("auditStreams.refused"),
  ENOTFOUND: text("auditStreams.notFound"),
  EAI_AGAIN: text("auditStreams.notFound"),
  ENETUNREACH: text("auditStreams.unreachable"),
  EHOSTUNREACH: text("auditStreams.unreachable"),
  ETIMEDOUT: text("auditStreams.silent"),
  ECONNRESET: text("auditStreams.broken"),
  EPIPE: text("auditStreams.broken"),
};

/** Of a certificate that is not trusted: Node's own codes. */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/u;

function explained(thrown: NodeJS.ErrnoException): AppError {
  const code = thrown.code ?? "";
  const why = untrusted.test(code) ? text("auditStreams.untrusted") : (reasons[code] ?? text("auditStreams.broken"));
  return new AppError("DESTINATION_UNREACHABLE", { text: why, cause: thrown });
}

function connected({ host, port, ca }: Server, signal: AbortSignal): TLSSocket {
  const socket = connect({
    host,
    port,
    ...(ca === null ? {} : { ca }),
    // An address has no name to ask for.
    ...(/^[\d.]+$|:/u.test(host) ? {} : { servername: host }),
    minVersion: "TLSv1.2",
  });
  socket.setTimeout(patience, () => socket.destroy(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })));
  signal.addEventListener("abort", () => socket.destroy(signal.reason as Error), { once: true });
  return socket;
}

/**
 * Sends events over TLS (RFC 5425) and waits until the other side has read them: it closes the connection only after it
 * has read our end of it. A connection that ends in any other way has sent nothing for certain.
 *
 * @throws AppError DESTINATION_UNREACHABLE, CANCELLED
 */
export async function sendToSyslog(server: Server, events: readonly AuditRow[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const socket = connected(server, signal);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("secureConnect", () => {
    for (const event of events) socket.write(framed(syslogMessage(event)));
    socket.end();
  });
  // Nothing comes from a syslog server, but what does must be read, or its end is never seen.
  socket.resume();
  let isRead = false;
  socket.once("end", () => (isRead = socket.writableFinished));
  socket.once("error", (thrown: NodeJS.ErrnoException) => reject(signal.aborted ? thrown : explained(thrown)));
  socket.once("close", (failed) => {
    if (isRead && !failed) resolve();
    else reject(explained(new Error("closed too early")));
  });
  await promise;
}
