import { base32nopad } from "@scure/base";
import { text, type Text } from "#shared/texts/text.ts";
import { toAppError } from "../../base/errors/to-app-error.ts";
import { damaged } from "../faults.ts";
import type { Candidate, Format, Outgoing, Piece } from "../format.ts";
import { fileNameOf } from "../names.ts";
import { filesOf, firstFileIn, isTar } from "../tar.ts";
import type { Source } from "../source.ts";

/*
 * The file of google-authenticator-libpam, one a person (src/pam_google_authenticator.c): the key in base32, lines of
 * options that begin with `" `, then scratch codes. Whose it is, only its place says.
 */

/** Larger ones are refused there. */
const most = 64 * 1024;

const options = /^" (?:TOTP_AUTH|HOTP_COUNTER|RATE_LIMIT|WINDOW_SIZE|DISALLOW_REUSE|STEP_SIZE)(?:[ \t\r]|$)/mu;

/** The first line is a key, and an option of this program follows. */
const isOne = (content: string): boolean =>
  /^[A-Za-z0-9 -]{2,2000}={0,6}\r?\n(?:\s*\n)*" /u.test(content) && options.test(content);

/** One file, or a tar of such files. */
const detect = ({ head, headText, size }: Source): boolean =>
  isTar(head)
    ? isOne(firstFileIn(head)?.toString("latin1") ?? "")
    : headText !== null && size <= most && isOne(headText);

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

/** @throws AppError FORMAT_UNREADABLE where it begins with no key */
function entryOf(content: string): Omit<Candidate, "at"> {
  const [key = "", ...lines] = content.split("\n").map((line) => line.replace(/\r+$/u, ""));
  if (key === "") throw damaged(text("formats.noKeyLine"));
  const found = optionsOf(lines);
  const codes = scratchCodesOf(lines);
  const kind = kindOf(found);
  if (kind === null) return { type: "", fault: text("formats.kindMissing") };
  const common = {
    type: kind,
    secret: { base32: keyOf(key) },
    algorithm: "SHA1",
    digits: 6,
    backupCodes: codes.live,
    notKept: notKept(found, codes.dead),
  };
  return kind === "hotp"
    ? { ...common, counter: whole(found.get("HOTP_COUNTER")) }
    : { ...common, period: whole(found.get("STEP_SIZE")) ?? 30, lastStep: lastStepOf(found.get("DISALLOW_REUSE")) };
}

/** Whose a file is, its name says: `ada`, or `ada/.google_authenticator` as it lies in a home. */
function ownerOf(path: string): string {
  const [name = "", folder = ""] = path.split(/[/\\]/u).toReversed();
  return name === ".google_authenticator" ? folder : name;
}

/** One of several files: why it cannot be read is told as its entry. */
async function entryOfPerson(path: string, content: string | Promise<string>): Promise<Omit<Candidate, "at">> {
  const username = ownerOf(path);
  const named = { account: username, owner: { username } };
  try {
    return { ...entryOf(await content), ...named };
  } catch (thrown) {
    const { code, text: fault } = toAppError(thrown);
    if (code !== "FORMAT_UNREADABLE") throw thrown;
    return { type: "", ...named, fault };
  }
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  if (!isTar(source.head)) {
    yield { at: 1, ...entryOf(await source.text(most)) };
    return;
  }
  let at = 0;
  for await (const { name, content } of filesOf(source, most)) {
    yield { at: (at += 1), ...(await entryOfPerson(name, content.toString("utf8"))) };
  }
}

async function* together(sources: AsyncIterable<Source>): AsyncGenerator<Candidate> {
  let at = 0;
  for await (const source of sources) {
    yield { at: (at += 1), ...(await entryOfPerson(source.file, source.text(most))) };
  }
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

/** The files of google-authenticator-libpam: `~/.google_authenticator`, or one a person in a folder or a tar. */
export const googleAuthenticator: Format = {
  id: "google-authenticator",
  title: "google-authenticator-libpam",
  read: { detect, read, together },
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
