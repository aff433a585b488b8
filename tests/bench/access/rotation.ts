import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Raw } from "#main/store/sqlite/connection.ts";
import { openRaw } from "#main/store/sqlite/open.ts";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { countSealedRows } from "#main/store/console/rotation.ts";
import { rotateDataKey, type RotateInput } from "#main/vault/rotate-job.ts";
import { newDataKey } from "#main/keys/keys.ts";
import type { SessionId } from "#shared/model/ids.ts";
import { addressOf } from "#main/store/open.ts";
import type { Figure } from "../../../scripts/lib/measure.ts";
import { makeSample, sampleFolder, sampleTime } from "../../support/sample-store.ts";

const seeds = 100_000;

const input: Omit<RotateInput, "store" | "dataKey" | "newDataKey"> = {
  slots: [],
  session: { id: "0197a000-0000-7000-8000-000000000001" as SessionId, wrappedKey: null },
  actor: { id: "0197a000-0000-7000-8000-000000000000", name: "Olga" },
  at: sampleTime + 1000,
  dropped: 0,
  desksEnded: [],
};

/** Seeds as any program would keep them with AES-256-GCM: nonce (12) | ciphertext | tag (16), bound to their row. */
function seal(key: KeyObject, row: string, plain: Buffer): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(row));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: KeyObject, row: string, box: Buffer): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, 12));
  decipher.setAAD(Buffer.from(row));
  decipher.setAuthTag(box.subarray(-16));
  return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
}

interface Seed {
  rowid: number;
  id: string;
  seed: Buffer;
}

/** Every seed sealed by `seal`, in the same table: what the bare loop works on. */
function fillBare(raw: Raw, key: KeyObject): void {
  const rows = raw.prepare("SELECT rowid, id, seed FROM tokens").all() as Seed[];
  const update = raw.prepare("UPDATE tokens SET seed = ? WHERE rowid = ?");
  raw.transaction(() => {
    for (const { rowid, id } of rows) update.run(seal(key, id, randomBytes(20)), rowid);
  })();
  raw.pragma("wal_checkpoint(TRUNCATE)");
}

/** What any exchange of the key costs: each seed read, opened, sealed and written, in one transaction. */
function bareLoop(raw: Raw, from: KeyObject, to: KeyObject): void {
  const rows = raw.prepare("SELECT rowid, id, seed FROM tokens");
  const update = raw.prepare("UPDATE tokens SET seed = ? WHERE rowid = ?");
  raw
    .transaction(() => {
      for (const { rowid, id, seed } of rows.all() as Seed[]) update.run(seal(to, id, unseal(from, id, seed)), rowid);
    })
    .immediate();
  raw.pragma("wal_checkpoint(TRUNCATE)");
}

function elapsed(since: number): number {
  return (performance.now() - since) / 1000;
}

/** What the exchange of the data key costs, against a bare loop over the same seeds. */
export async function rotationFigures(): Promise<{ figures: Figure[]; close: () => void }> {
  const { folder, remove } = sampleFolder("bench-rotation");
  const [ours, bare] = [join(folder, "ours"), join(folder, "bare")];
  mkdirSync(ours, { mode: 0o700 });
  const sample = await makeSample(ours, { users: seeds, events: 0 });
  await sample.store.close();
  cpSync(ours, bare, { recursive: true });
  const [from, to] = [createSecretKey(newDataKey()), createSecretKey(newDataKey())];
  const filled = await openRaw(storeFile(bare), {});
  fillBare(filled, from);
  filled.close();
  let runs = 0;

  /** Each round works on a copy of its own. */
  const onCopy = async (of: string, work: (file: string) => Promise<number>): Promise<number> => {
    const copy = join(folder, `run-${(runs += 1)}`);
    cpSync(of, copy, { recursive: true });
    try {
      return await work(storeFile(copy));
    } finally {
      rmSync(copy, { recursive: true });
    }
  };
  const rotate = async (file: string): Promise<number> => {
    const begun = performance.now();
    const keys = { dataKey: Uint8Array.from(sample.dataKey), newDataKey: Uint8Array.from(newDataKey()) };
    const context = { signal: new AbortController().signal, onProgress: () => undefined };
    await rotateDataKey({ ...input, ...keys, store: addressOf(file) }, context);
    const took = elapsed(begun);
    const store = await openStore(file);
    const sealed = await countSealedRows(store.db);
    await store.close();
    if (sealed !== seeds + 1) throw new Error(`${sealed} values are sealed`);
    return took;
  };
  const loop = async (file: string): Promise<number> => {
    const begun = performance.now();
    const raw = await openRaw(file, {});
    bareLoop(raw, from, to);
    raw.close();
    return Promise.resolve(elapsed(begun));
  };
  return {
    figures: [
      {
        name: "data-key rotation of 100,000 seeds / bare unseal + seal + update loop",
        ours: () => onCopy(ours, rotate),
        baseline: () => onCopy(bare, loop),
        limit: 1.5,
        unit: "s",
        rounds: 5,
      },
    ],
    close: remove,
  };
}
