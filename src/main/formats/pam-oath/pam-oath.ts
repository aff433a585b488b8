import { text, type Text } from "#shared/texts/text.ts";
import { codeOf } from "../code.ts";
import type { Candidate, Format, Outgoing, Piece } from "../format.ts";
import { linesOf } from "../lines.ts";
import { wordOf } from "../names.ts";
import type { Source } from "../source.ts";

/*
 * The users file of liboath (liboath/usersfile.c): words of a line, by blanks and tabs: type, user, password, key in hex,
 * moving factor, last code, its time in the local time of the server. Lines of a type that it does not know are passed
 * over there.
 */

const blanks = /[ \t\r\n]+/u;

/** `HOTP`, `HOTP/E/8`, `HOTP/T30`, `HOTP/T60/8` … as far as somebody can mean something by it. */
const typeForm = /^HOTP(?:\/(?:E|T(?<period>\d{1,6}))(?:\/(?<digits>\d{1,3}))?)?$/u;

/** What its own lines look like, for telling them from another program's. */
const ownLine = /^[ \t]*HOTP(?:\/(?:E|T\d+)(?:\/\d+)?)?[ \t]+\S+[ \t]+\S+[ \t]+(?:[0-9a-fA-F]{2})+(?:[ \t\r]|$)/u;

const isEntry = (line: string): boolean => !/^\s*(?:#|$)/u.test(line);

/** How far the step of a code is looked for around the time that stands beside it: the widest window in use. */
const around = 10;

/** The nearest first: 0, 1, -1, 2, -2 … */
const offsets = Array.from({ length: 2 * around + 1 }, (_, index) => (index % 2 === 0 ? -1 : 1) * Math.ceil(index / 2));

/** `2026-11-30T21:15:03L`: where nobody says the zone, both as UTC and as it would be here. Milliseconds. */
function timesOf(written: string): number[] {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)L$/u.exec(written);
  if (!found) return [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const utc = Date.UTC(year, month - 1, day, hour, minute, second);
  const here = new Date(year, month - 1, day, hour, minute, second).getTime();
  return utc === here ? [utc] : [utc, here];
}

/** The time step of the code that was used last: the file has the code, and when it came. */
function stepOf(hex: string, parameters: { period: number; digits: number }, code: string, at: string): number | null {
  if (!/^(?:[0-9a-f]{2}){1,64}$/iu.test(hex) || parameters.digits > 8) return null;
  const seed = Buffer.from(hex, "hex");
  try {
    for (const time of timesOf(at)) {
      const middle = Math.floor(time / 1000 / parameters.period);
      const steps = offsets.map((offset) => middle + offset).filter((step) => step >= 0);
      const found = steps.find((step) => codeOf(seed, step, parameters.digits) === code);
      if (found !== undefined) return found;
    }
    return null;
  } finally {
    seed.fill(0);
  }
}

/** The next counter: column 5 is the last accepted one as soon as there is a code in column 6. */
function counterOf(factor: string | undefined, code: string | undefined): number {
  if (factor === undefined) return 0;
  if (!/^\d{1,16}$/u.test(factor)) return NaN;
  return code === undefined ? Number(factor) : Number(factor) + 1;
}

function candidateOf(line: string, at: number): Candidate {
  const [type = "", username, password, hex, factor, code, time] = line.split(blanks).filter((word) => word !== "");
  const form = typeForm.exec(type);
  const named = { at, account: username, owner: { username: username ?? "" } };
  if (!form) return { ...named, type };
  const digits = Number(form.groups?.["digits"] ?? 6);
  const period = form.groups?.["period"];
  const notKept: Text[] =
    password === "-" || password === "+" || password === undefined ? [] : [text("formats.password")];
  const common = { ...named, secret: { hex: hex ?? "" }, algorithm: "SHA1", digits };
  if (period === undefined) return { ...common, type: "hotp", counter: counterOf(factor, code), notKept };
  const parameters = { period: Number(period), digits };
  const lastStep = hex && code && time && parameters.period > 0 ? stepOf(hex, parameters, code, time) : null;
  if (code !== undefined && lastStep === null) notKept.push(text("formats.lastCode"));
  return { ...common, type: "totp", period: parameters.period, lastStep: lastStep ?? undefined, notKept };
}

async function* read(source: Source): AsyncGenerator<Candidate> {
  let at = 0;
  for await (const line of linesOf(source)) {
    at += 1;
    if (isEntry(line)) yield candidateOf(line, at);
  }
}

/** Its first entry is of this form: a file that begins otherwise is another program's. */
function detect({ headText }: Source): boolean {
  const first = headText?.split("\n").find(isEntry);
  return first !== undefined && ownLine.test(first);
}

/** `2026-11-30T21:15:03L` */
const written = (step: number, period: number): string =>
  `${new Date(step * period * 1000).toISOString().slice(0, 19)}L`;

/** What is written after the key, so that what was used here stays used there. */
function used({ kind, counter, lastStep, seed, digits, period }: Outgoing): string[] {
  if (kind === "hotp") return [String(counter)];
  return lastStep === null ? [] : ["0", codeOf(seed, lastStep, digits), written(lastStep, period)];
}

async function* write(entries: AsyncIterable<Outgoing>): AsyncGenerator<Piece> {
  for await (const outgoing of entries) {
    const { kind, period, digits, username, seed } = outgoing;
    const type = `HOTP/${kind === "hotp" ? "E" : `T${period}`}/${digits}`;
    yield { data: `${[type, username, "-", seed.toString("hex"), ...used(outgoing)].join("\t")}\n` };
  }
}

/** The users file of pam_oath, and of whatever else uses liboath: ocserv, TrueNAS. */
export const pamOath: Format = {
  id: "pam-oath",
  title: "pam_oath",
  read: { detect, read },
  write: {
    form: "file",
    extension: "oath",
    plain: true,
    carries: {
      kinds: ["totp", "hotp"],
      algorithms: ["SHA1"],
      digits: [6, 8],
      periods: [30, 60],
      keyBytes: { least: 1, most: 32 },
      owner: true,
      perPerson: null,
      refuses: ({ username }) => wordOf(username),
    },
    settings: [],
    warnings: [text("formats.pamOathKeepsState")],
    write,
  },
};
