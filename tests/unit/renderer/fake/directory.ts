import type {
  BulkAct,
  Group,
  RowVerdict,
  SavedFilter,
  Selection,
  Sums,
  UserFilter,
} from "#shared/contract/directory.ts";
import type { InputOf, OutputOf, ParsedInputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { SavedFilterId } from "#shared/model/ids.ts";
import type { User } from "#shared/model/records.ts";
import { sortKey } from "#shared/model/text.ts";
import type { Handlers } from "./console.ts";
import { epoch, groupId, groupNames, hour, peopleOf, tokensOf, userId } from "./records.ts";
import { text } from "../../../../src/shared/texts/text.ts";

type Ref = InputOf<"users.get">["user"];
type ListInput = ParsedInputOf<"users.list">;

/** As many matches of a search as the console counts before it says "more than". */
const countedMatches = 500;

const sortedBy = (person: User): string => sortKey(person.name === "" ? person.username : person.name);

const textOf = ({ name, username, email, externalId }: User): string =>
  sortKey(`${name} ${username} ${email} ${externalId}`);

export const isMeant = (person: User, ref: Ref): boolean =>
  "id" in ref
    ? person.id === ref.id
    : "username" in ref
      ? person.username === ref.username
      : [person.username, person.externalId, person.email].includes(ref.identifier);

const fits = (person: User, { search, status, enrolment, group }: UserFilter): boolean =>
  (search === undefined || textOf(person).includes(sortKey(search))) &&
  (status === undefined || person.status === status) &&
  (enrolment === undefined || person.enrolment === enrolment) &&
  (group === undefined || person.groups.some(({ id }) => id === group));

/** Whom an act changes, leaves as they are, or must not touch. */
function verdictOn(person: User, act: BulkAct): Pick<RowVerdict, "verdict" | "message"> {
  if (person.username.startsWith("dmitri")) {
    return { verdict: "refused", message: text("plain.legacy", { sentence: "Is being changed by another window." }) };
  }
  const same =
    (act.kind === "setStatus" && person.status === act.status) ||
    (act.kind === "addToGroup" && person.groups.some(({ id }) => id === act.group)) ||
    (act.kind === "removeFromGroup" && !person.groups.some(({ id }) => id === act.group));
  return same ? { verdict: "unchanged", message: text("directory.noChange") } : { verdict: "done", message: null };
}

/** Users, groups and saved filters in the order and in the pages of a real directory. */
export class FakeDirectory {
  people: User[];
  readonly #sorted: { person: User; key: string }[];
  readonly #groups: Group[];
  #filters: SavedFilter[] = [];

  readonly #unconfirmed: () => boolean;

  /** @param unconfirmed whether nobody has confirmed the backup codes of anybody */
  constructor(count: number, unconfirmed: () => boolean = () => false) {
    this.#unconfirmed = unconfirmed;
    this.people = peopleOf(count);
    this.#sorted = this.people
      .map((person) => ({ person, key: sortedBy(person) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    this.#groups = groupNames.map((name, index) => ({
      id: groupId(index + 1),
      name,
      description: index === 0 ? "Wards 3 and 4, day and night" : "",
      members: this.people.filter((person) => person.groups.some((group) => group.name === name)).length,
      createdAt: epoch,
    }));
  }

  #find(ref: Ref): User {
    const found = this.people.find((person) => isMeant(person, ref));
    if (!found) throw new AppError("NOT_FOUND");
    return found;
  }

  #list({ cursor, startAt, after, fromEnd, limit = 50, sort: _sort, ...filter }: ListInput): OutputOf<"users.list"> {
    const whole = Object.values(filter).every((value) => value === undefined);
    const beyond = after === undefined ? -1 : this.#sorted.findIndex(({ person }) => person.id === after);
    const found = (whole ? this.#sorted : this.#sorted.filter(({ person }) => fits(person, filter))).filter(
      (row) => beyond === -1 || this.#sorted.indexOf(row) > beyond,
    );
    const { from, to } = rangeOf(found, { cursor, startAt, fromEnd, limit });
    const exact = filter.search === undefined || found.length <= countedMatches;
    return {
      rows: found.slice(from, to).map(({ person }) => person),
      nextCursor: to < found.length ? `after:${to}` : null,
      previousCursor: from > 0 ? `before:${from}` : null,
      total:
        cursor === undefined && fromEnd === undefined && after === undefined
          ? { count: exact ? found.length : countedMatches, exact }
          : null,
    };
  }

  #chosen(selection: Selection): User[] {
    if ("ids" in selection) return this.people.filter(({ id }) => selection.ids.includes(id));
    if ("addedBy" in selection) return [];
    const except = new Set(selection.except);
    return this.people.filter((person) => fits(person, selection.filter) && !except.has(person.id));
  }

  #bulk({ selection, act }: ParsedInputOf<"bulk.preview">, run: boolean): OutputOf<"bulk.preview"> {
    const sums: Sums = { total: 0, done: 0, unchanged: 0, refused: 0 };
    const rows = this.#chosen(selection).map((person): RowVerdict => {
      const found = verdictOn(person, act);
      sums.total += 1;
      sums[found.verdict] += 1;
      if (run && found.verdict === "done" && act.kind === "setStatus") person.status = act.status;
      return { userId: person.id, username: person.username, name: person.name, ...found };
    });
    const order = { refused: 0, done: 1, unchanged: 1 };
    const voided = { letters: 0, authenticators: 0, backupCodes: 0 };
    return { sums, voided, rows: rows.toSorted((a, b) => order[a.verdict] - order[b.verdict]) };
  }

  #findPeople({ search, status, limit = 8 }: InputOf<"users.find">): OutputOf<"users.find"> {
    const { rows } = this.#list({ search, status, limit: 200 });
    const words = sortKey(search).split(/\s+/u);
    const named = rows.filter(({ name }) =>
      words.every((word) => ` ${sortKey(name).replaceAll("-", " ")}`.includes(` ${word}`)),
    );
    const clear = named.length === 1 ? (named[0]?.id ?? null) : null;
    return { rows: [...new Set([...named, ...rows])].slice(0, limit), clear };
  }

  /** The enrolment that is under way. */
  #enrolling: User | undefined;

  begin(user: InputOf<"tokens.begin">["user"]): void {
    this.#enrolling = this.#find(user);
  }

  confirm(): void {
    if (this.#enrolling) this.#enrolling.enrolment = "active";
  }

  #detail({ user }: InputOf<"users.get">): OutputOf<"users.get"> {
    const person = this.#find(user);
    const at = epoch - 90 * 24 * hour;
    const usedAt = Array.from({ length: 10 }, (_, n) => (n < 7 ? null : at + n * 24 * hour));
    return {
      ...person,
      notes: "Works at two sites.\nCall ahead before a visit.",
      tokens: tokensOf(person),
      backupCodes:
        person.enrolment === "active"
          ? {
              total: 10,
              remaining: 7,
              createdAt: at,
              handedOverAt: this.#unconfirmed() ? null : at,
              low: false,
              usedAt,
            }
          : null,
    };
  }

  #add({ username, name = "", email = "", externalId = "" }: ParsedInputOf<"users.add">): User {
    const at = Date.now();
    const person: User = {
      id: userId(999),
      username,
      name,
      email,
      externalId,
      groups: [],
      status: "active",
      enrolment: "none",
      createdAt: at,
      updatedAt: at,
    };
    this.people.unshift(person);
    this.#sorted.unshift({ person, key: "" });
    return person;
  }

  #saveFilter({ name, filter, sort = "name" }: ParsedInputOf<"filters.save">): SavedFilter {
    const id = SavedFilterId.parse(`0192f0c4-0009-7000-8000-${String(this.#filters.length).padStart(12, "0")}`);
    const saved = { id, name, filter, sort };
    this.#filters = [...this.#filters.filter((other) => other.name !== name), saved];
    return saved;
  }

  #saveGroup(name: string, description: string): Group {
    const group = { id: groupId(this.#groups.length + 1), name, description, members: 0, createdAt: Date.now() };
    this.#groups.push(group);
    return group;
  }

  #groupById(id: string): Group {
    const found = this.#groups.find((group) => group.id === id);
    if (!found) throw new AppError("NOT_FOUND");
    return found;
  }

  readonly handlers: Handlers = {
    "users.list": (input) => this.#list(input as ListInput),
    "users.find": (input) => this.#findPeople(input),
    "users.get": (input) => this.#detail(input),
    "users.add": (input) => this.#add(input as ParsedInputOf<"users.add">),
    "users.edit": ({ groups: _groups, notes: _notes, ...input }) => Object.assign(this.#find({ id: input.id }), input),
    "users.setStatus": ({ user, status }) => Object.assign(this.#find(user), { status }),
    "users.delete": ({ user }) => {
      const gone = this.#find(user);
      this.people = this.people.filter((person) => person !== gone);
      return {};
    },
    "groups.list": () => ({ groups: this.#groups }),
    "groups.add": ({ name, description = "" }) => this.#saveGroup(name, description),
    "groups.edit": ({ id, ...changes }) => Object.assign(this.#groupById(id), changes),
    "groups.delete": ({ id }) => {
      this.#groups.splice(this.#groups.indexOf(this.#groupById(id)), 1);
      return {};
    },
    "filters.list": () => ({ filters: this.#filters }),
    "filters.save": (input) => this.#saveFilter(input as ParsedInputOf<"filters.save">),
    "filters.delete": ({ id }) => {
      this.#filters = this.#filters.filter((filter) => filter.id !== id);
      return {};
    },
    "bulk.preview": (input) => this.#bulk(input as ParsedInputOf<"bulk.preview">, false),
    "bulk.run": (input) => this.#bulk(input as ParsedInputOf<"bulk.run">, true),
  };
}

interface Wanted extends Pick<ListInput, "cursor" | "startAt" | "fromEnd"> {
  limit: number;
}

function rangeOf(found: readonly { key: string }[], { cursor, startAt, fromEnd, limit }: Wanted) {
  const before = (to: number) => ({ from: Math.max(0, to - limit), to });
  const after = (from: number) => ({ from, to: Math.min(found.length, from + limit) });
  if (fromEnd) return before(found.length);
  if (cursor !== undefined) {
    const [direction, index] = cursor.split(":");
    return direction === "before" ? before(Number(index)) : after(Number(index));
  }
  if (startAt === undefined) return after(0);
  const at = found.findIndex(({ key }) => key >= sortKey(startAt));
  return after(at === -1 ? found.length : at);
}
