import { Algorithm, Digits, Period, type TokenKind } from "#shared/model/records.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Entry, RefusedEntry } from "./format.ts";
import { seedOf } from "./secret.ts";

/** What is shown of a name; longer ones are in no program's export. */
const longest = 200;

/** One line, with nothing invisible in it. */
function oneLine(name: string | undefined): string {
  // Most names are of plain letters, and of a large file each entry has several.
  if (name === undefined || /^[ -~]*$/u.test(name)) return (name ?? "").trim().slice(0, longest);
  return name
    .toWellFormed()
    .normalize("NFC")
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, longest);
}

/** `hmac-sha-1`, `HmacSHA256`, `sha512` … Nothing else is taken for one of the three (RFC 6238 section 1.2). */
export function algorithmOf(written: string | undefined): Algorithm | null {
  if (written === undefined || written.trim() === "") return "SHA1";
  const bare = written
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, "")
    .replace(/^HMAC/u, "");
  return Algorithm.safeParse(bare).data ?? null;
}

const kindOf = (type: string): TokenKind | null => {
  const bare = type.trim().toLowerCase();
  return bare === "totp" || bare === "hotp" ? bare : null;
};

interface Parameters {
  kind: TokenKind;
  algorithm: Algorithm;
  digits: Digits;
  period: Period;
  counter: number | null;
}

const isCounter = (counter: number): boolean => Number.isSafeInteger(counter) && counter >= 0;

/** The parameters with their defaults (Key URI format), or why the console has no such authenticator. */
function parametersOf(given: Candidate): Parameters | Text {
  const kind = kindOf(given.type);
  const type = oneLine(given.type);
  if (kind === null) return type === "" ? text("formats.kindMissing") : text("formats.kindUnknown", { type });
  const algorithm = algorithmOf(given.algorithm);
  if (algorithm === null) return text("formats.algorithmUnknown", { algorithm: oneLine(given.algorithm) });
  if (Number.isNaN(given.digits) || (kind === "totp" && Number.isNaN(given.period))) {
    return text("formats.numberUnreadable");
  }
  const digits = Digits.safeParse(given.digits ?? 6).data;
  if (digits === undefined) return text("formats.digitsUnknown", { digits: given.digits ?? 0 });
  if (kind === "hotp") {
    if (given.counter === undefined) return text("formats.counterMissing");
    if (!isCounter(given.counter)) return text("formats.counterUnknown");
    return { kind, algorithm, digits, period: 30, counter: given.counter };
  }
  const period = Period.safeParse(given.period ?? 30).data;
  if (period === undefined) return text("formats.periodUnknown", { period: given.period ?? 0 });
  return { kind, algorithm, digits, period, counter: null };
}

const ownerOf = ({ owner = {} }: Candidate): Entry["owner"] => ({
  username: oneLine(owner.username),
  name: oneLine(owner.name),
  email: oneLine(owner.email),
  externalId: oneLine(owner.externalId),
});

/**
 * Whether an entry can be kept as it is. What its file leaves out is what every program takes it for: SHA-1, 6 digits,
 * 30 seconds (Key URI format). Nothing is changed to something near.
 */
export function judge(given: Candidate): Entry | RefusedEntry {
  const { at } = given;
  const names = { issuer: oneLine(given.issuer), account: oneLine(given.account) };
  const refused = (reason: Text): RefusedEntry => ({
    verdict: "refused",
    at,
    ...names,
    type: oneLine(given.type),
    reason,
  });
  if (given.fault) return refused(given.fault);
  const parameters = parametersOf(given);
  if ("key" in parameters) return refused(parameters);
  const seed = seedOf(given.secret);
  if ("key" in seed) return refused(seed);
  const { lastStep } = given;
  return {
    verdict: "kept",
    at,
    ...names,
    ...parameters,
    label: oneLine(given.label),
    seed,
    lastStep: parameters.kind === "totp" && lastStep !== undefined && isCounter(lastStep) ? lastStep : null,
    serial: oneLine(given.serial),
    model: oneLine(given.model),
    owner: ownerOf(given),
    disabled: given.disabled ?? false,
    backupCodes: given.backupCodes ?? [],
    notKept: given.notKept ?? [],
  };
}
