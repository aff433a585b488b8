import { v7 as uuidv7 } from "uuid";
import { prepared, type Raw } from "#main/store/sqlite/connection.ts";
import { placeUsers, stretchOrder } from "#main/store/search/user-index.ts";
import { derivedColumns } from "#main/store/people/users.ts";

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
export function fillDirectory(raw: Raw, people: readonly Someone[], at: number): void {
  const statement = prepared(
    raw,
    `INSERT INTO users (pk, id, username, username_key, name, name_sort, email, external_id, external_key, notes,
       status, ordinal, search, import_id, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', 'active', ?, ?, NULL, ?, ?)`,
  );
  const first = (raw.prepare("SELECT coalesce(max(pk), 0) FROM users").pluck().get() as number) + 1;
  stretchOrder(raw, people.length);
  placeUsers(
    raw,
    people.map(({ username, name, email, externalId = "" }, n) => {
      const pk = first + n;
      const derived = derivedColumns({ username, name, email, external_id: externalId });
      const { username_key, name_sort, external_key, search } = derived;
      const texts = [username, username_key, name, name_sort, email, externalId, external_key];
      return {
        pk,
        name_sort,
        search,
        status: "active" as const,
        insert: (ordinal: number) =>
          void statement.run(pk, uuidv7({ msecs: at, seq: n }), ...texts, ordinal, search, at, at),
      };
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
