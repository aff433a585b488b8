import { AppError } from "#shared/errors.ts";
import type { HardwareTokenId, TokenId } from "#shared/model/ids.ts";
import { sentences, text, type Text } from "#shared/texts/text.ts";
import type { Change } from "../call/change.ts";
import { whyNotCarried } from "../formats/carries.ts";
import type { Keys } from "../keys/keys.ts";
import { systemsToFit, type ToFit, whyUnfit } from "../policy/fit.ts";
import { issuerOf, seedLength } from "../policy/new-authenticators.ts";
import { readPolicy } from "../policy/policy.ts";
import { readConsole } from "../store/console/console.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import { isMember } from "../store/people/groups.ts";
import type { StoredUser } from "../store/people/users.ts";
import type { Db } from "../store/store.ts";
import { unsealSeed } from "./match.ts";
import { outgoingOf } from "./outgoing.ts";
import type { TokenParameters } from "./totp.ts";

/** An authenticator that somebody is about to get. */
export interface Coming {
  parameters: TokenParameters;
  label: string;
  /** The one that ends with its first code. */
  replaces?: TokenId | null | undefined;
  /** Of a hardware token. */
  serial?: string | undefined;
  /** Length of its key in bytes, where it is not made here. */
  keyBytes?: number | undefined;
  /** The last counter value that was used; by default the first, which confirms it. */
  lastCounter?: number | undefined;
}

/** Whose it will be. Somebody new is in no group. */
export type Receiver = Pick<StoredUser, "username" | "name" | "email" | "external_id"> & { pk: number | null };

const nobody = "00000000-0000-0000-0000-000000000000";

/** As a row, of which nothing but what a format is told is looked at. */
function comingAsRow({ parameters, label, serial, lastCounter = 0 }: Coming) {
  return {
    id: nobody as TokenId,
    label,
    ...parameters,
    serial: serial ?? null,
    hardware_id: serial === undefined ? null : (nobody as HardwareTokenId),
    last_step: parameters.kind === "hotp" ? lastCounter : null,
    drift: 0,
    created_at: 0,
  };
}

/** Whether what people get fits the systems that it has to fit. Read once for any number of them. */
export class Fit {
  readonly #db: Db;
  readonly #keys: Keys;
  readonly #systems: readonly ToFit[];
  readonly #issuer: string;

  private constructor(db: Db, keys: Keys, systems: readonly ToFit[], issuer: string) {
    this.#db = db;
    this.#keys = keys;
    this.#systems = systems;
    this.#issuer = issuer;
  }

  static async read(db: Db, keys: Keys): Promise<Fit> {
    const systems = await systemsToFit(db);
    const issuer = systems.length === 0 ? "" : issuerOf(await readPolicy(db), await readConsole(db));
    return new Fit(db, keys, systems, issuer);
  }

  /** Whether no system has to be fitted. */
  get isFree(): boolean {
    return this.#systems.length === 0;
  }

  /** How many of somebody's active ones a system holds. */
  #held({ carries, settings }: ToFit, user: Receiver, own: readonly TokenRow[], coming: Coming): number {
    const staying = own.filter(
      ({ id, status, seed }) => status === "active" && seed !== null && id !== coming.replaces,
    );
    return staying.filter((token) => {
      const seed = unsealSeed(this.#keys, token);
      const why = whyNotCarried(carries, outgoingOf({ user, token, own }, this.#issuer, seed), settings);
      seed.fill(0);
      return why.length === 0;
    }).length;
  }

  /**
   * Why somebody cannot get an authenticator, for each system that cannot hold it; null if all can.
   *
   * @param own all that the person has
   */
  async whyNot(user: Receiver, own: readonly TokenRow[], coming: Coming): Promise<Text | null> {
    const reasons: Text[] = [];
    for (const system of this.#systems) {
      const { group, carries } = system;
      if (group !== null && (user.pk === null || !(await isMember(this.#db, group, user.pk)))) continue;
      const seed = Buffer.alloc(coming.keyBytes ?? seedLength);
      const outgoing = outgoingOf({ user, token: comingAsRow(coming), own }, this.#issuer, seed);
      const most = carries.perPerson;
      const isFull = most !== null && this.#held(system, user, own, coming) >= most;
      const why = whyUnfit(system, outgoing, isFull ? [text("targets.fullThere", { most })] : []);
      if (why !== null) reasons.push(why);
    }
    const [first, ...others] = reasons;
    return first === undefined ? null : sentences(first, ...others);
  }
}

/**
 * Before anything of it is shown: what somebody gets has to fit.
 *
 * @param field that shows it
 * @throws AppError POLICY_REFUSED
 */
export async function requireFit(
  { tx, keys }: Pick<Change, "tx" | "keys">,
  user: Receiver,
  own: readonly TokenRow[],
  coming: Coming,
  field?: string,
): Promise<void> {
  const fit = await Fit.read(tx, keys);
  const why = await fit.whyNot(user, own, coming);
  if (why !== null) throw new AppError("POLICY_REFUSED", { text: why, ...(field ? { fields: { [field]: why } } : {}) });
}
