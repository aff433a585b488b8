import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import type { Keys, Place } from "../keys/keys.ts";
import { readSigning, writeSigning } from "../store/console/audit-checkpoints.ts";
import type { Db, Tx } from "../store/store.ts";

const placeOf = (publicKey: Buffer): Place => ({
  table: "audit_signing",
  column: "sealed",
  row: publicKey.toString("hex"),
});

export interface SigningKey {
  /** DER of SubjectPublicKeyInfo. */
  publicKey: Buffer;
  privateKey: KeyObject;
}

function opened(publicKey: Buffer, der: Buffer): SigningKey {
  try {
    return { publicKey, privateKey: createPrivateKey({ key: der, format: "der", type: "pkcs8" }) };
  } finally {
    der.fill(0);
  }
}

/** The store's key. @returns null before the first checkpoint. @throws AppError SEAL_BROKEN */
export async function signingKey(db: Db, keys: Keys): Promise<SigningKey | null> {
  const known = await readSigning(db);
  return known ? opened(known.public_key, keys.unseal(placeOf(known.public_key), known.sealed)) : null;
}

/** The store's key, made if there is none. @param at UTC milliseconds. @throws AppError SEAL_BROKEN */
export async function ownSigningKey(tx: Tx, keys: Keys, at: number): Promise<SigningKey> {
  const known = await signingKey(tx, keys);
  if (known) return known;
  const { publicKey, privateKey } = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { format: "der", type: "spki" },
    privateKeyEncoding: { format: "der", type: "pkcs8" },
  });
  await writeSigning(tx, { public_key: publicKey, sealed: keys.seal(placeOf(publicKey), privateKey), created_at: at });
  return opened(publicKey, privateKey);
}

/** Seals it under another data key. @returns whether there is one. @throws AppError SEAL_BROKEN */
export async function resealSigningKey(tx: Tx, before: Keys, after: Keys): Promise<boolean> {
  const known = await readSigning(tx);
  if (!known) return false;
  const place = placeOf(known.public_key);
  const der = before.unseal(place, known.sealed);
  await writeSigning(tx, { ...known, sealed: after.seal(place, der) });
  der.fill(0);
  return true;
}
