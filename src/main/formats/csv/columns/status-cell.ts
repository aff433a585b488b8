import type { UserStatus } from "#shared/model/records.ts";
import { isDate, isOver } from "./dates.ts";
import { plain } from "./header-key.ts";
import type { StatusSense } from "./status-header.ts";
import { statusOf, truthOf } from "./status-words.ts";

/** What a cell says: a status, nothing, or something that has to be asked about. */
export type StatusReading = UserStatus | "nothing" | "unclear";

/** Of userAccountControl (MS-ADTS 2.2.16). */
const accountDisable = 0x0002;
const lockout = 0x0010;
const normalAccount = 0x0200;

function fromBits(text: string): StatusReading {
  if (/^(?:0x[\da-f]{1,8}|\d{1,10})$/iu.test(text)) {
    const bits = Number(text);
    return (bits & (accountDisable | lockout)) !== 0 ? "disabled" : "active";
  }
  const flags = text.toUpperCase().split(/[^A-Z_\d]+/u);
  if (flags.some((flag) => ["ACCOUNTDISABLE", "ACCOUNT_DISABLED", "LOCKOUT"].includes(flag))) return "disabled";
  return flags.includes("NORMAL_ACCOUNT") ? "active" : "unclear";
}

/** A digit or a letter is a code of the system that wrote it: `1`, `A`, `T`. Nobody can tell what it means. */
const isCode = (text: string): boolean => /^-?[\p{L}\p{N}]$/u.test(text);

function fromWords(text: string): StatusReading {
  const word = statusOf(text);
  if (word !== null) return word;
  const truth = isCode(text) ? null : truthOf(text);
  if (truth !== null) return truth ? "active" : "disabled";
  // A column of this name can contain Active Directory's number.
  return /^\d{3,8}$/u.test(text) && (Number(text) & normalAccount) !== 0 ? fromBits(text) : "unclear";
}

/** A column in which yes is bad news. */
function fromNegative(text: string, yes: "disabled" | "left", no: "active" | "nothing"): StatusReading {
  const truth = truthOf(text);
  if (truth !== null) return truth ? yes : no;
  const word = statusOf(text);
  if (word !== null && word !== "active") return word;
  return word === null && (isDate(text) || /^\d+$/u.test(text)) ? yes : "unclear";
}

function fromUntil(text: string, now: number): StatusReading {
  const over = isOver(text, now);
  if (over !== null) return over ? "left" : "nothing";
  const [word, truth] = [statusOf(text), truthOf(text)];
  if (word !== null && word !== "active") return word;
  return truth === false ? "nothing" : "unclear";
}

const readers: Readonly<Record<StatusSense, (text: string, now: number) => StatusReading>> = {
  words: fromWords,
  enabled: (text) => {
    const truth = truthOf(text);
    return truth === null ? (statusOf(text) ?? "unclear") : truth ? "active" : "disabled";
  },
  blocked: (text) => fromNegative(text, "disabled", "active"),
  locked: (text) => fromNegative(text, "disabled", "nothing"),
  left: (text, now) =>
    isDate(text) && truthOf(text) === null ? fromUntil(text, now) : fromNegative(text, "left", "nothing"),
  since: (text) => (truthOf(text) === false || /^0+$/u.test(text) ? "nothing" : "disabled"),
  until: fromUntil,
  bits: fromBits,
  asked: (text) => statusOf(text) ?? "unclear",
};

/** What the importing person has decided about words. */
export type StatusDecisions = ReadonlyMap<string, UserStatus>;

const wordKey = (text: string): string => plain(text) || text.trim();

export const decisionsOf = (words: Readonly<Record<string, UserStatus>>): StatusDecisions =>
  new Map(Object.entries(words).map(([word, status]) => [wordKey(word), status]));

/** The heading decides what yes and no mean, if it says so: a decision on "true" is for the other columns. */
const decidable = (text: string, sense: StatusSense): boolean =>
  sense === "words" || sense === "asked" || truthOf(text) === null;

/**
 * Reads a cell of a status column.
 *
 * @param now UTC milliseconds: whether a last day is over
 */
export function readStatus(cell: string, sense: StatusSense, decided: StatusDecisions, now: number): StatusReading {
  const text = cell.trim();
  const decision = decided.size === 0 ? undefined : decided.get(wordKey(text));
  if (decision !== undefined && decidable(text, sense)) return decision;
  return text === "" ? "nothing" : readers[sense](text, now);
}

const strength: Readonly<Record<UserStatus, number>> = { active: 0, disabled: 1, left: 2 };

/** Of what several columns say, whichever allows a person least. */
export const strictest = (one: UserStatus | undefined, other: UserStatus): UserStatus =>
  one !== undefined && strength[one] > strength[other] ? one : other;
