import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { storeFile } from "#main/store/data-folder.ts";
import type { Approval } from "#shared/contract/approvals.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { codeFor, type Harness, openHarness, setUp, temporaryFolder } from "../../../support/harness.ts";
import { addColleague, type Colleague } from "../../../support/owners.ts";
import type { Told } from "../../../support/told.ts";

const weaker = { changes: { freeFailures: 9 } };
type Asked = InputOf<"approvals.request">;
const asked: Asked = { procedure: "policies.set", input: weaker };
const minute = 60_000;

async function sole() {
  const harness = await openHarness();
  const admin = await setUp(harness);
  return { harness, admin, alone: () => void (harness.authority = null) };
}

async function two(role: "owner" | "operator" = "owner") {
  const { harness, admin } = await sole();
  const second = await addColleague(harness, "peter", role);
  harness.authority = null;
  return { harness, admin, second };
}

const credentials = (harness: Harness, { name, password, secret }: Colleague) => ({
  name,
  password,
  code: codeFor(secret, harness.clock),
});

const code = async (harness: Harness): Promise<string> => (await harness.refuse("policies.set", weaker)).code;

async function request(harness: Harness, { procedure, input }: Asked = asked): Promise<Told<Approval>> {
  const approval = await harness.call("approvals.request", { procedure, input });
  if (!approval) throw new Error("no approval is needed");
  return approval;
}

async function approved(harness: Harness, second: Colleague) {
  const approval = await request(harness);
  return harness.call("approvals.approve", { id: approval.id, ...credentials(harness, second) });
}

describe("two changes at the same moment", () => {
  it("let none through that weakens what the other has just settled", async () => {
    const { harness, alone } = await sole();
    alone();
    const [stricter, weakens] = await Promise.all([
      harness.call("policies.set", { changes: { letterDays: 7 } }),
      harness.refuse("policies.set", { changes: { letterDays: 10 } }),
    ]);
    expect(stricter.letterDays).toBe(7);
    expect(weakens.code).toBe("APPROVAL_CHANGED");
    expect((await harness.call("policies.get", {})).letterDays).toBe(7);
  });
});

describe("with a second owner", () => {
  it("an act passes once, with both names and the digest in the audit", async () => {
    const { harness, second } = await two();
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    const waiting = await request(harness);
    expect(waiting).toMatchObject({
      title: "Weaken a security setting",
      facts: ["Wrong codes without a delay: 4 → 9"],
      state: "waiting",
      needs: "administrator",
      approvers: ["peter"],
      requestedBy: "olga",
    });
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    const approval = await approved(harness, second);
    expect(approval).toMatchObject({ id: waiting.id, state: "approved", approvedBy: "peter" });
    await harness.call("policies.set", weaker);
    await harness.call("policies.set", { changes: { freeFailures: 4 } });
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    const { rows } = await harness.call("audit.list", { action: "approval" });
    const { digest } = approval;
    const told = rows.filter(({ details }) => details["digest"] === digest);
    expect(told.map(({ action, actor }) => `${action} ${actor}`).toSorted()).toEqual([
      "approval.approve peter",
      "approval.request olga",
      "approval.use olga",
    ]);
    expect(told.find(({ action }) => action === "approval.use")?.details["approver"]).toBe("peter");
  });

  it("the requester cannot approve, nor a role that may not do the act, nor a disabled one", async () => {
    const { harness, admin, second } = await two("operator");
    harness.authority = admin;
    const third = await addColleague(harness, "petra", "owner");
    harness.authority = null;
    const approval = await request(harness);
    const { id } = approval;
    const own = { name: "olga", password: "a quiet harbour at dawn", code: codeFor(admin.secret, harness.clock) };
    harness.clock.advance(30_000);
    own.code = codeFor(admin.secret, harness.clock);
    expect(await harness.refuse("approvals.approve", { id, ...own })).toMatchObject({
      code: "APPROVAL_REFUSED",
      message: "A second administrator must approve this, not the one who asks.",
    });
    expect((await harness.refuse("approvals.approve", { id, ...credentials(harness, second) })).code).toBe(
      "APPROVAL_REFUSED",
    );
    const raw = new Database(storeFile(harness.dataDir));
    raw.exec("UPDATE admins SET status = 'disabled' WHERE name = 'petra'");
    expect((await harness.refuse("approvals.approve", { id, ...credentials(harness, third) })).code).toBe(
      "SIGN_IN_REFUSED",
    );
    raw.exec("UPDATE admins SET status = 'active' WHERE name = 'petra'");
    harness.clock.advance(30_000);
    await harness.call("approvals.approve", { id, ...credentials(harness, third) });
    raw.exec("UPDATE admins SET status = 'disabled' WHERE name = 'petra'");
    raw.close();
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
  });

  it("what has changed since is not what was approved", async () => {
    const { harness, second } = await two();
    await approved(harness, second);
    await harness.call("policies.set", { changes: { freeFailures: 3 } });
    expect(await code(harness)).toBe("APPROVAL_CHANGED");
    const other = { changes: { freeFailures: 9, letterDays: 20 } };
    expect((await harness.refuse("policies.set", other)).code).toBe("COUNTERSIGN_REQUIRED");
  });

  it("a request ends after half an hour, an approval after ten minutes, and neither counts from the future", async () => {
    const { harness, second } = await two();
    const first = await request(harness);
    harness.clock.advance(10 * minute);
    await harness.call("access.whoami", {});
    harness.clock.advance(10 * minute);
    await harness.call("access.whoami", {});
    harness.clock.advance(10 * minute);
    const late = { id: first.id, ...credentials(harness, second) };
    expect((await harness.refuse("approvals.approve", late)).code).toBe("NOT_FOUND");
    await approved(harness, second);
    harness.clock.advance(-2 * minute);
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    harness.clock.advance(12 * minute);
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
  });

  it("both see what waits; only the requester takes it back", async () => {
    const { harness, second } = await two();
    const { id } = await request(harness);
    for (const caller of [harness.caller, second.caller]) {
      const { approvals } = await harness.call("approvals.list", {}, caller);
      expect(approvals.map((one) => one.id)).toEqual([id]);
    }
    expect((await harness.refuse("approvals.withdraw", { id }, second.caller)).code).toBe("NOT_FOUND");
    await harness.call("approvals.withdraw", { id });
    const gone = { id, ...credentials(harness, second) };
    expect((await harness.refuse("approvals.approve", gone)).code).toBe("NOT_FOUND");
  });
});

