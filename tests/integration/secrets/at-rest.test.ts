import { randomBytes } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { base32nopad } from "@scure/base";
import { expect, it } from "vitest";
import { createLogger } from "#main/system/logger.ts";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import { codeFor, openHarness, owner, setUp, temporaryFolder } from "../../support/harness.ts";
import { codesOf } from "../../support/letters.ts";

/** The ways in which a secret could have been written down by mistake. */
function spellings(secret: string): string[] {
  const bare = secret.replaceAll("-", "");
  const bytes = Buffer.from(secret);
  return [
    secret,
    secret.toLowerCase(),
    bare,
    bare.toLowerCase(),
    encodeURIComponent(secret),
    bytes.toString("base64"),
    bytes.toString("hex"),
    bytes.toString("utf16le"),
  ];
}

function seedSpellings(seed: string): (string | Buffer)[] {
  const raw = Buffer.from(base32nopad.decode(seed));
  return [
    ...spellings(seed),
    raw,
    raw.toString("base64"),
    raw.toString("base64url"),
    raw.toString("hex"),
    raw.toString("hex").toUpperCase(),
  ];
}

const files = (folder: string): string[] =>
  globSync("**/*", { cwd: folder })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());

it("no seed, code, password, passphrase, backup code or recovery key stands in any file of the console, nor in the audit", async () => {
  const dataDir = temporaryFolder();
  const harness = await openHarness({ dataDir, logger: createLogger({ dir: join(dataDir, "logs") }) });
  const passphrase = "an old lighthouse keeper";
  const backupPassphrase = "an orchard behind the mill";
  const planted = new Map<string, (string | Buffer)[]>();
  const plant = (what: string, secret: string): string => (planted.set(what, spellings(secret)), secret);

  const admin = await setUp(harness, { passphrase });
  planted.set("the owner's seed", seedSpellings(admin.secret));
  plant("the owner's password", owner.password);
  plant("the passphrase", passphrase);
  plant("the recovery key", admin.recoveryKey);
  admin.backupCodes.forEach((code, index) => plant(`the owner's backup code ${index}`, code));

  await harness.call("users.add", { username: "ann", name: "Ann" });
  const { tokenId, secret } = await harness.call("tokens.begin", { user: { username: "ann" }, digits: 8 });
  planted.set("the user's seed", seedSpellings(secret));
  const code = (offset: number): string => {
    const parameters = { algorithm: "SHA1", digits: 8, period: 30 } as const;
    return plant(
      `a code (${offset})`,
      codeOfStep(Buffer.from(base32nopad.decode(secret)), stepAt(harness.clock.now(), 30) + offset, parameters),
    );
  };
  const { backupCodes } = await harness.call("tokens.confirm", { tokenId, code: code(-1) });
  backupCodes.forEach((one, index) => plant(`the user's backup code ${index}`, one));
  await harness.call("verification.check", { user: { username: "ann" }, code: code(0) });
  await harness.call("verification.check", { user: { username: "ann" }, code: plant("a wrong code", "48151623") });
  await harness.call("verification.check", { user: { username: "ann" }, backupCode: backupCodes[0] ?? "" });
  await harness.call("verification.check", {
    user: { username: "ann" },
    backupCode: plant("a wrong backup code", "ZZZZZ-ZZZZ7"),
  });

  const deviceSeed = randomBytes(20);
  planted.set("a device's seed", seedSpellings(base32nopad.encode(deviceSeed)));
  await harness.call("inventory.add", { serial: "GA-1", seed: deviceSeed.toString("hex") });
  await harness.refuse("inventory.add", {
    serial: "GA-2",
    seed: plant("a seed that is none", "0189-seed-of-a-device"),
  });
  const shown = codeFor(base32nopad.encode(deviceSeed), harness.clock);
  await harness.call("inventory.assign", { serial: "GA-1", user: { username: "ann" }, code: shown });

  await harness.call("users.add", { username: "bob", name: "Bob" });
  const pdf = join(temporaryFolder(), "letters.pdf");
  const into = { kind: "file", file: pdf } as const;
  await harness.call("letters.issue", { selection: { filter: { search: "bob" } }, into });
  const [letter = ""] = codesOf(pdf);
  planted.set("the seed of a letter", seedSpellings(new URL(letter).searchParams.get("secret") ?? ""));

  // Failures are what logs are full of.
  const wrong = plant("a wrong password", "hunter2 and then some");
  await harness.refuse("access.signIn", {
    name: owner.name,
    password: wrong,
    code: codeFor(admin.secret, harness.clock),
  });
  await harness.refuse("access.signIn", {
    name: plant("a password typed as the name", "correct-horse-battery"),
    password: wrong,
    code: "123456",
  });
  await harness.refuse("vault.unlock", {
    recoveryKey: plant("a wrong recovery key", "0000-1111-2222-3333-4444-5555-6666-7777"),
  });
  await harness.console.call(
    "users.add",
    { username: 7, [plant("a field named like a secret", "otpauth-leak-field")]: admin.secret },
    harness.caller,
  );
  const backup = join(temporaryFolder(), "backup.age");
  await harness.call("archive.create", { file: backup, passphrase: backupPassphrase });
  plant("the backup's passphrase", backupPassphrase);
  await harness.refuse("archive.verify", {
    file: backup,
    passphrase: plant("a wrong backup passphrase", "a vineyard before the dam"),
  });
  plant("the session's token", harness.caller.session.get() ?? "");

  const audit = JSON.stringify((await harness.call("audit.list", { limit: 200 })).rows);
  // While it is open: the write-ahead log still holds what was written last.
  const whileOpen = [backup, ...files(dataDir)].map((file) => ({ file, content: readFileSync(file) }));
  await harness.console.close();
  const closed = files(dataDir).map((file) => ({ file, content: readFileSync(file) }));

  const names = [...whileOpen, ...closed].map(({ file }) => file.slice(dataDir.length + 1));
  expect(names).toEqual(expect.arrayContaining(["store/console.db", "store/console.db-wal", "logs/console.log"]));
  const found: string[] = [];
  for (const [what, needles] of planted) {
    for (const needle of needles) {
      if (audit.includes(typeof needle === "string" ? needle : needle.toString("latin1")))
        found.push(`${what} in the audit`);
      for (const { file, content } of [...whileOpen, ...closed]) {
        if (content.includes(needle)) found.push(`${what} in ${file.slice(dataDir.length + 1)}`);
      }
    }
  }
  expect(found).toEqual([]);
  expect(planted.size).toBeGreaterThan(30);
});
