import { users } from "#shared/contract/directory.ts";
import type { SeedResult } from "#shared/contract/seeds.ts";
import type { Policy } from "#shared/model/policy.ts";
import { nameKey } from "#shared/model/text.ts";
import { textOfIssue } from "#shared/texts/issues.ts";
import { text, type Text } from "#shared/texts/text.ts";
import type { Candidate, Entry, RefusedEntry } from "../../formats/format.ts";
import { judge } from "../../formats/judge.ts";
import type { Keys } from "../../keys/keys.ts";
import { standingTokensOf } from "../../store/factors/tokens.ts";
import { userWithExternalId } from "../../store/people/find-users.ts";
import { userWhoLooksLike, type StoredUser } from "../../store/people/users.ts";
import type { Db } from "../../store/store.ts";
import { Fit, type Receiver } from "../../twofactor/fit.ts";
import { unsealSeed } from "../../twofactor/match.ts";
import { refusedParameters } from "../../twofactor/parameters.ts";
import { Fingerprints } from "./fingerprints.ts";
import { Inventory } from "./inventory.ts";
import { LikelyOwners } from "./likely.ts";
import { type OwnerFound, ownersOf } from "./owners.ts";
import { Seen } from "./seen.ts";

export interface DecideOptions {
  unmatched: "leave" | "create";
  /** Entry -> username. */
  assigned: ReadonlyMap<number, string>;
  leftOut: ReadonlySet<number>;
  /** Keys of the names of whom an entry must be to be wanted (`nameKey`); null: everybody. */
  only: ReadonlySet<string> | null;
  stock: "unowned" | "all" | "none";
  /** Whether somebody is told who may be meant by entries that are nobody's. */
  guess: boolean;
}

/** Somebody who is created, by `nameKey` of the username. */
export interface NewOwner {
  key: string;
  username: string;
  name: string;
  email: string;
  externalId: string;
}

/** What becomes of an entry. Its key goes with it: whoever takes this wipes it. */
export interface Decided {
  result: SeedResult;
  /** With `create`: what is created. */
  entry: Entry | null;
  user: StoredUser | null;
  newOwner: NewOwner | null;
  /** Whether it is a hardware token of the inventory. */
  device: boolean;
}

const saidOf = ({ username, name, email, externalId }: Entry["owner"]): string[] => [
  ...new Set([username, name, email, externalId].filter((one) => one !== "")),
];

const plain = (entry: Entry | RefusedEntry): SeedResult => ({
  at: entry.at,
  verdict: "refused",
  issuer: entry.issuer,
  account: entry.account,
  type: entry.verdict === "kept" ? entry.kind : entry.type,
  algorithm: entry.verdict === "kept" ? entry.algorithm : null,
  digits: entry.verdict === "kept" ? entry.digits : null,
  period: entry.verdict === "kept" && entry.kind === "totp" ? entry.period : null,
  counter: entry.verdict === "kept" ? entry.counter : null,
  serial: entry.verdict === "kept" ? entry.serial : "",
  owner: null,
  into: null,
  said: entry.verdict === "kept" ? saidOf(entry.owner) : [],
  ownerless: false,
  likely: [],
  reason: entry.verdict === "refused" ? entry.reason : null,
  remarks: [],
  notKept: entry.verdict === "kept" ? [...entry.notKept] : [],
});

const { username, name, email, externalId } = users.add.input.shape;

/** A person as the directory takes them by hand, or why not. What else the file has of them is taken if it is sound. */
function newOwnerOf({ owner, account }: Entry): { made: NewOwner } | { why: Text } {
  const wanted = [owner.username, owner.email, account].find((one) => one !== "");
  if (wanted === undefined) return { why: text("seedImports.noOwner") };
  const parsed = username.safeParse(wanted);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { why: issue ? textOfIssue(issue) : text("seedImports.noOwner") };
  }
  const mail = owner.email || (wanted.includes("@") ? wanted : "");
  const made = {
    key: nameKey(parsed.data),
    username: parsed.data,
    name: name.safeParse(owner.name).data ?? "",
    email: email.safeParse(mail).data ?? "",
    externalId: externalId.safeParse(owner.externalId).data ?? "",
  };
  return { made };
}

const receiverOf = (owner: StoredUser | NewOwner): Receiver =>
  "pk" in owner ? owner : { ...owner, external_id: owner.externalId, pk: null };

