import { type SeedImportId, UserId } from "#shared/model/ids.ts";
import type { ErrorDetails } from "#shared/errors.ts";
import { newId } from "../../base/ids.ts";
import type { Change } from "../../call/change.ts";
import type { JobContext } from "../../jobs/job.ts";
import { insertDevice } from "../../store/factors/hardware-tokens.ts";
import { type MadeRow, rememberMade, settleMade } from "../../store/factors/seed-imports.ts";
import { insertToken, standingTokensOf } from "../../store/factors/tokens.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { insertUser, type StoredUser, userTarget } from "../../store/people/users.ts";
import { ownLabel } from "../../twofactor/labels.ts";
import { voidOutlived } from "../../twofactor/void-enrolment.ts";
import { pause } from "../stage.ts";
import type { NewOwner } from "./decide.ts";
import type { PreparedFile, Ready } from "./prepared-file.ts";

type Owner = Pick<StoredUser, "id" | "username">;

/** Writes what was prepared, in the caller's transaction. */
class Applying {
  readonly #made: Change;
  readonly #importId: SeedImportId;
  readonly #created = new Map<string, Owner>();
  /** Of a page that are not remembered yet. */
  readonly #rows: MadeRow[] = [];
  /** Those of a page's owners whose enrolments wait for a first code. */
  readonly #waiting = new Set<UserId>();
  /** Labels that the authenticators of a page's owners have. */
  readonly #labels = new Map<UserId, Pick<TokenRow, "label">[]>();

  constructor(made: Change, importId: SeedImportId) {
    this.#made = made;
    this.#importId = importId;
  }

  #audit(action: string, target: { id: string; name: string }, details: ErrorDetails): Promise<void> {
    return this.#made.append({ action, target, details: { import: this.#importId, ...details } });
  }

  async #create(owner: NewOwner): Promise<Owner> {
    const known = this.#created.get(owner.key);
    if (known) return known;
    const { tx, at } = this.#made;
    const { username, name, email, externalId } = owner;
    const id = newId(UserId, at);
    const facts = { id, username, name, email, external_id: externalId, notes: "", created_at: at };
    await insertUser(tx, { ...facts, status: "active" });
    this.#rows.push({ user: id });
    await this.#audit("user.add", userTarget({ id, username }), {});
    const created = { id, username };
    this.#created.set(owner.key, created);
    return created;
  }

  async page(page: readonly Ready[]): Promise<void> {
    await this.#readLabels(page);
    for (const one of page) await this.#put(one);
    await rememberMade(this.#made.tx, this.#importId, this.#rows.splice(0));
  }

  /** Reads the labels of a page's owners at once. */
  async #readLabels(page: readonly Ready[]): Promise<void> {
    const owners = page.flatMap(({ user, newOwner }) => user ?? (newOwner && this.#created.get(newOwner.key)) ?? []);
    const ids = owners.map(({ id }) => id);
    this.#labels.clear();
    this.#waiting.clear();
    if (ids.length === 0) return;
    for (const id of ids) this.#labels.set(id, []);
    for (const { user_id, label, status } of await standingTokensOf(this.#made.tx, ids)) {
      if (user_id === null) continue;
      this.#labels.get(user_id)?.push({ label });
      if (status === "pending") this.#waiting.add(user_id);
    }
  }

  async #putToken(token: NonNullable<Ready["token"]>, owner: Owner): Promise<void> {
    const { tx } = this.#made;
    const own = this.#labels.get(owner.id) ?? [];
    this.#labels.set(owner.id, own);
    const row: TokenRow = { ...token, user_id: owner.id, label: ownLabel(own, token.label) };
    own.push(row);
    await insertToken(tx, row);
    this.#rows.push({ token: row.id });
    const { id, label, kind, algorithm, digits, period, serial, status } = row;
    await this.#audit("token.import", userTarget(owner), {
      tokenId: id,
      label,
      kind,
      algorithm,
      digits,
      ...(kind === "totp" ? { period } : {}),
      ...(serial === null ? {} : { serial }),
      status,
    });
    if (status === "active" && this.#waiting.has(owner.id)) await voidOutlived(this.#made, owner);
  }

  async #put({ user, newOwner, device, token }: Ready): Promise<void> {
    const { tx } = this.#made;
    if (device) {
      await insertDevice(tx, device);
      this.#rows.push({ hardware: device.id });
      const { model, kind, algorithm, digits, period } = device;
      const details = { model, kind, algorithm, digits, ...(kind === "totp" ? { period } : {}) };
      await this.#audit("hardware.add", { id: device.id, name: device.serial }, details);
    }
    if (!token) return;
    const owner = user ?? (newOwner && (await this.#create(newOwner)));
    if (owner) await this.#putToken(token, owner);
  }
}

/** @throws AppError CANCELLED */
export async function applySeeds(
  made: Change,
  importId: SeedImportId,
  prepared: PreparedFile,
  { signal, onProgress }: JobContext,
): Promise<void> {
  const applying = new Applying(made, importId);
  let done = 0;
  for await (const page of prepared.pages()) {
    await applying.page(page);
    onProgress({ phase: "write", done: (done += page.length), total: prepared.count });
    await pause(signal);
  }
  await settleMade(made.tx, importId);
}
