import type { AcceptedDecision, ImportDecision } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { text, type Text } from "#shared/texts/text.ts";
import { accountsWithDomain, type FoundUsers, keysWithZeros } from "../store/people/find-users.ts";
import type { Db } from "../store/store.ts";
import type { StagedRow, Staging } from "../store/staging.ts";
import type { StoredUser } from "../store/people/users.ts";
import { bareKey } from "./account-forms.ts";
import type { OneNamed } from "./group-folders.ts";
import type { Open } from "./row-status.ts";

const digits = /^\d+$/u;
const withoutZeros = (key: string): string => key.replace(/^0+(?=\d)/u, "");

/** The keys under which the intended person may be known: leading zeros may have been lost from a number. */
export function keysToFind(key: string | null): string[] {
  if (key === null) return [];
  return key.startsWith("0") && digits.test(key) && withoutZeros(key) !== key ? [key, withoutZeros(key)] : [key];
}

/** People with their address in the form in which addresses are compared. */
export async function* emailKeys(
  people: AsyncIterable<{ pk: number; username: string; email: string }>,
): AsyncGenerator<{ pk: number; username: string; email_key: string }, void> {
  for await (const { pk, username, email } of people) yield { pk, username, email_key: email.toLowerCase() };
}

interface Numbered {
  key: string;
  pk: number;
  username: string;
}

const openFor = (decision: ImportDecision, message: Text): Open => ({ decision, column: null, value: "", message });

/** Several names: `A and B and C`. */
const allOf = ([first = "", ...others]: readonly string[]): string | Text =>
  others.reduce<string | Text>((before, next) => text("imports.and", { first: before, next }), first);

/** What has to be decided about a row before it is imported, with the store in its current state. */
export class Questions {
  readonly #db: Db;
  readonly #staging: Staging;
  readonly #accepted: ReadonlySet<ImportDecision>;
  /** Of those whose number begins with zeros, by the number without them. */
  readonly #oneNamed: ReadonlyMap<string, OneNamed>;
  /** Usernames with a domain, by themselves without it. */
  #domains: ReadonlyMap<string, string> | null = null;
  readonly #zeros = new Map<"username_key" | "external_key", ReadonlyMap<string, Numbered>>();

  constructor(
    db: Db,
    staging: Staging,
    accepted: readonly AcceptedDecision[],
    oneNamed: ReadonlyMap<string, OneNamed>,
  ) {
    this.#oneNamed = oneNamed;
    this.#db = db;
    this.#staging = staging;
    this.#accepted = new Set(accepted);
  }

  /** @param user whom the row is about; undefined for somebody new */
  async of(row: StagedRow, user: StoredUser | undefined, found: FoundUsers): Promise<Open[]> {
    const open = [
      ...(row.open === null ? [] : (JSON.parse(row.open) as Open[])),
      ...this.#status(row, user),
      ...this.#email(row, user),
      ...(await this.#zerosLost(row, user, found)),
      ...(await this.#otherForm(row, user, found)),
      ...this.#groups(row),
    ];
    return open.filter(({ decision }) => !this.#accepted.has(decision));
  }

  #status({ blank_status, status }: StagedRow, user: StoredUser | undefined): Open[] {
    if (!user && blank_status === 1) {
      return [openFor("statusBlank", text("imports.blankStatus"))];
    }
    return user?.status === "left" && status === "active"
      ? [openFor("returning", text("imports.returns", { username: user.username }))]
      : [];
  }

  #email({ email_key, international, email_twin }: StagedRow, user: StoredUser | undefined): Open[] {
    if (email_key === null || user?.email.toLowerCase() === email_key) return [];
    const open: Open[] = [];
    if (international !== null) {
      const message = text("imports.international", { address: international, ascii: email_key });
      open.push(openFor("internationalAddress", message));
    }
    const owner = this.#staging.otherOwner(email_key, user?.pk ?? null);
    if (owner !== undefined) open.push(openFor("sameEmail", text("imports.emailBelongs", { username: owner })));
    else if (email_twin !== null) {
      open.push(openFor("sameEmail", text("imports.emailOfRow", { row: email_twin })));
    }
    return open;
  }

  /** `CORP\anna` or `anna@corp.example` beside `anna`. */
  async #otherForm(
    { username, username_key, bare_key, bare_twin }: StagedRow,
    user: StoredUser | undefined,
    found: FoundUsers,
  ): Promise<Open[]> {
    if (username_key === null || user?.username_key === username_key) return [];
    const other = bare_key === null ? await this.#withDomain(username_key) : found.byName.get(bare_key)?.username;
    if (other !== undefined && nameKey(other) !== user?.username_key) {
      const message = text("imports.maybeAccountOf", { username: username ?? "", other });
      return [openFor("sameAccount", message)];
    }
    if (bare_twin === null) return [];
    return [openFor("sameAccount", text("imports.maybeAccountOfRow", { username: username ?? "", row: bare_twin }))];
  }

  async #withDomain(key: string): Promise<string | undefined> {
    this.#domains ??= new Map(
      (await accountsWithDomain(this.#db)).map((username) => [bareKey(username) ?? "", username]),
    );
    return this.#domains.get(key);
  }

  /** Groups of one name that lie in different folders of the directory. */
  #groups({ groups }: StagedRow): Open[] {
    if (groups === null || this.#oneNamed.size === 0) return [];
    const names = JSON.parse(groups) as string[];
    return names.flatMap((name) => {
      const several = this.#oneNamed.get(nameKey(name));
      if (!several) return [];
      const message = text("imports.severalGroups", { name: several.name, groups: allOf(several.dns) });
      return [{ decision: "sameGroup" as const, column: null, value: several.name, message }];
    });
  }

  async #padded(column: "username_key" | "external_key", key: string): Promise<Numbered | undefined> {
    let known = this.#zeros.get(column);
    if (!known) {
      known = new Map((await keysWithZeros(this.#db, column)).map((one) => [withoutZeros(one.key), one]));
      this.#zeros.set(column, known);
    }
    return known.get(withoutZeros(key));
  }

  async #zerosLost(
    row: StagedRow,
    user: StoredUser | undefined,
    { byName, byExternalId }: FoundUsers,
  ): Promise<Open[]> {
    const [name, id] = [row.username_key, row.external_key];
    const open: Open[] = [];
    if (name !== null && digits.test(name) && user?.username_key !== name) {
      const other =
        (await this.#padded("username_key", name)) ?? numbered(byName.get(withoutZeros(name)), "username_key");
      if (other && other.key !== name) {
        open.push(
          openFor("lostZeros", text("imports.usernameZeros", { username: row.username ?? name, other: other.key })),
        );
      }
    }
    if (id !== null && digits.test(id) && user?.external_key !== id) {
      const other =
        (await this.#padded("external_key", id)) ?? numbered(byExternalId.get(withoutZeros(id)), "external_key");
      if (other && other.key !== id) {
        const message = text("imports.externalIdZeros", { id, other: other.key, username: other.username });
        open.push(openFor("lostZeros", message));
      }
    }
    return open;
  }
}

const numbered = (user: StoredUser | undefined, column: "username_key" | "external_key"): Numbered | undefined =>
  user && { key: user[column] ?? "", pk: user.pk, username: user.username };
