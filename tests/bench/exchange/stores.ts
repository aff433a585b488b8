import { createHash } from "node:crypto";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { openRaw } from "#main/store/sqlite/open.ts";
import { storeFolder } from "#main/store/data-folder.ts";
import { addressIn } from "#main/store/open.ts";
import type { StoreAddress } from "#main/store/store.ts";
import { Keys } from "#main/keys/keys.ts";
import { makeSample, sampleTime } from "../../support/sample-store.ts";

export const actor = { id: "0197a000-0000-7000-8000-000000000000", name: "Olga" };

export const context = { signal: new AbortController().signal, onProgress: () => undefined };

export const keyOf = (n: number): Buffer => createHash("sha1").update(String(n)).digest();

export const usernameOf = (n: number): string => `user${n}`;

export interface Made {
  dataDir: string;
  address: StoreAddress;
  dataKey: Buffer;
}

const insertUser = `
  INSERT INTO users (pk, id, username, username_key, name, name_sort, email, external_id, notes, status, ordinal, search,
    created_at, updated_at)
  VALUES (?, ?, ?, ?, ?, ?, '', '', '', 'active', ?, '', ?, ?)`;

export const insertToken = `
  INSERT INTO tokens (id, user_id, kind, label, algorithm, digits, period, status, seed, created_at, activated_at)
  VALUES (?, ?, 'totp', 'Phone', 'SHA1', 6, 30, 'active', ?, ?, ?)`;

/** A store of people in the order of their numbers, who cannot be searched for. @param enrolled whether each has an authenticator */
export async function makePeople(dataDir: string, people: number, enrolled: boolean): Promise<Made> {
  mkdirSync(dataDir, { mode: 0o700 });
  const sample = await makeSample(dataDir, { users: 0, events: 0 });
  await sample.store.close();
  const raw = await openRaw(sample.store.address.file, {});
  const user = raw.prepare(insertUser);
  const token = raw.prepare(insertToken);
  raw
    .transaction(() => {
      for (let n = 1; n <= people; n += 1) {
        const username = usernameOf(n);
        const sort = `person ${String(n).padStart(8, "0")}`;
        const id = uuidv7({ msecs: sampleTime, seq: n });
        user.run(n, id, username, username, `Person ${n}`, sort, n * 1024, sampleTime, sampleTime);
        if (!enrolled) continue;
        const tokenId = uuidv7({ msecs: sampleTime, seq: n });
        const seed = sample.keys.seal({ table: "tokens", column: "seed", row: tokenId }, keyOf(n));
        token.run(tokenId, id, seed, sampleTime, sampleTime);
      }
      raw.prepare("DELETE FROM user_counts").run();
      raw.prepare("INSERT INTO user_counts SELECT status, enrolment, count(*) FROM users GROUP BY 1, 2").run();
    })
    .immediate();
  raw.pragma("wal_checkpoint(TRUNCATE)");
  raw.close();
  return { dataDir, address: sample.store.address, dataKey: sample.dataKey };
}

/** Works with a copy of a store, since an import into it is its first. */
export async function withCopy<T>(of: Made, work: (copy: Made) => Promise<T>): Promise<T> {
  const dataDir = `${of.dataDir}-copy`;
  mkdirSync(dataDir, { mode: 0o700 });
  cpSync(storeFolder(of.dataDir), join(dataDir, "store"), { recursive: true });
  try {
    return await work({ ...of, dataDir, address: addressIn(dataDir) });
  } finally {
    rmSync(dataDir, { recursive: true });
  }
}

/** The job's own copy: it wipes what it is given. */
export const keyFor = ({ dataKey }: Made): Uint8Array => Uint8Array.from(dataKey);

export const keysOf = ({ dataKey }: Made): Keys => new Keys(dataKey);

export async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
