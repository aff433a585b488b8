import { errorCodes } from "#shared/errors.ts";
import { errnoNames } from "../base/errors/fs.ts";
import { codeOfResult } from "../base/errors/sqlite.ts";
import { scrub } from "./scrub.ts";

/** A fact as it is written: a primitive, or what replaces something else. */
type Fact = string | number | boolean | null | ErrorFacts;

export interface ErrorFacts {
  name: string;
  code?: string;
  message: string;
  /** Where it was thrown: frames without the message. */
  stack?: string[];
  cause?: ErrorFacts | string;
  /** Of an AggregateError; the first ones. */
  errors?: (ErrorFacts | string)[];
}

const redacted = "[redacted]";
const maxDepth = 5;
const maxFrames = 12;
const maxErrors = 5;
const maxFacts = 40;

/** Words in a name that mean that the value is, or leads to, a secret. */
const secretWords: ReadonlySet<string> = new Set(
  [
    ["password", "passwords", "passphrase", "passphrases", "passwd", "pwd", "pass", "pin", "pins"],
    ["secret", "secrets", "seed", "seeds", "key", "keys", "code", "codes", "token", "tokens", "otp", "totp"],
    ["uri", "uris", "url", "urls", "otpauth", "recovery", "mac", "macs", "hash", "hashes", "salt", "pepper"],
    ["credential", "credentials", "auth", "authorization", "cookie", "nonce", "iv", "tag", "input", "output", "body"],
    ["data", "value", "values", "text", "clipboard", "sql", "params", "parameters", "argv", "env", "answer", "qr"],
  ].flat(),
);
const secretEnding = /(?:password|passphrase|secret|seed|key|code|token|otp|uri)s?$/u;

const plainName = /^[A-Za-z][A-Za-z0-9_.-]{0,47}$/u;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/gu, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/u);
}

const namesSecret = (name: string): boolean =>
  wordsOf(name).some((word) => secretWords.has(word) || secretEnding.test(word));

/** A code that the console, SQLite, the system or Node defines. */
const errorCode: ReadonlySet<string> = new Set([...errorCodes, ...errnoNames]);
const nodeCode = /^ERR(?:_[A-Z0-9]{1,15}){1,8}$/u;

const isErrorCode = (text: string): boolean =>
  errorCode.has(text) || codeOfResult(text) !== undefined || nodeCode.test(text);

/**
 * The facts of one entry: only primitive values pass, under names that are not a secret's; text is scrubbed. Errors
 * become their name, code, scrubbed message, frames and causes; anything else is named by its kind. Never throws,
 * whatever it is given.
 */
export function redactFacts(facts: Record<string, unknown>): Record<string, Fact> {
  const entries = Object.entries(Object.getOwnPropertyDescriptors(facts)).filter(([, { enumerable }]) => enumerable);
  const shown = entries.slice(0, maxFacts).map(([name, property]): [string, Fact] => {
    const plain = plainName.test(name) && scrub(name) === name ? name : "[name]";
    return [plain, "value" in property ? redactFact(name, property.value) : "[getter]"];
  });
  return Object.fromEntries(shown);
}

function redactFact(name: string, value: unknown): Fact {
  if (value instanceof Error) return errorFacts(value, maxDepth);
  if (value === null || typeof value === "boolean") return value;
  if (namesSecret(name)) return shownAnyway(name, value) ? value : redacted;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return scrub(String(value));
  return typeof value === "string" ? scrub(value) : kindOf(value);
}

/** Under a secret's name: a code of an error, and an id if the name says so (`tokenId`). */
function shownAnyway(name: string, value: unknown): value is string {
  if (typeof value !== "string") return false;
  return isErrorCode(value) || (/Ids?$/u.test(name) && uuid.test(value));
}

function kindOf(value: unknown): string {
  if (value === undefined) return "[undefined]";
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return `[list of ${value.length}]`;
  return `[${typeof value}]`;
}

/** @param depth how many causes deep */
export function errorFacts(error: Error, depth = maxDepth): ErrorFacts {
  try {
    return readError(error, depth);
  } catch (unreadable) {
    // An error with a getter that throws.
    return { name: "Error", message: `[unreadable: ${typeof unreadable}]` };
  }
}

function readError(error: Error, depth: number): ErrorFacts {
  // An error can have any values for these.
  const { name, message, stack, cause } = error as unknown as Record<keyof Error, unknown>;
  const code = "code" in error ? error.code : undefined;
  const facts: ErrorFacts = { name: scrub(String(name)), message: scrub(String(message)) };
  if (typeof code === "string") facts.code = isErrorCode(code) ? code : redacted;
  const frames = framesOf(stack);
  if (frames.length > 0) facts.stack = frames;
  if (cause !== undefined) facts.cause = inner(cause, depth);
  if (error instanceof AggregateError) {
    facts.errors = (error.errors as unknown[]).slice(0, maxErrors).map((one) => inner(one, depth));
  }
  return facts;
}

function inner(cause: unknown, depth: number): ErrorFacts | string {
  if (!(cause instanceof Error)) return kindOf(cause);
  return depth === 0 ? "[further causes]" : errorFacts(cause, depth - 1);
}

/** A file's position, with or without a function's name before it. A message can contain such lines too. */
const frame = /^\s+at (?:[^()\n]* )?\(?((?:file:\/\/|node:|app:\/\/|\/|[A-Za-z]:\\)[^()\n]*):(\d{1,6}:\d{1,6})\)?$/u;

/** The file with its last folders and the position: enough to find the line, without an account's name. */
function framesOf(stack: unknown): string[] {
  if (typeof stack !== "string") return [];
  const places = stack.split("\n").flatMap((text) => {
    const [, file, position] = frame.exec(text) ?? [];
    if (file === undefined) return [];
    const folders = file.split(/[/\\]/u).slice(-3);
    return [`${folders.map((part) => scrub(part)).join("/")}:${position}`];
  });
  return places.slice(0, maxFrames);
}
