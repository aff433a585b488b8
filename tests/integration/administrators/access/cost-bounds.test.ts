import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { theOwner } from "../../../support/administrators.ts";
import {
  codeFor,
  enrol,
  type Harness,
  newCaller,
  openHarness,
  owner,
  setUp,
  temporaryFolder,
} from "../../../support/harness.ts";

const passphrase = "an orchard behind the mill";

/** Of one Argon2id with 1 GiB and a hundred passes: minutes. What is refused for its cost is refused at once. */
const atOnce = 5000;

async function quickly<T>(work: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await work();
  expect(performance.now() - begun).toBeLessThan(atOnce);
  return result;
}

function write(harness: Harness, sql: string, ...values: unknown[]): void {
  const raw = new Database(storeFile(harness.dataDir));
  try {
    expect(raw.prepare(sql).run(...values).changes).toBeGreaterThan(0);
  } finally {
    raw.close();
  }
}

const dearHash = "$argon2id$v=19$m=1048576,t=100,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A".repeat(43);
const dear = { memoryCost: 1_048_576, timeCost: 100 } as const;

const dearSlot = (harness: Harness) =>
  write(
    harness,
    "UPDATE vault_slots SET params = json_set(params, '$.memoryCost', ?, '$.timeCost', ?) WHERE kind = 'passphrase'",
    dear.memoryCost,
    dear.timeCost,
  );

it("a passphrase slot that asks for 1 GiB and 100 passes is refused at once, and keeps no other way closed", async () => {
  const harness = await openHarness();
  const { secret, recoveryKey } = await setUp(harness, { passphrase });
  dearSlot(harness);
  harness.keychain.secrets.clear();
  await harness.reopen();
  const credentials = { ...owner, passphrase, code: codeFor(secret, harness.clock) };
  const refused = await quickly(() => harness.refuse("access.signIn", credentials, newCaller()));
  expect(refused).toMatchObject({ code: "COST_REFUSED", retryable: false });
  expect(refused.message).toContain("more work");
  expect((await quickly(() => harness.refuse("vault.unlock", { passphrase }))).code).toBe("COST_REFUSED");
  await harness.call("vault.unlock", { recoveryKey });
});

it("a good passphrase opens beside a slot that may not be tried", async () => {
  const harness = await openHarness();
  await setUp(harness, { passphrase });
  dearSlot(harness);
  await harness.call("vault.addPassphrase", { label: "Safe", passphrase: "seven bridges to the island" });
  expect(await quickly(() => harness.call("vault.check", { passphrase: "seven bridges to the island" }))).toMatchObject(
    {
      label: "Safe",
    },
  );
  expect((await harness.refuse("vault.check", { passphrase })).code).toBe("COST_REFUSED");
});

it.each([
  ["1 GiB and 100 passes", dearHash],
  ["4 TiB", dearHash.replace("m=1048576", "m=4294967295")],
  ["another function", "$2b$20$abcdefghijklmnopqrstuvabcdefghijklmnopqrstuvabcdefgh"],
  ["nothing", ""],
])("a password hash that asks for %s is refused at once, at each door where a password is typed", async (_, hash) => {
  const harness = await openHarness();
  const { secret } = await setUp(harness);
  await theOwner(harness, secret, owner);
  await harness.call("access.stepUp", { kind: "own security", code: codeFor(secret, harness.clock) });
  write(harness, "UPDATE admins SET password_hash = ?", hash);
  harness.clock.advance(30_000);
  const credentials = { ...owner, code: codeFor(secret, harness.clock) };
  const change = { current: owner.password, next: "a heron in the reeds at dusk" };
  const codes = await quickly(async () => [
    (await harness.refuse("access.signIn", credentials, newCaller())).code,
    (await harness.refuse("access.unlock", { password: owner.password })).code,
    (await harness.refuse("account.changePassword", change)).code,
  ]);
  expect(codes).toEqual(["COST_REFUSED", "COST_REFUSED", "COST_REFUSED"]);
});

it("backup codes that ask for 1 GiB and 100 passes are refused at once; a code of the app still counts", async () => {
  const harness = await openHarness();
  await setUp(harness);
  const { secret, backupCodes } = await enrol(harness, "ada");
  write(harness, "UPDATE backup_code_sets SET params = ?", JSON.stringify({ ...dear, parallelism: 1 }));
  const check = { user: { username: "ada" }, backupCode: backupCodes[0] ?? "" };
  expect((await quickly(() => harness.refuse("verification.check", check))).code).toBe("COST_REFUSED");
  const code = codeFor(secret, harness.clock);
  expect(await harness.call("verification.check", { user: { username: "ada" }, code })).toMatchObject({
    result: "accepted",
  });
});

it("what a restored backup asks for is refused at once as well", async () => {
  const harness = await openHarness();
  const { secret, recoveryKey } = await setUp(harness, { passphrase });
  dearSlot(harness);
  write(harness, "UPDATE admins SET password_hash = ?", dearHash);
  const file = join(temporaryFolder(), "dear.age");
  await harness.call("archive.create", { file, passphrase });

  const second = await openHarness();
  second.keychain.refuses = true;
  await quickly(async () => second.call("archive.restore", { file, passphrase }));
  expect((await quickly(() => second.refuse("vault.unlock", { passphrase: "wrong" }))).code).toBe("COST_REFUSED");
  await second.call("vault.unlock", { recoveryKey });
  const credentials = { ...owner, code: codeFor(secret, second.clock) };
  expect((await quickly(() => second.refuse("access.signIn", credentials, newCaller()))).code).toBe("COST_REFUSED");
});

it("no more passphrases are kept or tried than a console has", async () => {
  const harness = await openHarness();
  await setUp(harness, { passphrase });
  for (let n = 1; n < 16; n += 1) {
    write(
      harness,
      `INSERT INTO vault_slots (id, kind, params, wrapped_key, created_at, label)
       SELECT ?, kind, params, wrapped_key, created_at, ? FROM vault_slots WHERE kind = 'passphrase' LIMIT 1`,
      `slot ${n}`,
      `label ${n}`,
    );
  }
  const further = { label: "Safe", passphrase: "seven bridges to the island" };
  await harness.call("access.whoami", {});
  await expect(harness.call("vault.addPassphrase", further)).rejects.toThrow("CONFLICT");
  write(
    harness,
    `INSERT INTO vault_slots (id, kind, params, wrapped_key, created_at, label)
     SELECT 'slot 16', kind, params, wrapped_key, created_at, 'x' FROM vault_slots WHERE kind = 'passphrase' LIMIT 1`,
  );
  expect((await quickly(() => harness.refuse("vault.check", { passphrase }))).code).toBe("COST_REFUSED");
});
