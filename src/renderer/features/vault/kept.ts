import type { VaultSlot } from "#shared/contract/vault.ts";

/** What was typed for the slots to keep, by id. */
export type Kept = Readonly<Record<string, string>>;

export const noneKept: Kept = {};

/** Slots that a rotation keeps if their passphrase is given. */
export const keepable = ({ kind }: VaultSlot): boolean => kind === "passphrase" || kind === "password";

const keptOnes = (slots: readonly VaultSlot[], kept: Kept): VaultSlot[] =>
  slots.filter(({ id }) => (kept[id] ?? "") !== "");

export const passphrasesOf = (slots: readonly VaultSlot[], kept: Kept): string[] =>
  keptOnes(slots, kept).map(({ id }) => kept[id] ?? "");

/** Slots that open nothing after the rotation. */
export const droppedOf = (slots: readonly VaultSlot[], kept: Kept): VaultSlot[] => {
  const staying = keptOnes(slots, kept);
  return slots.filter((slot) => !staying.includes(slot));
};

/** The position of a slot's passphrase in the request: the name of its field in an error. */
export const fieldOf = (slot: VaultSlot, slots: readonly VaultSlot[], kept: Kept): string =>
  `passphrases.${keptOnes(slots, kept).indexOf(slot)}`;
