import { createHash, createPublicKey, type Hash, type KeyObject } from "node:crypto";
import { open } from "node:fs/promises";
import { z } from "zod";
import type { AuditFileReport } from "#shared/contract/audit.ts";
import { AppError } from "#shared/errors.ts";
import { crockfordKey } from "#shared/model/typed.ts";
import { text } from "#shared/texts/text.ts";
import { checkCode, fingerprintOf, isSignedBy, sha256, Statement, statementText } from "../audit/statement.ts";
import { sha256OfFile } from "../files/durable.ts";
import { readWhole } from "../base/read-whole.ts";
import { fileKind, proofBeside, proofKind } from "./file-kind.ts";
import { type Line, linesOf } from "./lines.ts";

type Problem = NonNullable<AuditFileReport["problem"]>;

/** What is wrong with a file; the first of it ends the check. */
class Broken extends Error {
  readonly problem: Problem;

  constructor(kind: Problem["kind"], at: Omit<Problem, "kind"> = {}) {
    super(kind);
    this.problem = { kind, ...at };
  }
}

/** Only as it was written: of the last letter, base64 ignores some bits. */
const Signature = z
  .base64()
  .refine((given) => Buffer.from(given, "base64").toString("base64") === given)
  .transform((given) => Buffer.from(given, "base64"));

const Head = z.strictObject({
  type: z.literal(fileKind),
  version: z.literal(1),
  store: z.string(),
  first: z.int().positive(),
  key: z.base64(),
});

const Checkpoint = z.strictObject({ checkpoint: Statement, signature: Signature });

const Proof = z.strictObject({
  type: z.literal(proofKind),
  version: z.literal(1),
  key: z.base64(),
  statement: z.strictObject({
    store: z.string(),
    at: z.iso.datetime(),
    first: z.int().positive(),
    seq: z.int().nonnegative(),
    file: Statement.shape.events,
    checkpoint: Statement.shape.events,
  }),
  signature: Signature,
});

