import type { InputOf } from "#shared/contract/index.ts";
import type { VaultSlot, VaultStatus } from "#shared/contract/vault.ts";
import { AppError } from "#shared/errors.ts";
import { VaultSlotId } from "#shared/model/ids.ts";
import { text } from "#shared/texts/text.ts";
import { epoch, hour, recoveryKey } from "./records.ts";

const slotId = (n: number): VaultSlotId =>
  VaultSlotId.parse(`0192f0c4-000a-7000-8000-${n.toString(16).padStart(12, "0")}`);

const slot = (n: number, over: Partial<VaultSlot>): VaultSlot => ({
  id: slotId(n),
  kind: "passphrase",
  label: "",
  createdAt: epoch - 24 * hour,
  checkedAt: null,
  shares: null,
  desk: null,
  ...over,
});

const monthsAgo = (months: number): number => Date.now() - months * 30 * 24 * hour;

export const wrongSecret = "wrong";

/** A share in the length and form of a real one. */
export const shareOf = (n: number): string => `0${n}4Q-MR8T-${recoveryKey}-4TQX-1M0V`;

export interface VaultScenario {
  /** The recovery key exists in three shares, two of them needed. */
  shares?: boolean;
  /** It was made and tested this long ago. */
  testedMonthsAgo?: number;
  /** Nobody has tested it since. */
  untested?: boolean;
  passphraseAtStart?: boolean;
  /** Another computer's keychain opens the console, too. */
  otherDesk?: boolean;
}

/** The ways into the keys of a console, and their care. */
export function vaultHandlers({
  shares = false,
  testedMonthsAgo = 1,
  untested = false,
  passphraseAtStart = false,
  otherDesk = false,
}: VaultScenario) {
  const createdAt = monthsAgo(testedMonthsAgo);
  const made = { createdAt, checkedAt: untested ? null : createdAt };
  const status: VaultStatus = {
    slots: [
      slot(1, { kind: "keychain", desk: { name: "reception", here: true } }),
      ...(otherDesk ? [slot(6, { kind: "keychain", desk: { name: "back office", here: false } })] : []),
      slot(2, { label: "Safe in the cellar" }),
      slot(3, { kind: "password" }),
      shares
        ? slot(4, { kind: "shares", shares: { total: 3, needed: 2 }, ...made })
        : slot(4, { kind: "recovery", ...made }),
    ],
    keyCreatedAt: epoch - 400 * 24 * hour,
    sealedValues: 11_902,
    passphraseAtStart,
    keychainReachable: true,
  };
  const passphrase = status.slots.find(({ kind }) => kind === "passphrase");
  const recovery = status.slots.at(-1);
  if (!passphrase || !recovery) throw new Error("The fake vault lacks its slots.");
  return {
    "vault.status": () => status,
    "vault.addPassphrase": ({ label }: InputOf<"vault.addPassphrase">): VaultSlot => {
      if (status.slots.some((one) => one.label === label)) {
        throw new AppError("CONFLICT", { fields: { label: text("vault.labelTaken") } });
      }
      const added = slot(5, { label });
      status.slots = [...status.slots, added];
      return added;
    },
    "vault.changePassphrase": ({ current }: InputOf<"vault.changePassphrase">): VaultSlot => {
      if (current === wrongSecret) throw new AppError("UNLOCK_REFUSED");
      return passphrase;
    },
    "vault.removeSlot": ({ id }: InputOf<"vault.removeSlot">) => {
      status.slots = status.slots.filter((one) => one.id !== id);
      return {};
    },
    "vault.check": (input: InputOf<"vault.check">): VaultSlot => {
      if ("shares" in input) {
        const foreign = input.shares.findIndex((share) => share.startsWith(wrongSecret));
        if (foreign >= 0) {
          throw new AppError("SHARES_REFUSED", { fields: { [`shares.${foreign}`]: text("input.notAShare") } });
        }
      } else if (Object.values(input).includes(wrongSecret)) throw new AppError("UNLOCK_REFUSED");
      recovery.checkedAt = Date.now();
      return recovery;
    },
    "vault.prepareRecoveryKey": (input: InputOf<"vault.prepareRecoveryKey">) => ({
      recoveryKey: input.shares ? null : recoveryKey,
      shares: Array.from({ length: input.shares?.total ?? 0 }, (_, n) => shareOf(n + 1)),
    }),
    "vault.replaceRecoveryKey": (): VaultSlot => recovery,
    "vault.setPassphraseAtStart": ({ required }: InputOf<"vault.setPassphraseAtStart">): VaultStatus => {
      status.passphraseAtStart = required;
      return status;
    },
    "vault.bindKeychain": (): VaultStatus => status,
    "vault.rotate": ({ passphrases }: InputOf<"vault.rotate">) => {
      if (passphrases.includes(wrongSecret)) throw new AppError("UNLOCK_REFUSED");
      return {
        resealed: status.sealedValues,
        dropped: passphrases.length === 0 ? [passphrase.label] : [],
        desksEnded: otherDesk ? ["back office"] : [],
      };
    },
  };
}
