import type { VaultSlot } from "#shared/contract/vault.ts";

/** What was typed for the slots to keep, by id. */
export type Kept = Readonly<Record<string, string>>;

export const keepNone = (slots: readonly VaultSlot[]): Kept => Object.fromEntries(slots.map(({ id }) => [id, ""]));

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

/** `passphrases.1` -> the field of the slot whose passphrase is sent second. */
export function fieldOf(path: string, slots: readonly VaultSlot[], kept: Kept): string {
  const [, position = ""] = /^passphrases\.(\d+)$/u.exec(path) ?? [];
  const slot = position === "" ? undefined : keptOnes(slots, kept)[Number(position)];
  return slot ? `kept.${slot.id}` : path;
}
