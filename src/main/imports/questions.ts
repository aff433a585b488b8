import type { AcceptedDecision, ImportDecision } from "#shared/contract/exchange.ts";
import { nameKey } from "#shared/model/text.ts";
import { accountsWithDomain, type FoundUsers, keysWithZeros } from "../store/people/bulk-users.ts";
import type { Raw } from "../store/sqlite/connection.ts";
import type { StagedRow, Staging } from "../store/people/import-staging.ts";
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
export function* emailKeys(
  people: Iterable<{ pk: number; username: string; email: string }>,
): Generator<{ pk: number; username: string; email_key: string }, undefined> {
  for (const { pk, username, email } of people) yield { pk, username, email_key: email.toLowerCase() };
}

interface Numbered {
  key: string;
  pk: number;
  username: string;
}

const openFor = (decision: ImportDecision, message: string): Open => ({ decision, column: null, value: "", message });

/** What has to be decided about a row before it is imported, with the store in its current state. */
export class Questions {
  readonly #raw: Raw;
  readonly #staging: Staging;
  readonly #accepted: ReadonlySet<ImportDecision>;
  /** Of those whose number begins with zeros, by the number without them. */
  readonly #oneNamed: ReadonlyMap<string, OneNamed>;
  /** Usernames with a domain, by themselves without it. */
  #domains: ReadonlyMap<string, string> | null = null;
  readonly #zeros = new Map<"username_key" | "external_key", ReadonlyMap<string, Numbered>>();

  constructor(
    raw: Raw,
    staging: Staging,
    accepted: readonly AcceptedDecision[],
    oneNamed: ReadonlyMap<string, OneNamed>,
  ) {
    this.#oneNamed = oneNamed;
    this.#raw = raw;
    this.#staging = staging;
    this.#accepted = new Set(accepted);
  }

  /** @param user whom the row is about; undefined for somebody new */
  of(row: StagedRow, user: StoredUser | undefined, found: FoundUsers): Open[] {
    const open = [
      ...(row.open === null ? [] : (JSON.parse(row.open) as Open[])),
      ...this.#status(row, user),
      ...this.#email(row, user),
      ...this.#zerosLost(row, user, found),
      ...this.#otherForm(row, user, found),
      ...this.#groups(row),
    ];
    return open.filter(({ decision }) => !this.#accepted.has(decision));
  }

  #status({ blank_status, status }: StagedRow, user: StoredUser | undefined): Open[] {
    if (!user && blank_status === 1) {
      return [openFor("statusBlank", "Nothing says whether this person is active. Say what an empty cell means.")];
    }
    return user?.status === "left" && status === "active"
      ? [
          openFor(
            "returning",
            `${user.username} has left and would be active again, with authenticators and backup codes.`,
          ),
        ]
      : [];
  }

  #email({ email_key, international, email_twin }: StagedRow, user: StoredUser | undefined): Open[] {
    if (email_key === null || user?.email.toLowerCase() === email_key) return [];
    const open: Open[] = [];
    if (international !== null) {
      const message = `The address ${international} has letters beyond a to z in its domain. It would be saved as ${email_key}.`;
      open.push(openFor("internationalAddress", message));
    }
    const owner = this.#staging.otherOwner(email_key, user?.pk ?? null);
    if (owner !== undefined) open.push(openFor("sameEmail", `The e-mail address already belongs to ${owner}.`));
    else if (email_twin !== null) {
      open.push(openFor("sameEmail", `Row ${email_twin} has the same e-mail address for another person.`));
    }
    return open;
  }

  /** `CORP\anna` or `anna@corp.example` beside `anna`. */
  #otherForm(
    { username, username_key, bare_key, bare_twin }: StagedRow,
    user: StoredUser | undefined,
    found: FoundUsers,
  ): Open[] {
    if (username_key === null || user?.username_key === username_key) return [];
    const other = bare_key === null ? this.#withDomain(username_key) : found.byName.get(bare_key)?.username;
    if (other !== undefined && nameKey(other) !== user?.username_key) {
      const message = `${username} may be the account of ${other}, who is in the directory already.`;
      return [openFor("sameAccount", message)];
    }
    if (bare_twin === null) return [];
    return [openFor("sameAccount", `${username} may be the same account as in row ${bare_twin}.`)];
  }

  #withDomain(key: string): string | undefined {
    this.#domains ??= new Map(accountsWithDomain(this.#raw).map((username) => [bareKey(username) ?? "", username]));
    return this.#domains.get(key);
  }

  /** Groups of one name that lie in different folders of the directory. */
  #groups({ groups }: StagedRow): Open[] {
    if (groups === null || this.#oneNamed.size === 0) return [];
    const names = JSON.parse(groups) as string[];
    return names.flatMap((name) => {
      const several = this.#oneNamed.get(nameKey(name));
      if (!several) return [];
      const message = `“${several.name}” is more than one group of the directory: ${several.dns.join(" and ")}.`;
      return [{ decision: "sameGroup" as const, column: null, value: several.name, message }];
    });
  }

  #padded(column: "username_key" | "external_key", key: string): Numbered | undefined {
    let known = this.#zeros.get(column);
    if (!known) {
      known = new Map(keysWithZeros(this.#raw, column).map((one) => [withoutZeros(one.key), one]));
      this.#zeros.set(column, known);
    }
    return known.get(withoutZeros(key));
  }

  #zerosLost(row: StagedRow, user: StoredUser | undefined, { byName, byExternalId }: FoundUsers): Open[] {
    const [name, id] = [row.username_key, row.external_key];
    const open: Open[] = [];
    if (name !== null && digits.test(name) && user?.username_key !== name) {
      const other = this.#padded("username_key", name) ?? numbered(byName.get(withoutZeros(name)), "username_key");
      if (other && other.key !== name) {
        open.push(
          openFor("lostZeros", `The username ${row.username ?? name} may be ${other.key} without its leading zeros.`),
        );
      }
    }
    if (id !== null && digits.test(id) && user?.external_key !== id) {
      const other = this.#padded("external_key", id) ?? numbered(byExternalId.get(withoutZeros(id)), "external_key");
      if (other && other.key !== id) {
        const message = `The external id ${id} may be ${other.key} of ${other.username} without its leading zeros.`;
        open.push(openFor("lostZeros", message));
      }
    }
    return open;
  }
}

const numbered = (user: StoredUser | undefined, column: "username_key" | "external_key"): Numbered | undefined =>
  user && { key: user[column] ?? "", pk: user.pk, username: user.username };
