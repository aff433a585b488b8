import { existsSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import { codeFor, enrol, type Harness, openHarness, owner, setUp, temporaryFolder } from "../../../support/harness.ts";

const passphrase = "an orchard behind the mill";

/** Changes the store behind the console's back. */
function tamper(harness: Harness, sql: string): void {
  const raw = new Database(storeFile(harness.dataDir));
  raw.exec(sql);
  raw.close();
}

async function withPeople() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  const people = [await enrol(harness, "ann"), await enrol(harness, "ben")] as const;
  return { harness, admin, people, file: join(temporaryFolder(), "b.age") };
}

const swapSeeds =
  "UPDATE tokens SET seed = (SELECT seed FROM tokens t WHERE t.user_id IS NOT NULL ORDER BY id DESC LIMIT 1)";

describe("a store that was changed from outside", () => {
  it("whose audit log is broken is backed up, says so at once and at each look, and restores marked as such", async () => {
    const { harness, admin, file } = await withPeople();
    tamper(harness, "UPDATE audit_events SET target = 'somebody else' WHERE seq = 3");
    const made = await harness.call("archive.create", { file, passphrase });
    expect(made.faults).toMatchObject({ auditBrokenAt: 3, unopenedSeeds: { count: 0 } });
    const [event] = (await harness.call("audit.list", { action: "backup.create", limit: 1 })).rows;
    expect(event?.details).toMatchObject({ auditBrokenAt: 3 });
    expect((await harness.call("archive.verify", { file, passphrase })).faults.auditBrokenAt).toBe(3);
    expect((await harness.call("archive.preview", { file, passphrase })).faults.auditBrokenAt).toBe(3);
    expect((await harness.call("archive.restore", { file, passphrase })).faults.auditBrokenAt).toBe(3);
    harness.clock.advance(60_000);
    await harness.call("access.signIn", {
      name: owner.name,
      password: owner.password,
      code: codeFor(admin.secret, harness.clock),
    });
    const [restored] = (await harness.call("audit.list", { action: "backup.restore", limit: 1 })).rows;
    expect(restored?.details).toMatchObject({ auditBrokenAt: 3 });
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: false, firstBroken: 3 });
  });

  it("whose seeds were swapped is backed up, names whose, and restores the others", async () => {
    const { harness, people, file } = await withPeople();
    tamper(harness, `${swapSeeds} WHERE id = '${people[0].tokenId}'`);
    const made = await harness.call("archive.create", { file, passphrase });
    expect(made.faults.unopenedSeeds).toEqual({ count: 1, of: ["ann"] });
    expect((await harness.call("archive.verify", { file, passphrase })).faults).toEqual(made.faults);
    await harness.call("archive.restore", { file, passphrase });
  });

  it("of which no seed opens gets no backup that could not be restored", async () => {
    const { harness, file } = await withPeople();
    // Without its seed, an owner's authenticator gives no fresh code any more.
    await harness.call("policies.set", { changes: { backupApproval: "none" } });
    await harness.call("archive.create", { file: `${file}.before`, passphrase });
    tamper(harness, "UPDATE tokens SET seed = zeroblob(48) WHERE seed IS NOT NULL");
    expect(await harness.refuse("archive.create", { file, passphrase })).toMatchObject({ code: "BACKUP_DAMAGED" });
    expect(existsSync(file)).toBe(false);
  });
});
