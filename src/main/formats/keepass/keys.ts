import { createHash } from "node:crypto";
import { deriveAesRounds, deriveArgon2 } from "../derive.ts";
import { broken, damaged } from "../faults.ts";
import type { Opening } from "../format.ts";
import { text } from "#shared/texts/text.ts";
import { type Header, readDictionary } from "./header.ts";

/** By their UUIDs. */
const aesRounds = ["c9d9f39a628a4460bf740d08c18a4fea", "7c02bb8279a74ac0927d114a00648238"];
const argon2 = new Map([
  ["ef636ddf8c29444b91f7a9a403e30a0c", "d"],
  ["9e298b1956db4773b23dfc3ec6f0a1e6", "id"],
] as const);
/** 1.3, the only one that programs write. */
const argon2Version = 0x13;

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const numberOf = (value: Buffer | undefined): number => {
  if (value?.length === 4) return value.readUInt32LE();
  if (value?.length === 8) return Number(value.readBigUInt64LE());
  throw broken();
};

async function deriveNewer(composite: Buffer, parameters: Buffer, opening: Opening): Promise<Buffer> {
  const values = readDictionary(parameters);
  const id = values.get("$UUID")?.toString("hex") ?? "";
  const salt = values.get("S");
  if (salt === undefined) throw broken();
  if (aesRounds.includes(id)) {
    return deriveAesRounds(composite, { seed: salt, rounds: numberOf(values.get("R")) }, opening);
  }
  const variant = argon2.get(id as "9e298b1956db4773b23dfc3ec6f0a1e6");
  if (variant === undefined || numberOf(values.get("V")) !== argon2Version || values.has("K") || values.has("A")) {
    throw damaged(text("formats.keepassDerivation"));
  }
  const asked = {
    salt,
    memory: Math.floor(numberOf(values.get("M")) / 1024),
    passes: numberOf(values.get("I")),
    lanes: numberOf(values.get("P")),
    length: 32,
    variant,
  };
  return deriveArgon2(composite, asked, opening);
}

export interface MasterKeys {
  /** Of the cipher. */
  readonly content: Buffer;
  /** Of the MACs of version 4, before a block's number is in it. */
  readonly mac: Buffer;
}

/** @throws AppError COST_REFUSED, CANCELLED, FORMAT_UNREADABLE */
export async function masterKeys(
  { derivation, seed }: Header,
  passphrase: string,
  opening: Opening,
): Promise<MasterKeys> {
  const composite = sha256(sha256(Buffer.from(passphrase, "utf8")));
  const transformed =
    "parameters" in derivation
      ? await deriveNewer(composite, derivation.parameters, opening)
      : await deriveAesRounds(
          composite,
          { seed: derivation.transformSeed, rounds: Number(derivation.rounds) },
          opening,
        );
  composite.fill(0);
  const content = sha256(seed, transformed);
  const mac = createHash("sha512").update(seed).update(transformed).update(Uint8Array.of(1)).digest();
  transformed.fill(0);
  return { content, mac };
}
