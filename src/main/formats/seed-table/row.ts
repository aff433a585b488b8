import { text, type Text } from "#shared/texts/text.ts";
import type { SeedField, Unsaid } from "#shared/contract/seeds.ts";
import type { Candidate, Owner } from "../format.ts";
import { couldBeBoth, looksLikeKey, secretOf } from "./key-form.ts";
import { type Cell, hashOf, type Layout, type Parts, type RowShape } from "./preset.ts";

/** What the cells of a row say, by field. */
export type Values = Partial<Record<SeedField | "disabled", string>>;

/** What is known of all rows. */
export interface Context {
  /** Of keys that may be hex or base32; null if every one of them could be both. */
  readonly keys: "hex" | "base32" | null;
  readonly unsaid: Unsaid;
}

/** Nearly every number of a table is one of these. */
const usualNumbers: ReadonlyMap<string, number> = new Map(["0", "6", "8", "30", "60"].map((one) => [one, Number(one)]));

const readNumber = (written: string): number => (/^\d{1,16}(?:\.0+)?$/u.test(written) ? Number(written) : NaN);

const numberOf = (written: string | undefined): number | undefined =>
  written === undefined || written === "" ? undefined : (usualNumbers.get(written) ?? readNumber(written));

/** A word as programs call a kind or a hash. Anything else is out of place, and may be part of a key: it is not said. */
const isWord = (written: string): boolean =>
  usual.has(written) || (/^[\p{L}\p{N}][\p{L}\p{N} .:/_+-]{0,39}$/u.test(written) && !looksLikeKey(written));

const usual: ReadonlySet<string> = new Set(["totp", "hotp", "TOTP", "HOTP", "SHA1", "SHA256", "sha1", "sha256"]);

export const unreadable = (at: number, why: Text = text("formats.entryUnreadable")): Candidate => ({
  at,
  type: "",
  fault: why,
});

/** Of a column that says nothing of an authenticator: that something was there, never what. */
export const otherColumn = (heading: string, index: number): Cell => ({
  lost: () =>
    heading.trim() === ""
      ? text("formats.columnNumber", { number: index + 1 })
      : text("formats.column", { name: heading.trim().slice(0, 60) }),
});

/** What the cells hold, and what of it has no place. */
export interface Taken {
  values: Values;
  lost: Text[];
  /** How the key is written. */
  key: Cell | null;
}

function take(cell: Cell, written: string, taken: Taken): void {
  if (written === "") return;
  if (cell.parts) takeParts(cell.parts, written, taken);
  if (cell.lost) taken.lost.push(cell.lost(written));
  if (cell.field === undefined || taken.values[cell.field] !== undefined) return;
  if (cell.field === "secret") taken.key = cell;
  taken.values[cell.field] = cell.words?.[written.toLowerCase()] ?? written;
  if (cell.and) taken.values[cell.and] = written;
}

const fromBase64 = (written: string): string => Buffer.from(written, "base64").toString("utf8").trim();

function takeParts({ separator, named, cells }: Parts, written: string, taken: Taken): void {
  const values = written.split(separator, 64).map((one) => one.trim());
  for (const [index, value] of values.entries()) {
    const at = value.indexOf("=");
    const cell = named ? cells.find(({ heading }) => heading === value.slice(0, Math.max(0, at))) : cells[index];
    if (cell === undefined) continue;
    const said = named ? value.slice(at + 1) : value;
    take(cell, named && cell.field !== "secret" ? fromBase64(said) : said, taken);
  }
}

/** @param cells of the columns */
export function takeRow(cells: readonly Cell[], row: readonly string[]): Taken {
  const taken: Taken = { values: {}, lost: [], key: null };
  for (let index = 0; index < row.length && index < cells.length; index += 1) {
    const cell = cells[index];
    if (cell) take(cell, (row[index] ?? "").trim(), taken);
  }
  return taken;
}

function secretIn({ values, key }: Taken, { keys }: Context): Pick<Candidate, "secret" | "fault"> {
  const written = values.secret;
  if (written === undefined || key === null) return {};
  if (key.form !== "either") return { secret: secretOf(written, key.form ?? "base32") };
  const form = keys ?? key.usually ?? null;
  if (form !== null) return { secret: secretOf(written, form) };
  return couldBeBoth(written)
    ? { secret: secretOf(written, "hex"), fault: text("formats.keyHexOrBase32") }
    : { secret: secretOf(written, "base32") };
}

/** What the key's length says of the hash, where the program goes by it. */
function hashByLength({ hashByKey }: Layout, { secret }: Pick<Candidate, "secret">): string | undefined {
  if (!hashByKey || !secret || !("hex" in secret)) return undefined;
  return hashOf(hashByKey, secret.hex.replaceAll(/[\s-]/gu, "").length / 2);
}

const ofOwner = ["username", "name", "email", "externalId"] as const;

function ownerOf(values: Values): Candidate["owner"] {
  const owner: Partial<Owner> = {};
  for (const field of ofOwner) {
    const value = values[field];
    if (value !== undefined) owner[field] = value;
  }
  return Object.keys(owner).length === 0 ? undefined : owner;
}

/** A time-based one does not count; a clock's difference is written there, too. */
const hasIdleCounter = (type: string, { counter = "0", period }: Values): boolean =>
  counter !== "0" && counter !== period && /^totp$/iu.test(type);

/** What a row says, with what holds for all rows. */
export function candidateOf(at: number, taken: Taken, shape: RowShape, layout: Layout, context: Context): Candidate {
  const { values, lost } = taken;
  const { fixed = {} } = shape;
  const { unsaid } = context;
  const type = values.type ?? fixed.type ?? unsaid.type ?? layout.typeByKey?.[context.keys ?? "hex"] ?? "";
  if (type === "") return unreadable(at, text("formats.typeUnsaid"));
  if (!isWord(type) || !isWord(values.algorithm ?? "SHA1")) return unreadable(at);
  const { secret, fault } = secretIn(taken, context);
  const [digits, period, counter] = [numberOf(values.digits), numberOf(values.period), numberOf(values.counter)];
  return {
    at,
    type,
    issuer: values.issuer,
    account: values.account,
    secret,
    algorithm: values.algorithm ?? hashByLength(layout, { secret }) ?? fixed.algorithm ?? unsaid.algorithm,
    digits: digits ?? fixed.digits ?? unsaid.digits,
    period: period ?? fixed.period ?? unsaid.period,
    counter: counter ?? fixed.counter ?? unsaid.counter,
    serial: values.serial,
    model: values.model,
    owner: ownerOf(values),
    disabled: values.disabled === undefined ? undefined : values.disabled === "disabled",
    notKept: hasIdleCounter(type, values) ? [...lost, text("formats.idleCounter")] : lost,
    fault,
  };
}
