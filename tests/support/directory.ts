import { v7 as uuidv7 } from "uuid";
import type { UserId } from "#shared/model/ids.ts";
import type { Tx } from "#main/store/store.ts";
import { placeUsers, stretchOrder } from "#main/store/search/user-index.ts";
import { derivedColumns, insertUserRow, nextUserPk } from "#main/store/people/users.ts";

export interface Someone {
  username: string;
  name: string;
  email: string;
  externalId?: string;
}

/**
 * Writes many users with their places in the order of names, as an import does, in the caller's transaction.
 *
 * @param at UTC milliseconds
 */
export async function fillDirectory(tx: Tx, people: readonly Someone[], at: number): Promise<void> {
  const first = await nextUserPk(tx);
  await stretchOrder(tx, people.length);
  await placeUsers(
    tx,
    people.map(({ username, name, email, externalId = "" }, n) => {
      const pk = first + n;
      const facts = { username, name, email, external_id: externalId, notes: "", status: "active" as const };
      const { name_sort, search, ...derived } = derivedColumns(facts);
      const id = uuidv7({ msecs: at, seq: n }) as UserId;
      const row = { ...facts, ...derived, pk, id, name_sort, search, import_id: null, created_at: at, updated_at: at };
      const insert = (ordinal: number) => insertUserRow(tx, { ...row, ordinal });
      return { pk, name_sort, search, status: facts.status, insert };
    }),
  );
}

const syllables =
  "an ma ri el jo ha ka le mi na os pe ro sa ta ul vi we xa yo za ber cor dan fen gus hel ing kar lor".split(" ");

/** Numbers that look random and are the same each time. */
export function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >>> 8) % below;
  };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Made-up people: a few first and last names are common, most are rare, as in a real directory. */
export function* madeUpPeople(count: number, seed = 42): Generator<Someone, undefined> {
  const next = sequence(seed);
  const word = (least: number): string =>
    capital(Array.from({ length: least + next(2) }, () => syllables[next(syllables.length)]).join(""));
  const firstNames = Array.from({ length: 3000 }, () => word(2));
  const lastNames = Array.from({ length: 60_000 }, () => word(3));
  const pick = (words: readonly string[]): string =>
    words[Math.floor(words.length * (next(1_000_000) / 1_000_000) ** 3)] ?? "";
  for (let n = 0; n < count; n += 1) {
    const [first, last] = [pick(firstNames), pick(lastNames)];
    const username = `${first}.${last}${n}`.toLowerCase();
    yield { username, name: `${first} ${last}`, email: `${username}@example.org`, externalId: `E${100_000 + n}` };
  }
}
