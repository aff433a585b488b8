import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { codeOfStep, stepAt } from "#main/twofactor/totp.ts";
import { base32nopad } from "@scure/base";
import { newCaller, openHarness, temporaryFolder } from "../../support/harness.ts";

// scrypt takes 1.5 s a file, and several times that on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

/** What the makers of the fixtures knew. A version's fixture is never made anew. */
const passphrase = "an orchard behind the mill";
const owner = { name: "olga", password: "correct horse battery 71", seed: "AR2UXTAAKFX4UOCCKTQ6EE3E77NI2A5Q" };
const ada = { username: "ada", seed: "QKWYC7QZL4OS3IJLFCOTLVYOTFM2O4ZV" };
/** After the last event in them: 2027-01-05 12:00 UTC. */
const later = Date.UTC(2027, 0, 5, 12);

it.each(["schema-1"])(
  "a backup of %s verifies and restores, with its people, and its seeds give their codes",
  async (name) => {
    const file = join(temporaryFolder(), "old.age");
    copyFileSync(join(import.meta.dirname, `../../fixtures/backups/${name}.age`), file);
    const clock = { now: () => later };
    const harness = await openHarness({ clock });
    const code = (seed: string): string => {
      const parameters = { algorithm: "SHA1", digits: 6 } as const;
      return codeOfStep(Buffer.from(base32nopad.decode(seed)), stepAt(later, 30), parameters);
    };
    expect(await harness.call("backup.verify", { file, passphrase })).toMatchObject({ valid: true });
    await harness.call("backup.restore", { file, passphrase });
    const caller = newCaller();
    await harness.call("access.signIn", { name: owner.name, password: owner.password, code: code(owner.seed) }, caller);
    const { rows } = await harness.call("users.list", {}, caller);
    expect(rows.map((user) => [user.username, user.name, user.status, user.enrolment])).toEqual([
      ["ada", "Ada Byron", "active", "active"],
      ["zoe", "Zoë Müller", "disabled", "none"],
    ]);
    expect((await harness.call("users.list", { search: "müll" }, caller)).rows).toHaveLength(1);
    const verdict = await harness.call(
      "verification.check",
      { user: { username: ada.username }, code: code(ada.seed) },
      caller,
    );
    expect(verdict).toMatchObject({ result: "accepted" });
    expect((await harness.call("audit.verify", {}, caller)).valid).toBe(true);
  },
);
