import { readdirSync, renameSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  codeFor,
  enrol,
  type Harness,
  newCaller,
  openHarness,
  owner,
  setUp,
  type SetUp,
} from "../../../support/harness.ts";
import { addFolder, plan, prepared } from "./support.ts";

const hour = 3_600_000;
const files = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".age"))
    .toSorted();

async function signIn(harness: Harness, { secret }: SetUp): Promise<void> {
  await harness.call("access.signIn", { ...owner, code: codeFor(secret, harness.clock) });
}

describe("a backup that needs nobody", () => {
  it("is written, restored on trial and sent, and is opened by the identity alone", async () => {
    const { harness, admin, identity, disk, folder } = await prepared();
    await enrol(harness, "ada");
    const run = await harness.call("backupPlan.run", {});
    expect(run).toMatchObject({ outcome: "done", trigger: "person", problems: [] });
    const [record] = (await harness.call("backupPlan.list", {})).rows;
    expect(record).toMatchObject({
      id: run.backup,
      users: 1,
      provenAt: expect.any(Number) as number,
      copies: [{ destination: disk.id, destinationName: "disk", state: "stored", error: null }],
    });
    expect(files(folder)).toEqual([record?.name]);
    expect(statSync(join(folder, record?.name ?? "")).size).toBe(record?.size);
    expect(await harness.call("backupPlan.health", {})).toMatchObject({ configured: true, stale: false, problems: [] });
    // Nothing of it stays in the data folder.
    expect(readdirSync(harness.dataDir).filter((name) => name.startsWith("tmp-"))).toEqual([]);

    const other = await openHarness();
    const settings = { kind: "folder", path: folder } as const;
    const { rows } = await other.call("destinations.browse", { settings, keys: null });
    expect(rows).toMatchObject([{ name: record?.name, known: false }]);
    const stored = { settings, keys: null, name: record?.name ?? "" };
    expect(await other.call("archive.preview", { stored, identity })).toMatchObject({
      valid: true,
      now: null,
      counts: { users: 1 },
    });
    const restored = await other.call("archive.restore", { stored, identity });
    expect(restored).toMatchObject({ file: record?.name, counts: { users: 1 } });
    other.clock.advance(24 * hour);
    await signIn(other, admin);
    expect((await other.call("users.list", {})).rows).toMatchObject([{ username: "ada", enrolment: "active" }]);
    expect((await other.call("audit.verify", {})).valid).toBe(true);
  });

  it("goes without a session, as a timer of the system asks for it", async () => {
    const { harness, folder } = await prepared();
    const run = await harness.call("backupPlan.run", {}, newCaller());
    expect(run.outcome).toBe("done");
    expect(files(folder)).toHaveLength(1);
  });

  it("is refused as long as there is nobody to encrypt it for, or no place", async () => {
    const harness = await openHarness();
    await setUp(harness);
    expect((await harness.refuse("backupPlan.run", {})).code).toBe("BACKUP_UNCONFIGURED");
    await harness.call("recipients.make", { name: "Safe" });
    expect((await harness.refuse("backupPlan.run", {})).code).toBe("BACKUP_UNCONFIGURED");
    await addFolder(harness, "disk");
    expect((await harness.call("backupPlan.run", {})).outcome).toBe("done");
  });

  it("reaches the other places when a disk is away, and the failure stays until somebody has dealt with it", async () => {
    const { harness, folder, disk } = await prepared();
    const second = await addFolder(harness, "second");
    renameSync(folder, `${folder}.away`);
    const run = await harness.call("backupPlan.run", {});
    expect(run.outcome).toBe("partial");
    expect(run.problems).toEqual([expect.stringMatching(/^disk: /u)]);
    expect(files(second.folder)).toHaveLength(1);
    expect((await harness.call("backupPlan.health", {})).problems).toMatchObject([{ id: run.id }]);
    const { rows } = await harness.call("destinations.list", {});
    expect(rows.find(({ id }) => id === disk.id)?.lastError).toBeTruthy();
    harness.clock.advance(60_000);
    const again = await harness.call("backupPlan.run", {});
    expect((await harness.call("backupPlan.health", {})).problems).toHaveLength(2);
    const dealt = await harness.call("backupPlan.acknowledge", { id: again.id });
    expect(dealt.acknowledged).toMatchObject({ by: "olga" });
    expect((await harness.call("backupPlan.health", {})).problems).toEqual([]);
    // An empty folder in the disk's place is not the disk.
    rmSync(folder, { recursive: true, force: true });
  });

  it("fails loudly when no place has it", async () => {
    const { harness, folder } = await prepared();
    renameSync(folder, `${folder}.away`);
    const run = await harness.call("backupPlan.run", {});
    expect(run.outcome).toBe("failed");
    const { rows } = await harness.call("audit.list", { action: "backup.run" });
    expect(rows[0]).toMatchObject({ result: "failed", details: { outcome: "failed" } });
    // It was proven, but it is nowhere.
    expect(await harness.call("backupPlan.health", {})).toMatchObject({ lastProvenAt: null, stale: true });
  });

  it("is made one at a time", async () => {
    const { harness } = await prepared();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => harness.console.call("backupPlan.run", {}, harness.caller)),
    );
    const done = replies.filter(({ ok }) => ok);
    expect(done).toHaveLength(1);
    expect(replies.filter((reply) => !reply.ok && reply.error.code === "BUSY")).toHaveLength(9);
  });
});

