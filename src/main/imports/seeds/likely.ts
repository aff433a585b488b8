import type { LikelyOwner } from "#shared/contract/seeds.ts";
import { nameKey, sortKey } from "#shared/model/text.ts";
import type { Entry } from "../../formats/format.ts";
import { findUsers, usersByLocalPart } from "../../store/people/find-users.ts";
import type { StoredUser } from "../../store/people/users.ts";
import { peopleNamed } from "../../store/search/find-people.ts";
import type { Db } from "../../store/store.ts";

/*
 * Who may be meant by an entry that is nobody's: somebody with the same part of an address before its `@`, with a username
 * that is made of the same names, or with the same surname. It is told and never taken.
 */

/** More entries than anybody gives owners by hand at once; each one costs a few questions. */
const mostEntries = 500;
const mostTold = 3;
/** A surname that more people have tells nothing. */
const namesakes = 5;
/** People whose names begin like a surname: Berg, Bergmann. */
const lookedThrough = 50;
const longestName = 100;
const shortestSurname = 3;

/** What an entry says of its owner. */
interface Traces {
  /** Accounts without their domains, in lower case. */
  accounts: string[];
  /** Words of the name, the given name first; empty where there are fewer than two. */
  words: string[];
}

/** `CORP\anna` and `anna@example.org` -> `anna` */
const withoutDomain = (name: string): string => name.replace(/^[^\\]*\\/u, "").replace(/@.*$/u, "");

/** `Berg, Anna` -> `anna berg` */
const inOrder = (name: string): string => name.replace(/^([^,]+),(.+)$/u, "$2 $1");

const wordsOf = (name: string): string[] =>
  sortKey(name)
    .split(/[^\p{L}\p{M}]+/u)
    .filter((word) => word !== "");

/** `aberg` may be somebody called A… Berg. */
const initialAndSurname = (account: string): string[] =>
  /^\p{L}{4,}$/u.test(account) ? [account.slice(0, 1), account.slice(1)] : [];

function tracesOf({ owner, account }: Entry): Traces {
  const written = [owner.username, owner.email, account].map((name) => withoutDomain(name.slice(0, longestName)));
  const accounts = [...new Set(written.map((name) => name.trim().toLowerCase()).filter((name) => name !== ""))];
  const named = [inOrder(owner.name.slice(0, longestName)), ...accounts].map(wordsOf);
  const words = named.find(({ length }) => length > 1) ?? initialAndSurname(accounts[0] ?? "");
  return { accounts, words };
}

/** Usernames that organisations make of a name. */
function usernamesOf(words: readonly string[]): string[] {
  const [first = "", last = ""] = [words[0], words.at(-1)];
  if (first === "" || last === "" || words.length < 2) return [];
  const initial = first.slice(0, 1);
  return [first + last, initial + last, last + initial].concat(
    [".", "_", "-"].flatMap((mark) => [first + mark + last, initial + mark + last, last + mark + first]),
  );
}

const localPart = ({ email }: StoredUser): string => email.slice(0, email.lastIndexOf("@")).toLowerCase();

/** `mueller` is how accounts write Müller, whose name is found as `muller`. */
const withoutUmlauts = (words: readonly string[]): string[] => words.map((word) => word.replaceAll(/([aou])e/gu, "$1"));

/** People with these names, of which the others may be initials; or with the surname alone if it is rare. */
async function byName(db: Db, words: readonly string[]): Promise<StoredUser[]> {
  const found = await peopleCalled(db, words);
  if (found.length > 0) return found;
  const otherwise = withoutUmlauts(words);
  return otherwise.join(" ") === words.join(" ") ? [] : peopleCalled(db, otherwise);
}

async function peopleCalled(db: Db, words: readonly string[]): Promise<StoredUser[]> {
  const surname = words.at(-1) ?? "";
  if (words.length < 2 || surname.length < shortestSurname) return [];
  const haveIt = ({ name }: StoredUser): boolean => wordsOf(name).includes(surname);
  const both = (await peopleNamed(db, words, lookedThrough)).filter(haveIt);
  if (both.length > 0) return both;
  const alike = (await peopleNamed(db, [surname], lookedThrough)).filter(haveIt);
  return alike.length > namesakes ? [] : alike;
}

/** Finds likely owners for the first entries of a file that are nobody's. */
export class LikelyOwners {
  readonly #db: Db;
  #left = mostEntries;

  constructor(db: Db) {
    this.#db = db;
  }

  /** @returns by the numbers of the entries; without those for whom nobody is likely */
  async of(entries: readonly Entry[]): Promise<Map<number, LikelyOwner[]>> {
    const looked = entries.slice(0, this.#left);
    this.#left -= looked.length;
    const traces = looked.map(tracesOf);
    const { byName: byUsername } = await findUsers(
      this.#db,
      traces.flatMap(({ accounts, words }) => [...accounts, ...usernamesOf(words)].map(nameKey)),
      [],
    );
    const addressed = await usersByLocalPart(
      this.#db,
      traces.flatMap(({ accounts }) => accounts),
    );
    const found = new Map<number, LikelyOwner[]>();
    for (const [index, { accounts, words }] of traces.entries()) {
      const people = [
        ...accounts.flatMap((account) => byUsername.get(nameKey(account)) ?? []),
        ...addressedAs(addressed, accounts),
        ...usernamesOf(words).flatMap((username) => byUsername.get(nameKey(username)) ?? []),
        ...(await byName(this.#db, words)),
      ];
      const likely = told(people);
      if (likely.length > 0) found.set(looked[index]?.at ?? 0, likely);
    }
    return found;
  }
}

/** An address such as `info@` that many have tells nothing. */
function addressedAs(people: readonly StoredUser[], accounts: readonly string[]): StoredUser[] {
  const found = people.filter((user) => accounts.includes(localPart(user)));
  return found.length > namesakes ? [] : found;
}

/** Each of them once; whoever has left takes nothing. */
const told = (people: readonly StoredUser[]): LikelyOwner[] =>
  [...new Map(people.filter(({ status }) => status !== "left").map((user) => [user.id, user])).values()]
    .slice(0, mostTold)
    .map(({ id, username, name }) => ({ id, username, name }));
