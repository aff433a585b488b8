import { base32nopad } from "@scure/base";
import Database from "better-sqlite3";
import { openStore } from "#main/store/sqlite/store.ts";
import { storeFile } from "#main/store/data-folder.ts";
import { seedPlace } from "#main/keys/keys.ts";
import { updateToken } from "#main/store/factors/tokens.ts";
import { matchDrifted } from "#main/twofactor/match.ts";
import { codeOfStep, stepAt, type TokenParameters } from "#main/twofactor/totp.ts";
import { openByKeychain } from "#main/keys/open.ts";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import type { TokenId } from "#shared/model/ids.ts";
import { v7 } from "uuid";
import { codeFor, type Harness, owner, type SetUp } from "./harness.ts";

const usual: TokenParameters = { kind: "totp", algorithm: "SHA1", digits: 6, period: 30 };

/** What shows codes: a phone or a device in a pocket. */
export class Authenticator {
  readonly seed: Buffer;
  readonly parameters: TokenParameters;

  /** @param seed bytes, or base32 as an enrolment shows it */
  constructor(seed: Buffer | string, parameters: Partial<TokenParameters> = {}) {
    this.seed = typeof seed === "string" ? Buffer.from(base32nopad.decode(seed)) : seed;
    this.parameters = { ...usual, ...parameters };
  }

  at(step: number): string {
    return codeOfStep(this.seed, step, this.parameters);
  }

  /** The code of the current time step, or of one `offset` steps away. */
  now(harness: Harness, offset = 0): string {
    return this.at(this.step(harness) + offset);
  }

  step(harness: Harness): number {
    return stepAt(harness.clock.now(), this.parameters.period);
  }

  /** A code that fits at none of the steps or counters that are looked at, nor with other parameters. */
  wrong(harness: Harness, digits = this.parameters.digits): string {
    const shown = new Set<string>();
    for (const algorithm of ["SHA1", "SHA256", "SHA512"] as const) {
      for (const period of [30, 60] as const) {
        const now = this.parameters.kind === "hotp" ? 60 : stepAt(harness.clock.now(), period);
        for (let step = Math.max(0, now - 60); step < now + 60; step += 1) {
          shown.add(codeOfStep(this.seed, step, { algorithm, digits }));
        }
      }
    }
    for (let guess = 0; ; guess += 1) {
      const code = String(guess).padStart(digits, "0");
      const moving = { ...this.parameters, digits, last_step: null, drift: 0 };
      if (!shown.has(code) && matchDrifted(this.seed, moving, code, harness.clock.now()) === null) return code;
    }
  }
}

/** Signs the owner in anew, where the clock has moved too far for the session. */
export async function signInAgain(harness: Harness, admin: SetUp): Promise<void> {
  await harness.call("access.signIn", { ...owner, code: codeFor(admin.secret, harness.clock) });
}

export const allowEverything = (harness: Harness): Promise<OutputOf<"policies.set">> =>
  harness.call("policies.set", { changes: { kinds: ["totp", "hotp"] } });

export interface Enrolled {
  tokenId: TokenId;
  phone: Authenticator;
  backupCodes: string[];
}

/** An active authenticator of a user who exists. The clock stays where it is. */
export async function enrolPhone(
  harness: Harness,
  username: string,
  input: Omit<InputOf<"tokens.begin">, "user"> = {},
): Promise<Enrolled> {
  const { tokenId, secret, uri } = await harness.call("tokens.begin", { user: { username }, ...input });
  const phone = new Authenticator(secret, {
    kind: uri.startsWith("otpauth://hotp/") ? "hotp" : "totp",
    algorithm: input.algorithm ?? "SHA1",
    digits: input.digits ?? 6,
    period: input.period ?? 30,
  });
  const code = phone.parameters.kind === "hotp" ? phone.at(0) : phone.now(harness);
  const { backupCodes } = await harness.call("tokens.confirm", { tokenId, code });
  return { tokenId, phone, backupCodes };
}

/** Gives an enrolment a seed that the test knows from elsewhere, and makes it active with nothing used up. */
export async function plantSeed(harness: Harness, tokenId: TokenId, seed: Buffer): Promise<void> {
  const store = await openStore(storeFile(harness.dataDir), { create: false });
  try {
    const keys = await openByKeychain(store.db, harness.keychain);
    if (!keys) throw new Error("the keychain does not open this store");
    const sealed = keys.seal(seedPlace("tokens", tokenId), seed);
    await store.write((tx) =>
      updateToken(tx, tokenId, { seed: sealed, status: "active", last_step: null, drift: 0, expires_at: null }),
    );
  } finally {
    await store.close();
  }
}

const day = 86_400_000;

/** As the letters leave it: an enrolment that waits for its first code, and the letter that carries it. */
export async function begunByLetter(
  harness: Harness,
  username: string,
  input: Pick<InputOf<"tokens.begin">, "label" | "replaces"> = {},
): Promise<Omit<Enrolled, "backupCodes"> & { serial: string }> {
  const { tokenId, secret } = await harness.call("tokens.begin", { user: { username }, ...input });
  const raw = new Database(storeFile(harness.dataDir));
  const serial = `L-${tokenId.slice(-6)}`;
  raw.prepare("UPDATE tokens SET serial = ?, expires_at = created_at + ? WHERE id = ?").run(serial, 14 * day, tokenId);
  raw
    .prepare(
      `INSERT INTO letters (id, serial, user_id, token_id, printed_at, expires_at)
       SELECT ?, serial, user_id, id, created_at, expires_at FROM tokens WHERE id = ?`,
    )
    .run(v7(), tokenId);
  raw.close();
  return { tokenId, serial, phone: new Authenticator(secret) };
}
