import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { BackupApproval } from "#shared/model/policy.ts";
import { codeFor, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";

const passphrase = "four plain words here";

async function ready() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  await harness.call("recipients.make", { name: "Safe" });
  const file = join(temporaryFolder(), "all.age");
  const approvals = async (backupApproval: BackupApproval) =>
    harness.call("policies.set", { changes: { backupApproval } });
  const alone = () => {
    harness.authority = null;
    harness.clock.advance(30_000);
  };
  const freshCode = () => harness.call("access.stepUp", { kind: "export", code: codeFor(admin.secret, harness.clock) });
  const approve = async (input: unknown) => {
    const approval = await harness.call("approvals.request", { procedure: "archive.create", input });
    if (!approval) throw new Error("no approval is needed");
    await harness.call("approvals.approveByRecoveryKey", { id: approval.id, recoveryKey: admin.recoveryKey });
    return approval;
  };
  const code = async (input: { file: string; passphrase?: string }) =>
    (await harness.refuse("archive.create", input)).code;
  return { harness, file, approvals, alone, freshCode, approve, code };
}

describe("a backup with a passphrase", () => {
  it("needs a fresh code for exports, and a second signature for this passphrase and this file", async () => {
    const { harness, file, alone, freshCode, approve, code } = await ready();
    alone();
    const input = { file, passphrase };
    expect(await code(input)).toBe("STEP_UP_REQUIRED");
    await freshCode();
    expect(await code(input)).toBe("COUNTERSIGN_REQUIRED");
    expect(await approve(input)).toMatchObject({
      title: "Make a backup that opens with a passphrase",
      facts: ["Saved as all.age", "Whoever has the file and its passphrase has everybody's authenticator keys"],
    });
    expect(await code({ file, passphrase: "five other plain words here" })).toBe("APPROVAL_CHANGED");
    expect(await code({ file: join(temporaryFolder(), "all.age"), passphrase })).toBe("APPROVAL_CHANGED");
    expect(existsSync(file)).toBe(false);
    await harness.call("archive.create", input);
    expect(existsSync(file)).toBe(true);
    // It is used up.
    expect(await code({ file: `${file}.2`, passphrase })).toBe("COUNTERSIGN_REQUIRED");
  });

  it("keeps nothing of the passphrase with what is asked for", async () => {
    const { harness, file, alone, freshCode, approve } = await ready();
    alone();
    await freshCode();
    await approve({ file, passphrase });
    const raw = new Database(storeFile(harness.dataDir), { readonly: true });
    const kept = JSON.stringify(raw.prepare("SELECT * FROM approvals").all());
    raw.close();
    expect(kept).not.toContain(passphrase);
  });

  it("that cannot be written is refused before anybody is asked", async () => {
    const { harness, file, alone, freshCode } = await ready();
    alone();
    await freshCode();
    writeFileSync(file, "something else");
    const refused = await harness.refuse("archive.create", { file, passphrase });
    expect(refused.code).toBe("FILE_EXISTS");
    const asked = { procedure: "archive.create", input: { file, passphrase } } as const;
    expect((await harness.refuse("approvals.request", asked)).code).toBe("FILE_EXISTS");
    expect((await harness.call("approvals.list", {})).approvals).toEqual([]);
  });

  it("needs the fresh code also where the policy asks for no signature", async () => {
    const { harness, file, approvals, alone, freshCode, code } = await ready();
    await approvals("none");
    alone();
    harness.clock.advance(6 * 60_000);
    expect(await code({ file, passphrase })).toBe("STEP_UP_REQUIRED");
    await freshCode();
    await harness.call("archive.create", { file, passphrase });
    expect(existsSync(file)).toBe(true);
  });
});

describe("a backup for registered keys", () => {
  it("needs neither, unless the policy says so for all", async () => {
    const { harness, file, approvals, alone, approve, code } = await ready();
    const { authority } = harness;
    alone();
    await harness.call("archive.create", { file });
    harness.authority = authority;
    await approvals("all");
    alone();
    const next = `${file}.2`;
    expect(await code({ file: next })).toBe("COUNTERSIGN_REQUIRED");
    expect(await approve({ file: next })).toMatchObject({
      title: "Make a backup",
      facts: ["Saved as all.age.2", "It opens with these backup keys only: Safe"],
    });
    await harness.call("archive.create", { file: next });
    expect(existsSync(next)).toBe(true);
  });
});

it("asking for fewer signatures needs one, for more does not", async () => {
  const { harness, approvals, alone } = await ready();
  alone();
  const set = (backupApproval: BackupApproval) => ({ changes: { backupApproval } });
  await approvals("all");
  for (const weaker of ["own passphrase", "none"] as const)
    expect((await harness.refuse("policies.set", set(weaker))).code).toBe("COUNTERSIGN_REQUIRED");
});
