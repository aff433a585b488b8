import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format, Outgoing, Piece } from "../format.ts";
import { fileNameOf } from "../names.ts";
import type { Source } from "../source.ts";

/*
 * The file of google-authenticator-libpam, one a person (src/pam_google_authenticator.c): the key in base32, lines of
 * options that begin with `" `, then scratch codes. Whose it is, only its place says.
 */

/** Larger ones are refused there. */
const most = 64 * 1024;

const options = /^" (?:TOTP_AUTH|HOTP_COUNTER|RATE_LIMIT|WINDOW_SIZE|DISALLOW_REUSE|STEP_SIZE)(?:[ \t\r]|$)/mu;

/** The first line is a key, and an option of this program follows. */
const detect = ({ headText, size }: Source): boolean =>
  headText !== null &&
  size <= most &&
  /^[A-Za-z0-9 -]{2,2000}={0,6}\r?\n(?:\s*\n)*" /u.test(headText) &&
  options.test(headText);

/** The first line of its name counts there. */
function optionsOf(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name, value = ""] = /^" (\S+)[ \t]*(.*)$/u.exec(line) ?? [];
    if (name !== undefined && !found.has(name)) found.set(name, value.trim());
  }
  return found;
}

/**
 * Codes of eight digits of which the first is not 0. Whatever else stands on a line of its own ends the list there: what
 * comes after it is dead.
 */
function scratchCodesOf(lines: readonly string[]): { live: string[]; dead: number } {
  const codes = lines.filter((line) => line !== "" && !line.startsWith('"'));
  const end = codes.findIndex((code) => !/^[1-9]\d{7}$/u.test(code));
  const live = end < 0 ? codes : codes.slice(0, end);
  return { live, dead: codes.slice(live.length).filter((code) => code.trim() !== "").length };
}

const whole = (written: string | undefined): number | undefined =>
  written === undefined ? undefined : /^\d{1,16}$/u.test(written) ? Number(written) : NaN;

/** Of the steps that cannot be used again, the last. */
function lastStepOf(steps: string | undefined): number | undefined {
  const found = (steps ?? "").split(/\s+/u).filter((step) => /^\d{1,12}$/u.test(step));
  return found.length === 0 ? undefined : Math.max(...found.map(Number));
}

function notKept(found: ReadonlyMap<string, string>, dead: number): Text[] {
  const lost: Text[] = [];
  if (found.has("RATE_LIMIT") || found.has("WINDOW_SIZE")) lost.push(text("formats.limits"));
  if (Number(found.get("TIME_SKEW") ?? 0) !== 0) lost.push(text("formats.drift"));
  if (dead > 0) lost.push(text("formats.deadCodes", { count: dead }));
  return lost;
}

/** As the program reads a key: what is mistyped most is what it looks like. */
const keyOf = (line: string): string => line.replaceAll("0", "O").replaceAll("1", "L").replaceAll("8", "B");

/** A counter above 0 counts before `TOTP_AUTH` there; null: neither. */
function kindOf(found: ReadonlyMap<string, string>): "totp" | "hotp" | null {
  if ((whole(found.get("HOTP_COUNTER")) ?? 0) > 0) return "hotp";
  if (found.has("TOTP_AUTH")) return "totp";
  return found.has("HOTP_COUNTER") ? "hotp" : null;
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  const [key = "", ...lines] = (await source.text(most)).split("\n").map((line) => line.replace(/\r+$/u, ""));
  if (key === "") throw damaged(text("formats.noKeyLine"));
  const found = optionsOf(lines);
  const codes = scratchCodesOf(lines);
  const kind = kindOf(found);
  if (kind === null) {
    yield { at: 1, type: "", fault: text("formats.kindMissing") };
    return;
  }
  const common = {
    at: 1,
    type: kind,
    secret: { base32: keyOf(key) },
    algorithm: "SHA1",
    digits: 6,
    backupCodes: codes.live,
    notKept: notKept(found, codes.dead),
  };
  yield kind === "hotp"
    ? { ...common, counter: whole(found.get("HOTP_COUNTER")) }
    : { ...common, period: whole(found.get("STEP_SIZE")) ?? 30, lastStep: lastStepOf(found.get("DISALLOW_REUSE")) };
}

/** The usual window has one step before and one after the current one. */
const before = 2;

function linesFor({ seed, kind, counter, period, lastStep, drift }: Outgoing): string[] {
  const key = base32nopad.encode(seed);
  // What the program's own set-up proposes: three attempts in half a minute.
  const limit = '" RATE_LIMIT 3 30';
  if (kind === "hotp") return [key, limit, `" HOTP_COUNTER ${counter}`];
  const used = lastStep === null ? [] : Array.from({ length: before + 1 }, (_, index) => lastStep - before + index);
  const reuse = ['" DISALLOW_REUSE', ...used.filter((step) => step > 0)].join(" ");
  const step = period === 30 ? [] : [`" STEP_SIZE ${period}`];
  const skew = drift === 0 ? [] : [`" TIME_SKEW ${drift}`];
  return [key, limit, reuse, '" TOTP_AUTH', ...step, ...skew];
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  for await (const outgoing of entries) {
    yield {
      file: outgoing.username,
      data: linesFor(outgoing)
        .map((line) => `${line}\n`)
        .join(""),
    };
  }
}

/** The program skips codes before number 1, whatever the file says. */
const refuses = ({ kind, counter, username }: Outgoing): Text | null =>
  kind === "hotp" && counter === 0 ? text("formats.counterZero") : fileNameOf(username);

/** The files of google-authenticator-libpam: `~/.google_authenticator`, or one a person in a folder. */
export const googleAuthenticator: Format = {
  id: "google-authenticator",
  title: "google-authenticator-libpam",
  read: { detect, read },
  write: {
    form: "folder",
    extension: "",
    plain: true,
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: ["SHA1"],
      digits: [6],
      periods: [30, 60],
      keyBytes: { least: 1, most: 1024 },
      owner: true,
      perPerson: 1,
      refuses,
    },
    settings: [],
    warnings: [text("formats.googleAuthenticatorOwner"), text("formats.googleAuthenticatorCounter")],
    write,
  },
};
