import { text } from "#shared/texts/text.ts";
import type { Candidate } from "../format.ts";
import { type Field, readMessage } from "./protobuf.ts";

/*
 * What Google Authenticator shows as QR codes to carry accounts over: `otpauth-migration://offline?data=` and a protobuf in
 * base64. Nobody has published its description; that in 2FAS (google_authenticator.proto) and in Aegis (google_auth.proto) agree.
 */

/** One address: a part of what was carried over at once. */
export interface Part {
  /** Of the export: the same in all of its parts. */
  readonly batch: string;
  /** From 0. */
  readonly index: number;
  /** How many parts there are. */
  readonly parts: number;
  readonly entries: readonly Candidate[];
  /** False: the address is cut off or changed, and `entries` are those before that place. */
  readonly whole: boolean;
}

/** By their numbers. Zero is what the sender leaves out. */
const algorithms = [undefined, "SHA1", "SHA256", "SHA512", "MD5"];
const digitCounts = [undefined, 6, 8];
const types = ["totp", "hotp", "totp"];

/** The last one counts (Protocol Buffers, "Last One Wins"). */
function valueOf(fields: readonly Field[], number: number): bigint | Uint8Array | undefined {
  return fields.findLast((field) => field.number === number)?.value;
}

function numberOf(fields: readonly Field[], number: number): number {
  const value = valueOf(fields, number);
  return typeof value === "bigint" ? Number(value) : 0;
}

function bytesOf(fields: readonly Field[], number: number): Uint8Array {
  const value = valueOf(fields, number);
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

const textOf = (fields: readonly Field[], number: number): string =>
  new TextDecoder().decode(bytesOf(fields, number)).trim();

/** The name often repeats the issuer: `Issuer:account`. */
function namesOf(issuer: string, name: string): { issuer: string; account: string } {
  const colon = name.indexOf(":");
  const before = name.slice(0, colon).trim();
  if (colon < 0 || (issuer !== "" && before !== issuer)) return { issuer, account: name };
  return { issuer: before, account: name.slice(colon + 1).trim() };
}

function entryOf(bytes: Uint8Array): Candidate {
  const { fields, whole } = readMessage(bytes);
  const [algorithm, digits, type] = [numberOf(fields, 4), numberOf(fields, 5), numberOf(fields, 6)];
  const names = namesOf(textOf(fields, 3), textOf(fields, 2));
  if (!whole || digits < 0 || digits >= digitCounts.length) {
    return { at: 0, type: types[type] ?? String(type), ...names, fault: text("formats.entryUnreadable") };
  }
  return {
    at: 0,
    type: types[type] ?? String(type),
    ...names,
    secret: { bytes: bytesOf(fields, 1) },
    algorithm: algorithm in algorithms ? algorithms[algorithm] : String(algorithm),
    digits: digitCounts[digits],
    // A counter of 0 is not written (proto3): what is not there is 0.
    counter: numberOf(fields, 7),
  };
}

/** Base64 in an address: percent-encoded or not, with a blank for a plus, or in the alphabet for addresses. */
function dataOf(written: string): Buffer | null {
  const [, query = ""] = /^\s*otpauth-migration:\/\/[^?]*\?(.*)$/isu.exec(written.trim()) ?? [];
  const given = query.split("&").find((part) => /^data=/iu.test(part));
  if (given === undefined) return null;
  const raw = given.slice("data=".length);
  const letters = raw.replaceAll(/%([0-9a-f]{2})/giu, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  const bare = letters.replaceAll(" ", "+").replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/u, "");
  return /^[A-Za-z0-9+/]*$/u.test(bare) ? Buffer.from(bare, "base64") : null;
}

/** `otpauth-migration://…` at the beginning of a line. */
export const looksLikeMigration = (written: string): boolean => /^\s*otpauth-migration:\/\//iu.test(written);

/** @param written one address @returns null where there is nothing in it */
export function readMigration(written: string): Part | null {
  const data = dataOf(written);
  if (data === null || data.length === 0) return null;
  const { fields, whole } = readMessage(data);
  const parameters = fields.filter(({ number, value }) => number === 1 && value instanceof Uint8Array);
  return {
    batch: String(valueOf(fields, 5) ?? 0),
    index: numberOf(fields, 4),
    parts: Math.max(1, numberOf(fields, 3)),
    entries: parameters.flatMap(({ value }) => (value instanceof Uint8Array ? [entryOf(value)] : [])),
    whole,
  };
}
