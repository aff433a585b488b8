import { type SeedImportId, UserId } from "#shared/model/ids.ts";
import type { ErrorDetails } from "#shared/errors.ts";
import { newId } from "../../base/ids.ts";
import type { Change } from "../../call/change.ts";
import type { JobContext } from "../../jobs/job.ts";
import { insertDevice } from "../../store/factors/hardware-tokens.ts";
import { rememberMade, settleMade } from "../../store/factors/seed-imports.ts";
import { insertToken, standingTokensOf } from "../../store/factors/tokens.ts";
import type { TokenRow } from "../../store/migrations/schema.ts";
import { insertUser, type StoredUser, userTarget } from "../../store/people/users.ts";
import { ownLabel } from "../../twofactor/labels.ts";
import { voidOutlived } from "../../twofactor/void-enrolment.ts";
import { pause } from "../stage.ts";
import type { NewOwner } from "./decide.ts";
import type { Prepared } from "./prepare.ts";

/** Entries between two checks of the signal. */
const entriesAtOnce = 500;

type Owner = Pick<StoredUser, "id" | "username">;

/** Writes what was prepared, in the caller's transaction. */
class Applying {
  readonly #made: Change;
  readonly #importId: SeedImportId;
  readonly #created = new Map<string, Owner>();
  /** Labels that the owners' authenticators have. */
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
    await rememberMade(tx, this.#importId, { user: id });
    await this.#audit("user.add", userTarget({ id, username }), {});
    const created = { id, username };
    this.#created.set(owner.key, created);
    return created;
  }

  /** Reads the labels of a page's owners at once. */
  async readLabels(page: readonly Prepared[]): Promise<void> {
    const ids = page.flatMap(({ user }) => (user && !this.#labels.has(user.id) ? user.id : []));
    if (ids.length === 0) return;
    for (const id of ids) this.#labels.set(id, []);
    for (const { user_id, label } of await standingTokensOf(this.#made.tx, ids)) {
      if (user_id !== null) this.#labels.get(user_id)?.push({ label });
    }
  }

  async #putToken(token: NonNullable<Prepared["token"]>, owner: Owner): Promise<void> {
    const { tx } = this.#made;
    const own = this.#labels.get(owner.id) ?? [];
    this.#labels.set(owner.id, own);
    const row: TokenRow = { ...token, user_id: owner.id, label: ownLabel(own, token.label) };
    own.push(row);
    await insertToken(tx, row);
    await rememberMade(tx, this.#importId, { token: row.id });
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
    if (status === "active") await voidOutlived(this.#made, owner);
  }

  async put({ user, newOwner, device, token }: Prepared): Promise<void> {
    const { tx } = this.#made;
    if (device) {
      await insertDevice(tx, device);
      await rememberMade(tx, this.#importId, { hardware: device.id });
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
  prepared: readonly Prepared[],
  { signal, onProgress }: JobContext,
): Promise<void> {
  const applying = new Applying(made, importId);
  for (let from = 0; from < prepared.length; from += entriesAtOnce) {
    const page = prepared.slice(from, from + entriesAtOnce);
    await applying.readLabels(page);
    for (const one of page) await applying.put(one);
    onProgress({ phase: "write", done: from + page.length, total: prepared.length });
    await pause(signal);
  }
  await settleMade(made.tx, importId);
}
