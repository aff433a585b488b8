import type { Verdict, VerificationReason } from "#shared/model/records.ts";
import type { TokenId } from "#shared/model/ids.ts";
import type { TokenRow } from "../store/migrations/schema.ts";

type Target = Verdict["targets"][number];

/** A device's counter, or a clock that nobody can set: too far off, its code looks like any wrong one. */
const canBeFar = ({ kind, hardware_id, status }: TokenRow): boolean =>
  status === "active" && (kind === "hotp" || hardware_id !== null);

/** Unlocking any of them ends the person's waiting period; a locked one is the likeliest to be meant. */
function unlockable(tokens: readonly TokenRow[]): TokenRow[] {
  for (const status of ["locked", "active", "pending"] as const) {
    const found = tokens.filter((token) => token.status === status);
    if (found.length > 0) return status === "locked" ? found : found.slice(0, 1);
  }
  return [];
}

const toTarget = ({ id, label, serial }: TokenRow): Target => ({ tokenId: id, label: label || (serial ?? "") });

/**
 * The authenticators with which something can be done about a refusal that names none. It depends on the person's
 * authenticators alone: whoever guesses learns nothing from it.
 *
 * @param tokens all of the person's
 * @param wanted the only one that was meant; any if omitted
 */
export function targetsOf(reason: VerificationReason, tokens: readonly TokenRow[], wanted?: TokenId): Target[] {
  if (reason === "throttled") return unlockable(tokens).map(toTarget);
  if (reason !== "wrong_code") return [];
  return tokens.filter((token) => canBeFar(token) && (wanted === undefined || token.id === wanted)).map(toTarget);
}