function parsed<T>(schema: z.ZodType<T>, { bytes, number }: Line): T {
  try {
    return schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch {
    throw new Broken("unreadable", { line: number });
  }
}

const derOf = (key: KeyObject): Buffer => key.export({ format: "der", type: "spki" });

/** The file says itself that it is another console's. @param named base64 of DER */
function requireKey(key: KeyObject, named: string): void {
  if (derOf(key).toString("base64") !== named) throw new Broken("signature", { line: 1 });
}

/** One stretch while it is read. */
interface Reading {
  hash: Hash;
  /** The next event. */
  next: number;
  /** The first event of the stretch. */
  first: number;
}

const EventNumber = z.object({ seq: z.int().positive() });

function takeEvent(reading: Reading, line: Line): void {
  const { seq } = parsed(EventNumber, line);
  if (seq !== reading.next) throw new Broken("missing", { line: line.number, event: reading.next });
  reading.hash.update(line.bytes).update("\n");
  reading.next += 1;
}

/** @returns the statement's text */
function takeCheckpoint(reading: Reading, line: Line, key: KeyObject, store: string, before: string | null): string {
  const { checkpoint, signature } = parsed(Checkpoint, line);
  const words = statementText(checkpoint);
  if (!isSignedBy(words, signature, key)) throw new Broken("signature", { line: line.number });
  const { first } = reading;
  const last = reading.next - 1;
  const fits =
    checkpoint.store === store && checkpoint.first === first && (before ?? checkpoint.previous) === checkpoint.previous;
  if (!fits) throw new Broken("order", { line: line.number, event: first });
  if (checkpoint.seq !== last) throw new Broken("missing", { line: line.number, event: reading.next });
  if (checkpoint.events !== reading.hash.digest("hex")) throw new Broken("changed", { event: first, last });
  return words;
}

/** How far the check has come. */
interface Progress {
  report: AuditFileReport;
  wanted: string | null;
}

function noteCheckpoint({ report, wanted }: Progress, words: string, reading: Reading): void {
  report.checkpoints += 1;
  report.last = reading.next - 1;
  report.events = report.last - (report.first ?? 1) + 1;
  report.code = checkCode(words);
  if (wanted !== null && crockfordKey(report.code) === wanted) report.codeFound = true;
}

async function checkLines(file: string, key: KeyObject, progress: Progress): Promise<void> {
  let head: z.infer<typeof Head> | undefined;
  let reading: Reading | undefined;
  let before: string | null = null;
  for await (const line of linesOf(file)) {
    if (!head || !reading) {
      head = parsed(Head, line);
      requireKey(key, head.key);
      reading = { hash: createHash("sha256"), next: head.first, first: head.first };
      progress.report.first = head.first;
    } else if (line.bytes.subarray(0, 14).toString("latin1") === '{"checkpoint":') {
      const words = takeCheckpoint(reading, line, key, head.store, before);
      noteCheckpoint(progress, words, reading);
      before = sha256(words);
      reading = { hash: createHash("sha256"), next: reading.next, first: reading.next };
    } else takeEvent(reading, line);
  }
  if (!reading || !head) throw new Broken("unreadable", { line: 1 });
  if (before === null || reading.next !== reading.first) throw new Broken("cut", { event: reading.first });
}

/** A table, by the file that proves it. */
async function checkTable(file: string, key: KeyObject, { report }: Progress): Promise<void> {
  const bytes = await readWhole(proofBeside(file), 64 * 1024, text("auditFile.proof"));
  const { statement, signature, key: named } = parsed(Proof, { bytes, number: 1 });
  requireKey(key, named);
  if (!isSignedBy(JSON.stringify(statement), signature, key)) throw new Broken("signature", { line: 1 });
  report.first = statement.first;
  report.last = statement.seq;
  const digest = await sha256OfFile(file, new AbortController().signal);
  if (digest !== statement.file) throw new Broken("changed", { event: statement.first, last: statement.seq });
  report.events = statement.seq - statement.first + 1;
  report.checkpoints = 1;
}

/** @throws AppError INVALID_INPUT for what is no public key */
async function readKey(file: string): Promise<{ key: KeyObject; fingerprint: string }> {
  const pem = await readWhole(file, 16 * 1024, text("auditFile.key"));
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== "ed25519") throw new TypeError("another kind of key");
    return { key, fingerprint: fingerprintOf(derOf(key)) };
  } catch (cause) {
    throw new AppError("INVALID_INPUT", { text: text("auditFile.noKey"), cause });
  }
}

async function beginsAsLines(file: string): Promise<boolean> {
  await using handle = await open(file, "r");
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, 0);
  return bytesRead === 0 || buffer[0] === 0x7b;
}

/**
 * Checks an exported audit log with nothing but the public key of the console that wrote it. Memory does not grow with the
 * file.
 *
 * @param keyFile the public key as PEM
 * @param code a check code that somebody has on paper: the file must contain that checkpoint
 * @throws AppError INVALID_INPUT, FILE_NOT_FOUND, PERMISSION_DENIED, IO_ERROR
 */
export async function verifyAuditFile(file: string, keyFile: string, code?: string): Promise<AuditFileReport> {
  const { key, fingerprint } = await readKey(keyFile);
  const wanted = code === undefined ? null : crockfordKey(code);
  const report: AuditFileReport = {
    valid: false,
    events: 0,
    first: null,
    last: null,
    checkpoints: 0,
    key: fingerprint,
    code: null,
    codeFound: wanted === null ? null : false,
    problem: null,
  };
  try {
    await ((await beginsAsLines(file)) ? checkLines : checkTable)(file, key, { report, wanted });
  } catch (thrown) {
    if (!(thrown instanceof Broken)) throw thrown;
    report.problem = thrown.problem;
  }
  report.valid = report.problem === null && report.codeFound !== false;
  return report;
}
