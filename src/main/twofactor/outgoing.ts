import type { Outgoing } from "../formats/format.ts";
import { madeSerial } from "../formats/made-serial.ts";
import type { TokenRow } from "../store/migrations/schema.ts";
import type { StoredUser } from "../store/people/users.ts";
import { personAccount } from "./account-label.ts";
import { nextCounter } from "./match.ts";

/** An authenticator with its person. */
export interface OfPerson {
  user: Pick<StoredUser, "username" | "name" | "email" | "external_id">;
  token: Pick<
    TokenRow,
    | "id"
    | "label"
    | "kind"
    | "algorithm"
    | "digits"
    | "period"
    | "serial"
    | "hardware_id"
    | "last_step"
    | "drift"
    | "created_at"
  >;
  /** All that the person has. */
  own: readonly Pick<TokenRow, "id" | "label" | "status">[];
}

/** What a format is told of an authenticator. Its key is what is given: whoever gave it wipes it. */
export function outgoingOf({ user, token, own }: OfPerson, issuer: string, seed: Buffer): Outgoing {
  const { kind, algorithm, digits, period, last_step, drift, label } = token;
  const hardware = token.hardware_id !== null;
  return {
    username: user.username,
    name: user.name,
    email: user.email,
    externalId: user.external_id,
    label,
    serial: hardware && token.serial !== null ? token.serial : madeSerial(token),
    hardware,
    model: hardware ? label : "",
    issuer,
    account: personAccount(user.username, token, own),
    kind,
    algorithm,
    digits,
    period,
    seed,
    counter: kind === "hotp" ? nextCounter(token) : 0,
    lastStep: kind === "totp" ? last_step : null,
    drift,
    createdAt: token.created_at,
  };
}
