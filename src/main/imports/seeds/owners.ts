import type { Entry } from "../../formats/format.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { findUsers, usersByEmail } from "../../store/people/find-users.ts";
import type { Db } from "../../store/store.ts";
import type { StoredUser } from "../../store/people/users.ts";

/** Whose an entry is: a person, or why nobody is. */
export type OwnerFound = { user: StoredUser } | { nobody: Text | null };

/** A name that no person can have is not looked for. */
const keyOf = (name: string): string | null => (name === "" || name.length > 512 ? null : nameKey(name));

const emailKey = (address: string): string => address.toLowerCase();

/** What an entry says of its owner, the surest first. */
interface Traces {
  names: string[];
  ids: string[];
  emails: string[];
}

function tracesOf({ owner, account }: Entry): Traces {
  const keys = (...of: readonly string[]): string[] => of.map(keyOf).filter((key) => key !== null);
  const mails = [owner.email, owner.username, account].filter((one) => one.includes("@"));
  return { names: keys(owner.username, account), ids: keys(owner.externalId), emails: mails.map(emailKey) };
}

/** People by e-mail address; several may have one. */
async function byEmail(db: Db, emails: readonly string[]): Promise<Map<string, StoredUser[]>> {
  const found = new Map<string, StoredUser[]>();
  for (const user of await usersByEmail(db, emails)) {
    const key = emailKey(user.email);
    found.set(key, [...(found.get(key) ?? []), user]);
  }
  return found;
}

/**
 * The owners of entries, in their order: by hand, else by username, external id or e-mail address; without an owner in the
 * file, by the name of the account.
 *
 * @param assigned entry -> username
 */
export async function ownersOf(
  db: Db,
  entries: readonly Entry[],
  assigned: ReadonlyMap<number, string>,
): Promise<OwnerFound[]> {
  const traces = entries.map(tracesOf);
  const byHand = entries.map(({ at }) => assigned.get(at));
  const { byName, byExternalId } = await findUsers(
    db,
    [...traces.flatMap(({ names }) => names), ...byHand.flatMap((name) => keyOf(name ?? "") ?? [])],
    traces.flatMap(({ ids }) => ids),
  );
  const mailed = await byEmail(
    db,
    traces.flatMap(({ emails }) => emails),
  );
  return traces.map(({ names, ids, emails }, index) => {
    const named = byHand[index];
    if (named !== undefined) {
      const user = byName.get(keyOf(named) ?? "");
      return user ? { user } : { nobody: text("seedImports.noSuchPerson", { username: named }) };
    }
    const [name] = names.flatMap((key) => byName.get(key) ?? []);
    const [numbered] = ids.flatMap((key) => byExternalId.get(key) ?? []);
    const user = name ?? numbered;
    if (user) return { user };
    for (const address of emails) {
      const [first, ...others] = mailed.get(address) ?? [];
      if (first && others.length === 0) return { user: first };
      if (first) return { nobody: text("seedImports.severalWithEmail", { address }) };
    }
    return { nobody: null };
  });
}
