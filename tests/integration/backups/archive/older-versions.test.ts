import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import { base32nopad } from "@scure/base";
import { clockAt } from "../../../support/clock-at.ts";
import { newCaller, openHarness, temporaryFolder } from "../../../support/harness.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

/** What the makers of the fixtures knew. A version's fixture is never made anew. */
const passphrase = "an orchard behind the mill";
const owner = { name: "olga", password: "correct horse battery 71" };
const fixtures = [
  {
    name: "schema-1",
    ownerSeed: "AR2UXTAAKFX4UOCCKTQ6EE3E77NI2A5Q",
    adaSeed: "QKWYC7QZL4OS3IJLFCOTLVYOTFM2O4ZV",
    backupCode: null,
  },
  {
    name: "schema-2",
    ownerSeed: "THCI6XSPQKRDFK2D5WJFF7LAT2FNSWAN",
    adaSeed: "CNYRLUMOU5Q2WUMFRC6PDNZFAF2RK7QS",
    backupCode: "D0QH5-4SBZH",
  },
  {
    name: "schema-3",
    ownerSeed: "T32FRNQNNWCQUG4HC44GOOJIPKFLWK7T",
    adaSeed: "RFNB22EDT7ZDH33M6MEIGH64OMAAQ5KV",
    backupCode: "A40DM-CQFJJ",
  },
];
/** After the last event in them: 2027-01-05 12:00 UTC. */
const later = Date.UTC(2027, 0, 5, 12);

it.each(fixtures)(
  "a backup of $name verifies and restores, with its people, and its seeds give their codes",
  async ({ name, ownerSeed, adaSeed, backupCode }) => {
    const file = join(temporaryFolder(), "old.age");
    copyFileSync(join(import.meta.dirname, `../../../fixtures/backups/${name}.age`), file);
    let now = later;
    const clock = clockAt(() => now);
    const harness = await openHarness({ clock });
    const code = (seed: string): string => {
      const parameters = { algorithm: "SHA1", digits: 6 } as const;
      return codeOfStep(Buffer.from(base32nopad.decode(seed)), stepAt(now, 30), parameters);
    };
    expect(await harness.call("archive.verify", { file, passphrase })).toMatchObject({ valid: true });
    await harness.call("archive.restore", { file, passphrase });
    const caller = newCaller();
    await harness.call("access.signIn", { name: owner.name, password: owner.password, code: code(ownerSeed) }, caller);
    const { rows } = await harness.call("users.list", {}, caller);
    expect(rows.map((user) => [user.username, user.name, user.status, user.enrolment])).toEqual([
      ["ada", "Ada Byron", "active", "active"],
      ["zoe", "Zoë Müller", "disabled", "none"],
    ]);
    expect((await harness.call("users.list", { search: "müll" }, caller)).rows).toHaveLength(1);
    const user = { username: "ada" };
    // Whether a code of the step in which it was restored was used since the backup, nobody knows.
    now += 30_000;
    const proofs = [{ code: code(adaSeed) }, ...(backupCode === null ? [] : [{ backupCode }])];
    for (const proof of proofs) {
      const verdict = await harness.call("verification.check", { user, ...proof }, caller);
      expect(verdict).toMatchObject({ result: "accepted" });
    }
    expect((await harness.call("audit.verify", {}, caller)).valid).toBe(true);
  },
);