describe("the schedule", () => {
  it("makes one at once, then when the hour has come and something has changed", async () => {
    const { harness, admin, folder } = await prepared();
    const look = () => harness.call("backupPlan.run", { ifDue: true }, newCaller());
    expect((await look()).outcome).toBe("skipped");
    await plan(harness, { every: "hour" });
    expect((await look()).outcome).toBe("done");
    expect((await look()).outcome).toBe("skipped");
    harness.clock.advance(hour);
    // Due, and nothing has happened but backups.
    expect((await look()).outcome).toBe("skipped");
    harness.clock.advance(hour);
    await signIn(harness, admin);
    await harness.call("users.add", { username: "bo" });
    expect((await look()).outcome).toBe("done");
    expect(files(folder)).toHaveLength(2);
  });

  it("counts from the last backup that somebody asked for, and not from one that failed", async () => {
    const { harness, folder } = await prepared();
    await plan(harness, { every: "hour" });
    const next = async () => (await harness.call("backupPlan.health", {})).nextAt;
    const now = harness.clock.now();
    expect(await next()).toBe(now);
    await harness.call("backupPlan.run", {});
    expect(await next()).toBe((Math.floor(now / hour) + 1) * hour);
    harness.clock.advance(hour);
    renameSync(folder, `${folder}.away`);
    expect(await harness.call("backupPlan.run", {}, newCaller())).toMatchObject({ outcome: "failed" });
    const scheduled = await harness.call("backupPlan.run", { ifDue: true }, newCaller());
    expect(scheduled).toMatchObject({ trigger: "schedule", outcome: "failed" });
    // Its own failure is not repeated before the next hour.
    expect(await harness.call("backupPlan.run", { ifDue: true }, newCaller())).toMatchObject({ outcome: "skipped" });
  });

  it("is followed while the console is open, and a missed one is made at the start", async () => {
    const { harness, folder } = await prepared();
    await plan(harness, { every: "day" });
    const { dataDir, keychain, clock } = harness;
    await harness.console.close();
    const next = await openHarness({ dataDir, keychain, clock, background: true });
    await new Promise<void>((resolve) => {
      const stop = next.console.onStatusChange(() => {
        if (files(folder).length === 0) return;
        stop();
        resolve();
      });
    });
    expect(files(folder)).toHaveLength(1);
  });
});

describe("before a change that cannot be taken back", () => {
  it("a backup is made, and where it fails nothing is changed", async () => {
    const { harness, admin, folder } = await prepared();
    const { recoveryKey } = admin;
    await harness.call("vault.rotate", { passphrases: [], recoveryKey });
    expect(files(folder)).toHaveLength(1);
    expect((await harness.call("backupPlan.list", {})).rows).toMatchObject([{ trigger: "rotation" }]);
    renameSync(folder, `${folder}.away`);
    const keyBefore = (await harness.call("vault.status", {})).keyCreatedAt;
    harness.clock.advance(60_000);
    await expect(harness.call("vault.rotate", { passphrases: [], recoveryKey })).rejects.toThrow(
      "SAFETY_BACKUP_FAILED",
    );
    expect((await harness.call("vault.status", {})).keyCreatedAt).toBe(keyBefore);
  });
});

