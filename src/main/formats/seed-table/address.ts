import { text } from "#shared/texts/text.ts";
import type { Candidate } from "../format.ts";
import { algorithmOf } from "../judge.ts";
import { looksLikeKeyUri, readKeyUri } from "../key-uri.ts";
import { seedOf } from "../secret.ts";

/*
 * Rows that hold an `otpauth://` address beside other cells, as tools write them that take codes and exports apart.
 */

/** The first cell of a row that holds an address; -1 for none. */
export const addressIn = (row: readonly string[]): number => row.findIndex(looksLikeKeyUri);

const differ = <T>(one: T | undefined, other: T | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

/** A key in a form that can be compared; undefined for what is none. */
function keyOf({ secret }: Candidate): string | undefined {
  const seed = secret && seedOf(secret);
  if (!Buffer.isBuffer(seed)) return undefined;
  const hex = seed.toString("hex");
  seed.fill(0);
  return hex;
}

/** Whether two say different things of what makes the codes. What one of them leaves out it does not say. */
function contradict(one: Candidate, other: Candidate): boolean {
  const hashOf = ({ algorithm }: Candidate) => (algorithm ? (algorithmOf(algorithm) ?? algorithm) : undefined);
  return (
    one.type.toLowerCase() !== other.type.toLowerCase() ||
    differ(hashOf(one), hashOf(other)) ||
    differ(one.digits, other.digits) ||
    differ(one.period, other.period) ||
    differ(one.counter, other.counter) ||
    differ(keyOf(one), keyOf(other))
  );
}

/**
 * An address with what the other cells of its row say: they may add to it, and must not contradict it.
 *
 * @param beside of the same number, and of the address's kind where no cell says one
 */
export function withAddress(address: string, beside: Candidate): Candidate {
  const read = readKeyUri(address, beside.at);
  const contradicts = contradict(read, beside) ? text("formats.addressContradicts") : undefined;
  return {
    ...beside,
    type: read.type,
    issuer: read.issuer || beside.issuer,
    account: read.account || beside.account,
    secret: read.secret,
    algorithm: read.algorithm ?? beside.algorithm,
    digits: read.digits ?? beside.digits,
    period: read.period ?? beside.period,
    counter: read.counter ?? beside.counter,
    notKept: [...(read.notKept ?? []), ...(beside.notKept ?? [])],
    fault: read.fault ?? contradicts,
  };
}
