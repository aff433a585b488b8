import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, ownerPassword, type Script, type SetUp, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

const password = "a lantern over the ferry";

interface Admins {
  administrators: { name: string; role: string; status: string }[];
}

/** Invites somebody and signs them in, in place of the owner. @returns their authenticator and backup codes */
async function invite(script: Script, role: string, secrets: { freshCode: string; recoveryKey?: string }) {
  const { code: invitation } = await script.done<{ code: string }>(
    ["admins", "invite", "erik", "--role", role],
    secrets,
  );
  const begun = await script.done<{ uri: string }>(["accept-invitation", "--as", "erik"], { invitation, password });
  const authenticator = new Authenticator(begun.uri);
  const proof = { invitation, password, code: authenticator.next() };
  const { backupCodes } = await script.done<{ backupCodes: string[] }>(
    ["accept-invitation", "--as", "erik", "--confirm"],
    proof,
  );
  return { authenticator, backupCodes, invitation };
}

/** Where no keychain opens the keys, somebody is invited only when a passphrase does. */
const addPassphrase = ({ script, ownerCodes }: SetUp) =>
  script.done(["vault", "add-passphrase", "Safe"], {
    newPassphrase: "an orchard behind the mill",
    freshCode: ownerCodes.at(-1) ?? "",
  });

const signInOwner = ({ script, ownerCodes }: SetUp, code: number) =>
  script.done(["sign-in", "--as", "dana"], {
    password: ownerPassword,
    passphrase: ownerPassword,
    backupCode: ownerCodes[code] ?? "",
  });

describe.skipIf(toolsMissing("oathtool"))("an owner without phone and codes", () => {
  it("comes back from a script, where no keychain opens the keys either, and doctor says so", async () => {
    const { script, recoveryKey } = await setUp(folder.dir);
    await script.done(["sign-out"]);
    const proof = { password: ownerPassword, recoveryKey };
    const recover = ["recover", "--as", "dana"];
    expect(await script.refused(recover, { ...proof, password: "a guess" })).toMatchObject({
      exitCode: 1,
      code: "RECOVERY_REFUSED",
    });
    const begun = await script.done<{ uri: string }>(recover, proof);
    const authenticator = new Authenticator(begun.uri);
    const confirm = [...recover, "--confirm"];
    const { backupCodes } = await script.done<{ backupCodes: string[] }>(confirm, {
      ...proof,
      code: authenticator.next(),
    });
    expect(backupCodes).toHaveLength(10);
    expect(await script.done(["whoami"])).toMatchObject({ name: "dana", role: "owner" });
    expect(await script.run(["doctor"])).toMatchObject({
      exitCode: 1,
      data: {
        attention: expect.arrayContaining(["dana came back with the recovery key."]) as string[],
        keys: { ownersBack: [{ name: "dana" }] },
      },
    });
  });
});