/** Decides entries in their order; each one may depend on those before it. */
export class Deciding {
  readonly #db: Db;
  readonly #keys: Keys;
  readonly #policy: Policy;
  readonly #options: DecideOptions;
  readonly #fingerprints = new Fingerprints();
  /** What each owner has or will have: `ofAll` of an owner -> the entry that brings it, or 0. */
  readonly #standing = new Seen();
  readonly #newOwners = new Map<string, NewOwner>();
  readonly #likely: LikelyOwners | null;
  #inventory: Inventory | null = null;
  #fit: Fit | null = null;
  #ownerless = 0;

  constructor(db: Db, keys: Keys, policy: Policy, options: DecideOptions) {
    this.#db = db;
    this.#keys = keys;
    this.#policy = policy;
    this.#options = options;
    this.#likely = options.guess ? new LikelyOwners(db) : null;
  }

  get newOwners(): number {
    return this.#newOwners.size;
  }

  /** How many entries need an owner whom nobody in the directory is. */
  get ownerless(): number {
    return this.#ownerless;
  }

  async decide(candidates: readonly Candidate[]): Promise<Decided[]> {
    const judged = candidates.map(judge);
    const kept = judged.filter((entry) => entry.verdict === "kept");
    const owners = new Map<number, OwnerFound>();
    for (const [index, found] of (await ownersOf(this.#db, kept, this.#options.assigned)).entries()) {
      owners.set(kept[index]?.at ?? 0, found);
    }
    await this.#noteStanding([...owners.values()]);
    if (!this.#inventory && this.#options.stock !== "none" && kept.some(({ serial }) => serial !== "")) {
      this.#inventory = await Inventory.open(this.#db, this.#keys, this.#fingerprints);
    }
    const decided: Decided[] = [];
    for (const entry of judged) {
      decided.push(
        entry.verdict === "kept"
          ? await this.#decide(entry, owners.get(entry.at) ?? { nobody: null })
          : { result: plain(entry), entry: null, user: null, newOwner: null, device: false },
      );
    }
    await this.#guess(kept, decided);
    return decided;
  }

  /** Says who may be meant by what is nobody's. */
  async #guess(kept: readonly Entry[], decided: readonly Decided[]): Promise<void> {
    const results = new Map(decided.flatMap(({ result }) => (result.ownerless ? [[result.at, result] as const] : [])));
    this.#ownerless += results.size;
    if (this.#likely === null || results.size === 0) return;
    for (const [at, likely] of await this.#likely.of(kept.filter((entry) => results.has(entry.at)))) {
      const result = results.get(at);
      if (result) result.likely = likely;
    }
  }

  /** What the owners have already. */
  async #noteStanding(owners: readonly OwnerFound[]): Promise<void> {
    const ids = owners.flatMap((owner) => ("user" in owner ? owner.user.id : []));
    if (ids.length === 0) return;
    for (const token of await standingTokensOf(this.#db, ids)) {
      if (token.seed === null) continue;
      const seed = unsealSeed(this.#keys, token);
      const owned = this.#fingerprints.ofAll(seed, token, token.user_id ?? "");
      if (this.#standing.get(owned) === undefined) this.#standing.set(owned, 0);
      seed.fill(0);
    }
  }

  /** @returns why an owner has the same already; null for something new, which the owner has from here on */
  #knownOf(entry: Entry, owner: string): Text | null {
    const owned = this.#fingerprints.ofAll(entry.seed, entry, owner);
    const before = this.#standing.get(owned);
    if (before === undefined) {
      this.#standing.set(owned, entry.at);
      return null;
    }
    return before === 0 ? text("seedImports.known") : text("seedImports.same", { at: before });
  }

  async #decide(entry: Entry, found: OwnerFound): Promise<Decided> {
    const result = plain(entry);
    const settled = (verdict: SeedResult["verdict"], reason: Text | null): Decided => {
      entry.seed.fill(0);
      return { result: { ...result, verdict, reason }, entry: null, user: null, newOwner: null, device: false };
    };
    if (!this.#isWanted(entry)) return settled("leftOut", text("seedImports.notWanted"));
    if (this.#options.leftOut.has(entry.at)) return settled("leftOut", text("seedImports.leftOutByHand"));
    const user = "user" in found ? found.user : null;
    const isDevice = entry.serial !== "" && this.#options.stock !== "none" && (!user || this.#options.stock === "all");
    if (user?.status === "left") return settled("refused", text("seedImports.hasLeft", { username: user.username }));
    let newOwner: NewOwner | null = null;
    if (!user && "nobody" in found && !isDevice) {
      result.ownerless = true;
      if (found.nobody !== null) return settled("leftOut", found.nobody);
      if (this.#options.unmatched === "leave") return settled("leftOut", text("seedImports.nobody"));
      const created = await this.#newOwner(entry);
      if ("why" in created) return settled("refused", created.why);
      newOwner = created.made;
    }
    const all = isDevice ? this.#fingerprints.ofAll(entry.seed, entry) : null;
    const clash = all && this.#deviceClash(entry, all);
    if (clash) return settled(clash.verdict, clash.reason);
    const owner = user?.id ?? newOwner?.key;
    if (owner !== undefined) {
      const known = this.#knownOf(entry, owner);
      if (known) return settled("unchanged", known);
    }
    return {
      result: {
        ...result,
        verdict: "create",
        owner: user
          ? { id: user.id, username: user.username, name: user.name }
          : newOwner && { id: null, username: newOwner.username, name: newOwner.name },
        into: owner === undefined ? "inventory" : "person",
        remarks: await this.#remarks(entry, user ?? newOwner, all),
      },
      entry,
      user,
      newOwner,
      device: isDevice,
    };
  }

  /** By whatever the file says of whose it is. */
  #isWanted({ owner, account }: Entry): boolean {
    const { only } = this.#options;
    const names = [owner.username, owner.email, owner.externalId, account];
    return only === null || names.some((one) => one !== "" && only.has(nameKey(one)));
  }

  async #newOwner(entry: Entry): Promise<ReturnType<typeof newOwnerOf>> {
    const created = newOwnerOf(entry);
    if ("why" in created) return created;
    const { made } = created;
    const known = this.#newOwners.get(made.key);
    if (known) return { made: known };
    const alike = await userWhoLooksLike(this.#db, made.username);
    if (alike) return { why: text("imports.looksLike", { whose: alike.username }) };
    const id = made.externalId === "" ? undefined : await userWithExternalId(this.#db, nameKey(made.externalId));
    if (id) return { why: text("imports.externalIdTaken", { username: id.username }) };
    this.#newOwners.set(made.key, made);
    return created;
  }

  #deviceClash({ serial }: Entry, all: Buffer): { verdict: "unchanged" | "refused"; reason: Text } | null {
    const known = this.#inventory?.withSerial(serial);
    if (!known) return null;
    return known.all?.equals(all)
      ? { verdict: "unchanged", reason: text("seedImports.inInventory", { serial: known.serial }) }
      : { verdict: "refused", reason: text("seedImports.serialTaken", { serial: known.serial }) };
  }

  #deviceRemarks({ serial, seed }: Entry, all: Buffer): Text[] {
    const fingerprint = this.#fingerprints.ofSeed(seed);
    const other = this.#inventory?.withSeed(fingerprint, serial);
    this.#inventory?.add(serial, fingerprint, all);
    return other === undefined ? [] : [text("seedImports.sameKeyAs", { serial: other })];
  }

  /** @param device the fingerprint of a hardware token; null: it is none */
  async #remarks(entry: Entry, owner: StoredUser | NewOwner | null, device: Buffer | null): Promise<Text[]> {
    return [
      ...this.#policyRemarks(entry),
      ...(await this.#fitRemarks(entry, owner, device !== null)),
      ...(device === null ? [] : this.#deviceRemarks(entry, device)),
    ];
  }

  /** It exists, so it is not refused: what cannot be handed to a system that new ones have to fit is said. */
  async #fitRemarks(entry: Entry, owner: StoredUser | NewOwner | null, isDevice: boolean): Promise<Text[]> {
    if (owner === null) return [];
    this.#fit ??= await Fit.read(this.#db, this.#keys);
    const { kind, algorithm, digits, period, issuer, model, serial, seed, counter } = entry;
    const why = await this.#fit.whyNot(receiverOf(owner), [], {
      parameters: { kind, algorithm, digits, period },
      label: isDevice ? model : issuer,
      serial: isDevice ? serial : undefined,
      keyBytes: seed.length,
      lastCounter: (counter ?? 0) - 1,
    });
    return why === null ? [] : [why];
  }

  #policyRemarks(entry: Entry): Text[] {
    return Object.values(refusedParameters(this.#policy, entry)).map((why) =>
      text("seedImports.beyondPolicy", { why }),
    );
  }
}