describe("with one owner", () => {
  it("the recovery key approves; a wrong one does not, and is in the audit", async () => {
    const { harness, admin, alone } = await sole();
    alone();
    const { id, needs } = await request(harness);
    expect(needs).toBe("recovery key");
    const recoveryKey = "0000-0000-0000-0000-0000-0000-0000-0000";
    expect((await harness.refuse("approvals.approveByRecoveryKey", { id, recoveryKey })).code).toBe("UNLOCK_REFUSED");
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    await harness.call("approvals.approveByRecoveryKey", { id, recoveryKey: admin.recoveryKey });
    await harness.call("policies.set", weaker);
    const { rows } = await harness.call("audit.list", { action: "approval" });
    expect(rows.map(({ action, result }) => `${action} ${result}`)).toEqual(
      expect.arrayContaining(["approval.approve refused", "approval.approve done", "approval.use done"]),
    );
    const raw = new Database(storeFile(harness.dataDir), { readonly: true });
    const kept = JSON.stringify(raw.prepare("SELECT * FROM approvals").all()) + JSON.stringify(rows);
    raw.close();
    expect(kept).not.toContain(admin.recoveryKey);
  });

  it("by a delay, which outlives the session and does not begin anew", async () => {
    const { harness, admin, alone } = await sole();
    await harness.call("policies.set", { changes: { soleApproval: "delay" } });
    alone();
    const asking = await request(harness);
    expect(asking).toMatchObject({ needs: "delay", readyAt: harness.clock.now() + 24 * 60 * minute });
    const { approvals: open } = await harness.call("approvals.list", {});
    expect(open).toHaveLength(1);
    harness.clock.advance(24 * 60 * minute - 1);
    const signIn = { name: "olga", password: "a quiet harbour at dawn" };
    await harness.call("access.signIn", { ...signIn, code: codeFor(admin.secret, harness.clock) });
    expect(await request(harness)).toMatchObject({ id: asking.id, state: "waiting" });
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
    harness.clock.advance(1);
    await harness.call("policies.set", weaker);
    const { rows } = await harness.call("audit.list", { action: "approval.use" });
    expect(rows.some(({ details }) => details["approver"] === "after a delay")).toBe(true);
  });

  it("what stands in for a second owner does so only while there is none", async () => {
    const { harness, admin } = await sole();
    harness.authority = null;
    const { id } = await request(harness);
    await harness.call("approvals.approveByRecoveryKey", { id, recoveryKey: admin.recoveryKey });
    harness.authority = admin;
    await addColleague(harness, "peter", "owner");
    harness.authority = null;
    expect(await code(harness)).toBe("COUNTERSIGN_REQUIRED");
  });
});

it("an act that fails gives its approval back, without its secrets", async () => {
  const { harness, admin } = await sole();
  const file = join(temporaryFolder(), "backup.age");
  const passphrase = "four plain words here";
  await harness.call("archive.create", { file, passphrase });
  harness.clock.advance(30_000);
  await harness.call("access.stepUp", { kind: "restore", code: codeFor(admin.secret, harness.clock) });
  harness.authority = null;
  const input = { file, passphrase: "not these plain words" };
  const { id } = await request(harness, { procedure: "archive.restore", input });
  await harness.call("approvals.approveByRecoveryKey", { id, recoveryKey: admin.recoveryKey });
  expect((await harness.refuse("archive.restore", { file, passphrase })).code).toBe("APPROVAL_CHANGED");
  expect((await harness.refuse("archive.restore", input)).code).toBe("BACKUP_PASSPHRASE_WRONG");
  const { approvals } = await harness.call("approvals.list", {});
  expect(approvals).toMatchObject([{ id, state: "approved" }]);
  expect(JSON.stringify(approvals)).not.toContain(input.passphrase);
});

it("is asked for as the call itself would answer", async () => {
  const { harness } = await two();
  const error = async (procedure: string, input: unknown) =>
    (await harness.refuse("approvals.request", { procedure, input })).code;
  expect(await error("no.such", {})).toBe("UNKNOWN_PROCEDURE");
  expect(await error("policies.set", { changes: { freeFailures: 1000 } })).toBe("INVALID_INPUT");
  expect(await harness.call("approvals.request", { ...asked, input: { changes: { letterDays: 7 } } })).toBeNull();
  expect(await harness.call("approvals.request", { procedure: "audit.verify", input: {} })).toBeNull();
});
