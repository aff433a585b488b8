import { cpSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { losePower, quickFolder, tracingMissing } from "../../support/power-loss.ts";
import { owner } from "../../support/harness.ts";
import { expectWholeStore, type Filled, fill, folders, rotation, rows, startAgain, step, workOf } from "./place.ts";

// Every state is opened as the next start does, on a machine that does other things too.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(tracingMissing())("a loss of power", () => {
  let folder: string;
  let remove: () => void;
  let place: string;
  let filled: Filled;

  beforeAll(async () => {
    ({ folder, remove } = quickFolder());
    place = join(folder, "place");
    filled = await fill(place);
    cpSync(place, join(folder, "pristine"), { recursive: true, preserveTimestamps: true });
  });
  afterAll(() => remove());

  /** As it was before any work. */
  function prepare(): void {
    rmSync(place, { recursive: true });
    cpSync(join(folder, "pristine"), place, { recursive: true, preserveTimestamps: true });
  }

  test("during changes of the store leaves each change whole or undone, and keeps what was answered", async () => {
    prepare();
    const names = ["ann", "ben", "cleo"];
    const losses = await losePower(place, {
      name: "changes",
      ...workOf(
        place,
        filled.secret,
        names.map((username) => step("users.add", { username })),
      ),
      states: [75, 150],
      judge: async (claims) => {
        expect(await startAgain(place)).toBe("ready");
        await expectWholeStore(place);
        const there = rows<{ username: string }>(
          place,
          "SELECT username FROM users WHERE username IN ('ann', 'ben', 'cleo') ORDER BY pk",
        );
        const added = there.map(({ username }) => username);
        expect(added).toEqual(names.slice(0, added.length));
        expect(added.length).toBeGreaterThanOrEqual(claims);
        return `${added.length} added`;
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["0: 0 added", "1: 1 added", "3: 3 added"]));
  });

  test("while the vault gets new keys and a passphrase leaves the old ones or the new ones", async () => {
    prepare();
    const losses = await losePower(place, {
      name: "vault",
      ...workOf(place, filled.secret, [
        step("access.stepUp", { kind: "vault", code: "CODE" }),
        step("vault.rotate", rotation(filled.recoveryKey)),
        step("vault.addPassphrase", { label: "Safe", passphrase: "an orchard behind the mill" }),
      ]),
      states: [60, 90],
      judge: async (claims) => {
        expect(await startAgain(place)).toBe("ready");
        await expectWholeStore(place);
        const slots = rows<{ kind: string }>(place, "SELECT kind FROM vault_slots WHERE kind = 'passphrase'");
        const keys = rows(place, "SELECT * FROM retired_keys");
        if (claims >= 2) expect(keys).toHaveLength(1);
        if (claims >= 3) expect(slots).toHaveLength(1);
        return `${slots.length} passphrases, ${keys.length} keys retired`;
      },
    });
    expect(Object.keys(losses.found)).toEqual(
      expect.arrayContaining(["1: 0 passphrases, 0 keys retired", "3: 1 passphrases, 1 keys retired"]),
    );
  });

  test("during the set-up leaves one to go on with or a store without content, and keeps what was answered", async () => {
    rmSync(place, { recursive: true });
    for (const name of folders.slice(1)) mkdirSync(join(place, name), { recursive: true });
    const losses = await losePower(place, {
      name: "set-up",
      ...workOf(place, "", [
        step("setup.begin", { organisation: "Acme", owner: owner.name, password: owner.password }),
        step("setup.confirm", { password: owner.password, code: "CODE" }),
      ]),
      states: [75, 150],
      judge: async (claims) => {
        const size = statSync(storeFile(join(place, "data")), { throwIfNoEntry: false })?.size ?? 0;
        const phase = await startAgain(place);
        if (claims === 1) expect(["setup", "ready"]).toContain(phase);
        // An empty file is not taken for a set-up that was never begun: it could be what is left of a store.
        if (phase === "damaged") expect([claims, size]).toEqual([0, 0]);
        if (claims === 2) expect(phase).toBe("ready");
        if (phase === "ready") await expectWholeStore(place);
        return phase;
      },
    });
    expect(Object.keys(losses.found)).toEqual(expect.arrayContaining(["2: ready"]));
  });
});
