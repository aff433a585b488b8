import { z } from "zod";
import { AppError } from "#shared/errors.ts";
import { issueOf, textOfIssue } from "#shared/texts/issues.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { InputStream } from "./io.ts";

/** Far more than these secrets need. */
const maxBytes = 64 * 1024;

const secret = z.string(issueOf(text("cliSecrets.mustBeString")));

/** What a script may give: one JSON object on stdin. */
const StdinSecrets = z.strictObject({
  password: secret.optional(),
  code: secret.optional(),
  /** The code after `code`, to resynchronise. */
  secondCode: secret.optional(),
  /** The code after `secondCode`, for an authenticator that is far off. */
  thirdCode: secret.optional(),
  backupCode: secret.optional(),
  passphrase: secret.optional(),
  recoveryKey: secret.optional(),
  /** A backup key: `AGE-SECRET-KEY-1…`. */
  identity: secret.optional(),
  /** Of a bucket. */
  accessKeyId: secret.optional(),
  secretAccessKey: secret.optional(),
  /** Of a hardware token. */
  seed: secret.optional(),
  /** A new recovery key, typed in from its written copy. */
  newRecoveryKey: secret.optional(),
  /** Shares of a new recovery key, separated by spaces. */
  newShares: secret.optional(),
  newPassword: secret.optional(),
  newPassphrase: secret.optional(),
  /** One-time code of an invitation. */
  invitation: secret.optional(),
  /** A code or backup code before a sensitive action. */
  freshCode: secret.optional(),
  /** Shares of the recovery key, separated by spaces. */
  shares: secret.optional(),
  /** The second administrator, who approves. */
  approver: secret.optional(),
  approverPassword: secret.optional(),
  /** A code or a backup code. */
  approverCode: secret.optional(),
});
export type StdinSecrets = z.infer<typeof StdinSecrets>;
export type SecretName = keyof StdinSecrets;

const secretNames = Object.keys(StdinSecrets.shape) as SecretName[];

const refuse = (problem: Text, fields: Record<string, Text> = { stdin: problem }) =>
  new AppError("INVALID_INPUT", {
    text: sentences(text("cliSecrets.oneObject"), problem),
    fields,
  });

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxBytes) throw refuse(text("cliSecrets.tooLarge", { size: maxBytes / 1024 }));
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** @throws AppError INVALID_INPUT; its message never repeats what was read */
export function parseSecrets(bytes: Uint8Array): StdinSecrets {
  let value: unknown;
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (content.trim() === "") throw refuse(text("cliSecrets.empty"));
    value = JSON.parse(content);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The parser's own message quotes its input, so it is not kept as the cause.
    throw refuse(text("cliSecrets.notJson"));
  }
  const parsed = StdinSecrets.safeParse(value);
  if (parsed.success) return parsed.data;

  const problems: [field: string, problem: Text][] = [];
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      problems.push(...issue.keys.map((key): [string, Text] => [key.slice(0, 64), text("cliSecrets.unknownKey")]));
    } else if (issue.path.length > 0) {
      problems.push([issue.path.join("."), textOfIssue(issue)]);
    }
  }
  if (problems.length === 0) throw refuse(text("cliSecrets.notAnObject"));
  throw refuse(text("cliSecrets.knownKeys", { keys: secretNames }), Object.fromEntries(problems));
}

/**
 * Reads to the end of the stream.
 * @throws AppError INVALID_INPUT, CANCELLED
 */
export async function readSecrets(stream: InputStream, signal: AbortSignal): Promise<StdinSecrets> {
  const cancelled = Promise.withResolvers<never>();
  const onAbort = () => cancelled.reject(new AppError("CANCELLED"));
  if (signal.aborted) throw new AppError("CANCELLED");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return parseSecrets(await Promise.race([readAll(stream), cancelled.promise]));
  } finally {
    signal.removeEventListener("abort", onAbort);
    // A writer that never closes its end must not keep the process alive.
    stream.destroy?.();
  }
}