describe("before a restore", () => {
  it("the backup that is made first does not let go the one that is restored, which no rule keeps", async () => {
    const { harness, identity, folder } = await prepared();
    await harness.call("backupPlan.run", {});
    const [chosen = ""] = files(folder);
    await enrol(harness, "ada");
    await plan(harness, {
      prune: true,
      retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    });
    harness.clock.advance(60_000);
    await harness.call("archive.restore", { file: join(folder, chosen), identity });
    expect(files(folder)).toHaveLength(2);
    expect(files(folder)).toContain(chosen);
  });
});

describe("pruning", () => {
  it("shows first what it would remove, and never removes a pinned one nor the newest proven one", async () => {
    const { harness, folder } = await prepared();
    for (let made = 0; made < 4; made += 1) {
      harness.clock.advance(60_000);
      await harness.call("backupPlan.run", {});
    }
    const { rows } = await harness.call("backupPlan.list", {});
    const oldest = rows.at(-1);
    if (!oldest) throw new Error("no backup");
    await harness.call("backupPlan.pin", { id: oldest.id, pinned: true });
    await plan(harness, {
      retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    });
    const dry = await harness.call("backupPlan.prune", { dryRun: true });
    expect(dry.decisions.map(({ keep }) => keep)).toEqual([true, false, false, true]);
    expect(files(folder)).toHaveLength(4);
    await harness.call("backupPlan.prune", { dryRun: false });
    expect(files(folder)).toEqual([oldest.name, rows[0]?.name ?? ""].toSorted());
    const after = await harness.call("backupPlan.list", {});
    expect(after.rows.map(({ copies }) => copies[0]?.state)).toEqual(["stored", "removed", "removed", "stored"]);
  });

  it("goes by what is at the place: a newest one that somebody has removed or cut short there does not let the others go", async () => {
    const { harness, folder } = await prepared();
    for (let made = 0; made < 4; made += 1) {
      harness.clock.advance(60_000);
      await harness.call("backupPlan.run", {});
    }
    const [newest = "", second = "", third = "", oldest = ""] = files(folder).toReversed();
    rmSync(join(folder, newest));
    truncateSync(join(folder, second), 100);
    await plan(harness, {
      retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    });
    const dry = await harness.call("backupPlan.prune", { dryRun: true });
    expect(dry.decisions.map(({ name, keep }) => [name, keep])).toEqual([
      [third, true],
      [oldest, false],
    ]);
    expect(dry.problems).toEqual([expect.stringContaining(`${newest}, ${second}`)]);
    const done = await harness.call("backupPlan.prune", { dryRun: false });
    expect(done.problems).toEqual(dry.problems);
    expect(files(folder)).toEqual([third, second].toSorted());
    const { rows } = await harness.call("backupPlan.list", {});
    expect(rows.map(({ copies }) => copies[0]?.state)).toEqual(["failed", "failed", "stored", "removed"]);
    // It was said, and is in the list.
    expect((await harness.call("backupPlan.prune", { dryRun: false })).problems).toEqual([]);
  });

  it("leaves a place alone that is switched off, and one that cannot be looked at, and says so", async () => {
    const { harness, folder } = await prepared();
    for (let made = 0; made < 3; made += 1) {
      harness.clock.advance(60_000);
      await harness.call("backupPlan.run", {});
    }
    await plan(harness, {
      retention: { last: 1, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
    });
    renameSync(folder, `${folder}.away`);
    const away = await harness.call("backupPlan.prune", { dryRun: false });
    expect(away.problems).toHaveLength(1);
    expect(away.decisions.map(({ reasons }) => reasons)).toEqual([["not reached"], ["not reached"], ["not reached"]]);
    renameSync(`${folder}.away`, folder);
    const [place] = (await harness.call("destinations.list", {})).rows;
    if (!place) throw new Error("no place");
    await harness.call("destinations.change", { id: place.id, enabled: false });
    const off = await harness.call("backupPlan.prune", { dryRun: false });
    expect(off.decisions.map(({ keep, reasons }) => [keep, reasons])).toEqual(
      Array.from({ length: 3 }, () => [true, ["switched off"]]),
    );
    expect(files(folder)).toHaveLength(3);
  });
});
