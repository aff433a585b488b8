import type { VaultSlot } from "#shared/contract/vault.ts";

/** The recovery key, whole or in shares: kept on paper, it can be lost without anybody noticing. */
export const isRecovery = ({ kind }: VaultSlot): boolean => kind === "recovery" || kind === "shares";

/** The recovery key if nobody has tested it since it was made; undefined: it was tested, or there is none. */
export const untestedRecovery = (slots: readonly VaultSlot[]): VaultSlot | undefined =>
  slots.find((slot) => isRecovery(slot) && slot.checkedAt === null);

/** What an untested recovery key is announced as. */
export const untestedInWords = ({ kind }: VaultSlot): string =>
  kind === "shares"
    ? "The shares of the recovery key have not been tested yet"
    : "The recovery key has not been tested yet";
