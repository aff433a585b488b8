import { describe, expect, it } from "vitest";
import type { ReturnChoice } from "#shared/contract/directory.ts";
import { codeFor, enrol, type Harness, openHarness, setUp } from "../../support/harness.ts";

const ann = { user: { username: "ann" } };

async function left(): Promise<{ harness: Harness; secret: string; backupCode: string }> {
  const harness = await openHarness();
  await setUp(harness);
  const { secret, backupCodes } = await enrol(harness, "ann");
  await harness.call("users.setStatus", { ...ann, status: "left" });
  return { harness, secret, backupCode: backupCodes[0] ?? "" };
}

const check = (harness: Harness, factor: { code: string } | { backupCode: string }) =>
  harness.call("verification.check", { ...ann, ...factor });

describe("whoever comes back after having left", () => {
  it.each(["active", "disabled"] as const)(
    "is %s again only when somebody has said what becomes of the phone and the codes",
    async (status) => {
      const { harness } = await left();
      const error = await harness.refuse("users.setStatus", { ...ann, status });
      expect(error).toMatchObject({ code: "RETURN_UNDECIDED", details: { authenticators: 1, backupCodes: 10 } });
      expect(error.details?.["labels"]).toEqual(expect.any(String));
      expect(await harness.call("users.get", ann)).toMatchObject({ status: "left" });
    },
  );

  it("keeps them where that is said", async () => {
    const { harness, secret, backupCode } = await left();
    await harness.call("users.enable", { ...ann, returning: "keep" });
    expect(await check(harness, { code: codeFor(secret, harness.clock) })).toMatchObject({ result: "accepted" });
    expect(await check(harness, { backupCode })).toMatchObject({ result: "accepted" });
    const { rows } = await harness.call("audit.list", { action: "user.enable" });
    expect(rows[0]?.details).toMatchObject({ returning: "keep", authenticators: 1, backupCodes: 10 });
  });

  it("begins anew where they are revoked, and the audit says what is gone", async () => {
    const { harness, secret, backupCode } = await left();
    expect(await harness.call("users.enable", { ...ann, returning: "revoke" })).toMatchObject({
      status: "active",
      enrolment: "none",
    });
    expect(await check(harness, { code: codeFor(secret, harness.clock) })).toMatchObject({ result: "refused" });
    expect(await check(harness, { backupCode })).toMatchObject({ result: "refused" });
    const { rows } = await harness.call("audit.list", {});
    const actions = rows.map(({ action }) => action);
    for (const action of ["token.revoke", "backup_codes.void", "user.enable"]) expect(actions).toContain(action);
    expect(await harness.call("audit.verify", {})).toMatchObject({ valid: true });
  });

  it("is not asked about without anything left, nor when coming from another state", async () => {
    const harness = await openHarness();
    await setUp(harness);
    await harness.call("users.add", { username: "bob" });
    const bob = { user: { username: "bob" } };
    await harness.call("users.setStatus", { ...bob, status: "left" });
    expect(await harness.call("users.enable", bob)).toMatchObject({ status: "active" });
    await enrol(harness, "ann");
    await harness.call("users.disable", ann);
    const wish: { returning?: ReturnChoice } = {};
    expect(await harness.call("users.enable", { ...ann, ...wish })).toMatchObject({ status: "active" });
  });

  it("stays as it is in a bulk act, which says why, in the preview too", async () => {
    const { harness, secret } = await left();
    await harness.call("users.add", { username: "bob" });
    await harness.call("users.setStatus", { user: { username: "bob" }, status: "left" });
    const input = { selection: { filter: {} }, act: { kind: "setStatus", status: "active" } } as const;
    for (const name of ["bulk.preview", "bulk.run"] as const) {
      const { sums, rows } = await harness.call(name, input);
      expect(sums).toMatchObject({ done: 1, refused: 1 });
      expect(rows.find(({ username }) => username === "ann")?.message).toMatch(/^Had left and still has/u);
    }
    expect(await harness.call("users.get", ann)).toMatchObject({ status: "left" });
    expect(await check(harness, { code: codeFor(secret, harness.clock) })).toMatchObject({ result: "refused" });
  });
});
