import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireTool, toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, ownerPassword, Script, setUp, wrongCode } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

interface Pending {
  tokenId: string;
  uri: string;
  secret: string;
}
interface Verdict {
  result: string;
  reason: string;
  remainingBackupCodes: number | null;
}

const recoveryKeyForm = /^(?:[0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/u;

describe.skipIf(toolsMissing("oathtool", "sqlite3"))("a console run from a script", () => {
  it("is set up, with what the owner must write down", async () => {
    const script = new Script(folder.dir);
    const begun = await script.done<Record<string, string>>(
      ["setup", "begin", "--organisation", "Example Ltd", "--owner", "dana"],
      { password: ownerPassword },
    );
    expect(begun["recoveryKey"]).toMatch(recoveryKeyForm);
    expect(begun["opensWith"]).toBe("password");
    expect(begun["uri"]).toContain(begun["secret"]);
    expect(begun["uri"]).toMatch(/^otpauth:\/\/totp\/Example%20Ltd:dana%20\(administrator\)\?/u);

    const owner = new Authenticator(begun["uri"] ?? "");
    const wrong = await script.refused(["setup", "confirm"], { password: ownerPassword, code: wrongCode(owner) });
    expect(wrong).toMatchObject({ exitCode: 3, code: "SIGN_IN_REFUSED" });

    const resumed = await script.done<Record<string, string>>(["setup", "resume"], { password: ownerPassword });
    expect(resumed["secret"]).toBe(begun["secret"]);
    expect(resumed["recoveryKey"]).toMatch(recoveryKeyForm);
    expect(resumed["recoveryKey"]).not.toBe(begun["recoveryKey"]);

    const confirmed = await script.done<{ backupCodes: string[]; session: { name: string; role: string } }>(
      ["setup", "confirm"],
      { password: ownerPassword, code: owner.next() },
    );
    expect(confirmed.backupCodes).toHaveLength(10);
    expect(new Set(confirmed.backupCodes).size).toBe(10);
    expect(confirmed.session).toMatchObject({ name: "dana", role: "owner" });
    expect(await script.done(["whoami"])).toMatchObject({ name: "dana" });
    expect(fs.statSync(join(script.dataDir, "session.json")).mode & 0o777).toBe(0o600);
    expect(fs.statSync(script.dataDir).mode & 0o777).toBe(0o700);

    const again = await script.refused(["setup", "begin", "--organisation", "X", "--owner", "y"], {
      password: ownerPassword,
    });
    expect(again).toMatchObject({ exitCode: 3, code: "SETUP_DONE" });
  });

  it("signs in and out, by code or by backup code, each once", async () => {
    const { script, owner, ownerCodes } = await setUp(folder.dir);
    await script.done(["sign-out"]);
    expect(fs.existsSync(join(script.dataDir, "session.json"))).toBe(false);
    for (const args of [["whoami"], ["people", "list"], ["sign-out"], ["audit", "list"]]) {
      expect(await script.refused(args)).toMatchObject({ exitCode: 3, code: "NOT_SIGNED_IN" });
    }

    const code = owner.next();
    expect(await script.done(["sign-in", "--as", "DANA"], { password: ownerPassword, code })).toMatchObject({
      session: { name: "dana", role: "owner" },
    });
    const session = await script.done<{ signedInAt: number; idleExpiresAt: number }>(["whoami"]);
    expect(session.idleExpiresAt - Date.now()).toBeGreaterThan(14 * 60_000);
    expect(session.idleExpiresAt - Date.now()).toBeLessThanOrEqual(15 * 60_000);

    const replayed = await script.refused(["sign-in", "--as", "dana"], { password: ownerPassword, code });
    expect(replayed).toMatchObject({ exitCode: 3, code: "SIGN_IN_REFUSED" });

    const backupCode = ownerCodes[0] ?? "";
    const byBackupCode = { password: ownerPassword, backupCode: backupCode.toLowerCase() };
    expect(await script.done(["sign-in", "--as", "dana"], byBackupCode)).toMatchObject({ remainingBackupCodes: 9 });
    expect(await script.refused(["sign-in", "--as", "dana"], byBackupCode)).toMatchObject({ code: "SIGN_IN_REFUSED" });
  });

  it("says the same of a wrong password, a wrong code and an unknown name", async () => {
    const { script, owner } = await setUp(folder.dir);
    const code = wrongCode(owner);
    const answers = [
      await script.refused(["sign-in", "--as", "dana"], { password: "wrong password", code: owner.next() }),
      await script.refused(["sign-in", "--as", "dana"], { password: ownerPassword, code }),
      await script.refused(["sign-in", "--as", "nobody"], { password: ownerPassword, code }),
    ];
    // This computer's time, which all of them are asked to compare.
    for (const { details } of answers) expect(details).toEqual({ now: expect.any(Number) as number });
    const said = answers.map((answer) => JSON.stringify({ ...answer, correlationId: "", details: null }));
    expect(new Set(said).size).toBe(1);
    expect(answers[0]).toMatchObject({ exitCode: 3, code: "SIGN_IN_REFUSED" });
  });

  it("adds, changes, finds and disables people", async () => {
    const { script } = await setUp(folder.dir);
    const alice = await script.done<{ id: string }>([
      "people",
      "add",
      "--username=alice",
      "--name=Alice Ahn",
      "--email=alice@example.org",
    ]);
    expect(alice).toMatchObject({ username: "alice", status: "active", enrolment: "none" });
    await script.done(["people", "add", "--username=bob"]);
    await script.done(["people", "add", "--username", "Zoë"]);

    const listed = (args: string[]) =>
      script.done<{ users: { username: string }[]; total: { count: number; exact: boolean } }>([
        "people",
        "list",
        ...args,
      ]);
    expect((await listed([])).users.map((user) => user.username).toSorted()).toEqual(
      ["Zoë", "alice", "bob"].toSorted(),
    );
    expect(await listed(["--limit", "2"])).toMatchObject({ total: { count: 3, exact: true }, users: [{}, {}] });
    expect((await listed(["--search", "ahn"])).users).toMatchObject([{ username: "alice" }]);
    expect(await listed(["--search", "nobody"])).toEqual({ users: [], total: { count: 0, exact: true } });

    expect(await script.done(["people", "show", alice.id])).toMatchObject({
      username: "alice",
      tokens: [],
      backupCodes: null,
    });
    expect(await script.done(["people", "show", "ALICE"])).toMatchObject({ id: alice.id });
    expect(await script.done(["people", "edit", "alice", "--name", "Alice Berg"])).toMatchObject({
      name: "Alice Berg",
      email: "alice@example.org",
    });
    expect(await script.done(["people", "disable", "bob"])).toMatchObject({ status: "disabled" });
    expect((await listed(["--status", "disabled"])).users).toMatchObject([{ username: "bob" }]);
    expect(await script.done(["people", "enable", "bob"])).toMatchObject({ status: "active" });
    expect(await script.refused(["people", "show", "carol"])).toMatchObject({ exitCode: 3, code: "NOT_FOUND" });
  });

  it("enrols, checks codes, and refuses what was used", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    const pending = await script.done<Pending>(["enrol", "begin", "alice", "--label", "phone"]);
    const phone = new Authenticator(pending.uri);
    expect(await script.done(["people", "show", "alice"])).toMatchObject({
      tokens: [{ status: "pending", label: "phone" }],
    });

    const wrong = await script.refused(["enrol", "confirm", pending.tokenId], { code: wrongCode(phone) });
    expect(wrong).toMatchObject({ exitCode: 1, code: "ENROLMENT_CODE_WRONG" });
    const { backupCodes, token } = await script.done<{ backupCodes: string[]; token: { status: string } }>(
      ["enrol", "confirm", pending.tokenId],
      { code: phone.next() },
    );
    expect(backupCodes).toHaveLength(10);
    expect(token.status).toBe("active");

    const verify = (secrets: { code: string } | { backupCode: string }) =>
      script.run<Verdict>(["verify", "alice"], secrets);
    const code = phone.next();
    expect(await verify({ code })).toMatchObject({
      exitCode: 0,
      data: { result: "accepted", reason: "ok", tokenLabel: "phone" },
    });
    expect(await verify({ code })).toMatchObject({
      exitCode: 1,
      ok: true,
      data: { result: "refused", reason: "already_used" },
    });
    expect(await verify({ code: wrongCode(phone) })).toMatchObject({
      exitCode: 1,
      ok: true,
      data: { result: "refused", reason: "wrong_code" },
    });

    const backupCode = backupCodes[0] ?? "";
    expect(await verify({ backupCode })).toMatchObject({
      exitCode: 0,
      data: { result: "accepted", method: "backup_code", remainingBackupCodes: 9 },
    });
    expect(await verify({ backupCode })).toMatchObject({
      exitCode: 1,
      data: { result: "refused", reason: "already_used" },
    });

    await script.done(["people", "disable", "alice"]);
    expect(await verify({ backupCode: backupCodes[1] ?? "" })).toMatchObject({
      exitCode: 1,
      data: { result: "refused", reason: "user_disabled" },
    });
  });

  it("enrols other forms, writes the QR code, and changes authenticators", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "begin"]);
    const form = ["--algorithm", "sha512", "--digits", "8", "--period", "60", "--qr", "qr.png"];
    const pending = await script.done<Pending>(["enrol", "begin", "begin", ...form]);
    expect(pending.uri).toContain("algorithm=SHA512");
    const png = join(folder.dir, "qr.png");
    expect(fs.statSync(png).mode & 0o777).toBe(0o600);
    expect(fs.readFileSync(png).subarray(1, 4).toString()).toBe("PNG");

    const second = await script.refused(["enrol", "begin", "begin", "--qr", "qr.png"]);
    expect(second).toMatchObject({ exitCode: 3, code: "FILE_EXISTS" });
    expect(await script.refused(["enrol", "begin", "begin", "--qr", "no/where.png"])).toMatchObject({
      code: "FILE_NOT_FOUND",
    });
    expect(await script.refused(["enrol", "begin", "nobody", "--qr", "other.png"])).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(fs.existsSync(join(folder.dir, "other.png"))).toBe(false);
    expect((await script.done<{ tokens: unknown[] }>(["people", "show", "begin"])).tokens).toHaveLength(1);

    const code = new Authenticator(pending.uri).next();
    expect(code).toMatch(/^\d{8}$/u);
    const first = await script.done<{ token: { id: string } }>(["enrol", "confirm", pending.tokenId], { code });

    const replacement = await script.done<Pending>(["enrol", "begin", "begin", "--replaces", first.token.id]);
    await script.done(["enrol", "confirm", replacement.tokenId], { code: new Authenticator(replacement.uri).next() });
    const thrownAway = await script.done<Pending>(["enrol", "begin", "begin"]);
    expect(await script.done(["enrol", "cancel", thrownAway.tokenId])).toEqual({});

    const { tokens } = await script.done<{ tokens: { id: string; status: string }[] }>(["people", "show", "begin"]);
    const statusOf = (id: string) => tokens.find((token) => token.id === id)?.status;
    expect([statusOf(first.token.id), statusOf(replacement.tokenId)]).toEqual(["revoked", "active"]);

    expect(await script.done(["authenticators", "disable", replacement.tokenId])).toMatchObject({ status: "disabled" });
    expect(await script.done(["authenticators", "enable", replacement.tokenId])).toMatchObject({ status: "active" });
    const fresh = await script.done<{ backupCodes: string[] }>(["backup-codes", "regenerate", "begin"]);
    expect(fresh.backupCodes).toHaveLength(10);
    expect(await script.done(["authenticators", "revoke", replacement.tokenId])).toMatchObject({ status: "revoked" });
    expect(await script.refused(["authenticators", "enable", replacement.tokenId])).toMatchObject({
      exitCode: 3,
      code: "TOKEN_STATE",
    });
    expect(await script.refused(["authenticators", "revoke", "no-id"])).toMatchObject({
      exitCode: 2,
      code: "INVALID_INPUT",
    });
  });

  it("lists and verifies the audit, and notices a change beside it", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username", "alice"]);
    await script.done(["people", "disable", "alice"]);
    const list = (args: string[]) =>
      script.done<{ events: { action: string; actor: string | null }[]; more: boolean }>(["audit", "list", ...args]);
    const { events, more } = await list(["--action", "user"]);
    expect(events.map((event) => event.action)).toEqual(["user.disable", "user.add"]);
    expect(events.every((event) => event.actor === "dana")).toBe(true);
    expect(more).toBe(false);
    expect(await list(["--limit", "1"])).toMatchObject({ events: [{}], more: true });
    expect((await list(["--actor", "nobody"])).events).toEqual([]);

    const sql = (statement: string) =>
      execFileSync(requireTool("sqlite3"), [join(script.dataDir, "store", "console.db"), statement], {
        encoding: "utf8",
      });
    const written = Number(sql("SELECT count(*) FROM audit_events"));
    expect(await script.done(["audit", "verify"])).toEqual({ valid: true, events: written });

    sql("UPDATE audit_events SET action = 'user.enable' WHERE seq = 2");
    const broken = await script.run<{ valid: boolean; firstBroken: number }>(["audit", "verify"]);
    expect(broken).toMatchObject({ exitCode: 1, ok: true, data: { valid: false, firstBroken: 2 } });
  });

  it("prints no secret that it was given, and none that it does not have to", async () => {
    const { script, owner, ownerCodes } = await setUp(folder.dir);
    script.printed = "";
    const code = owner.next();
    await script.done(["sign-in", "--as", "dana"], { password: ownerPassword, code });
    await script.refused(["sign-in", "--as", "dana"], { password: ownerPassword, code });
    await script.done(["sign-in", "--as", "dana"], { password: ownerPassword, backupCode: ownerCodes[0] ?? "" });
    await script.done(["people", "add", "--username", "alice"]);
    await script.done(["people", "show", "alice"]);
    await script.done(["audit", "list"]);
    await script.run(["verify", "alice"], { code });
    await script.run(["unlock"], { passphrase: ownerPassword });
    for (const secret of [ownerPassword, code, ownerCodes[0] ?? ""]) expect(script.printed).not.toContain(secret);
  });
});