describe.skipIf(toolsMissing("oathtool"))("administrators from a script", () => {
  it("are invited with a fresh code, enrol themselves, and may do what their role says", async () => {
    const prepared = await setUp(folder.dir);
    const { script, ownerCodes } = prepared;
    const list = ["admins", "list"];
    expect(await script.refused(["admins", "invite", "erik", "--role", "helpdesk"], {})).toMatchObject({
      exitCode: 2,
      fields: { freshCode: "This key is missing." },
    });
    const proof = { freshCode: ownerCodes[8] ?? "" };
    expect(await script.refused(["admins", "invite", "erik", "--role", "helpdesk"], proof)).toMatchObject({
      exitCode: 3,
      code: "PASSPHRASE_REQUIRED",
    });
    await addPassphrase(prepared);
    const { invitation } = await invite(script, "helpdesk", { freshCode: ownerCodes[0] ?? "" });
    expect(await script.done(["whoami"])).toMatchObject({ name: "erik", role: "helpdesk" });
    expect(await script.refused(list)).toMatchObject({ exitCode: 3, code: "FORBIDDEN" });
    expect(await script.refused(["accept-invitation", "--as", "erik"], { invitation, password })).toMatchObject({
      exitCode: 3,
      code: "INVITATION_REFUSED",
    });
    await script.done(["sign-out"]);

    await signInOwner(prepared, 1);
    const { administrators } = await script.done<Admins>(list);
    expect(administrators.map(({ name, role, status }) => ({ name, role, status }))).toEqual([
      { name: "dana", role: "owner", status: "active" },
      { name: "erik", role: "helpdesk", status: "active" },
    ]);
    const fresh = { freshCode: ownerCodes[2] ?? "" };
    const disable = ["admins", "disable", "erik", "--reason", "Left the house"];
    expect(await script.done(disable, fresh)).toMatchObject({ status: "disabled" });
    expect(await script.done(["admins", "enable", "erik"])).toMatchObject({ status: "active" });
    const role = ["admins", "role", "dana", "auditor", "--reason", "x"];
    expect(await script.refused(role, { recoveryKey: prepared.recoveryKey })).toMatchObject({ code: "LAST_OWNER" });
    await script.done(["admins", "remove", "erik", "--reason", "Left the house"]);
    expect((await script.done<Admins>(list)).administrators).toHaveLength(1);
  });

  it("approve each other's weakening of a policy", async () => {
    const prepared = await setUp(folder.dir);
    const { script, ownerCodes, recoveryKey } = prepared;
    const weaken = ["policies", "set", "sessionHours", "20"];
    expect(await script.refused(weaken, {})).toMatchObject({
      exitCode: 2,
      fields: { recoveryKey: "This key is missing." },
    });
    expect(await script.done(weaken, { recoveryKey })).toEqual({ sessionHours: 20 });

    await addPassphrase(prepared);
    const erik = await invite(script, "owner", { freshCode: ownerCodes[0] ?? "", recoveryKey });
    await script.done(["sign-out"]);
    await signInOwner(prepared, 1);
    const approver = { approver: "erik", approverPassword: password, approverCode: erik.backupCodes[0] ?? "" };
    const further = ["policies", "set", "sessionHours", "22"];
    expect(await script.refused(further, { ...approver, approver: "dana" })).toMatchObject({ code: "SIGN_IN_REFUSED" });
    expect(await script.done(further, approver)).toEqual({ sessionHours: 22 });
    expect(await script.done(["approvals", "list"])).toEqual({ approvals: [] });
  });

  it("change their own password, authenticators, codes and sessions", async () => {
    const { script, ownerCodes } = await setUp(folder.dir);
    const [freshCode = "", again = "", third = ""] = ownerCodes;
    await script.done(["account", "password"], { password: ownerPassword, newPassword: password, freshCode });
    const added = await script.done<{ uri: string; tokenId: string }>(
      ["account", "add-authenticator", "--label", "Spare"],
      { freshCode: again },
    );
    const code = new Authenticator(added.uri).next();
    await script.done(["account", "confirm-authenticator", added.tokenId], { code });
    const shown = await script.done<{ authenticators: { label: string }[]; sessions: object[] }>(["account", "show"]);
    expect(shown.authenticators.map(({ label }) => label)).toContain("Spare");
    expect(shown.sessions).toHaveLength(1);
    const codes = await script.done<{ backupCodes: string[] }>(["account", "backup-codes"], { freshCode: third });
    expect(codes.backupCodes).toHaveLength(10);
    expect(
      await script.refused(["account", "second-factor-off"], { freshCode: codes.backupCodes[0] ?? "" }),
    ).toMatchObject({
      code: "POLICY_REFUSED",
    });
  });

  it("look after the keys: passphrases, shares, a new data key", async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    const [freshCode = ""] = ownerCodes;
    expect(await script.done(["vault", "check", "recovery-key"], { recoveryKey })).toMatchObject({ kind: "recovery" });
    const newPassphrase = "an orchard behind the mill";
    await script.done(["vault", "add-passphrase", "Safe"], { newPassphrase, freshCode });
    const prepared = await script.done<{ recoveryKey: string }>(["vault", "rotate"]);
    const check = ["vault", "check", "recovery-key"];
    expect(await script.done(check, { recoveryKey })).toMatchObject({ kind: "recovery" });
    const newRecoveryKey = prepared.recoveryKey;
    const proof = { passphrase: newPassphrase, recoveryKey };
    const confirm = ["vault", "rotate", "--confirm"];
    expect(await script.refused(confirm, { ...proof, newRecoveryKey: "0000-0000" })).toMatchObject({
      exitCode: 1,
      code: "UNLOCK_REFUSED",
    });
    expect(await script.done(confirm, { ...proof, newRecoveryKey })).toMatchObject({
      resealed: 1,
      dropped: ["Password"],
    });
    expect(await script.refused(check, { recoveryKey })).toMatchObject({ exitCode: 1 });
    const kept = await script.done(["vault", "rotate", "--keep-recovery-key"], {
      ...proof,
      recoveryKey: newRecoveryKey,
    });
    expect(kept).toMatchObject({ resealed: 2 });
    const shares = ["vault", "shares", "--total", "3", "--needed", "2"];
    const made = await script.done<{ shares: string[] }>(shares);
    const [first = "", , last = ""] = made.shares;
    await script.done([...shares, "--confirm"], { newShares: `${first} ${last}`, recoveryKey: newRecoveryKey });
    expect(await script.done(["vault", "check", "shares"], { shares: `${last} ${first}` })).toMatchObject({
      kind: "shares",
      shares: { total: 3, needed: 2 },
    });
    expect(await script.refused(["vault", "check", "shares"], { shares: first })).toMatchObject({ exitCode: 2 });
    expect(await script.done(["audit", "verify"])).toMatchObject({ valid: true });
  });
});
