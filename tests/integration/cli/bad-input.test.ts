import fs from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, ownerPassword, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
let script: Script;
beforeAll(async () => {
  folder = newFolder();
  ({ script } = await setUp(folder.dir));
  await script.done(["people", "add", "--username", "straße"]);
});
afterAll(() => folder.remove());

const raw = async (args: string[], stdin: string | Buffer) => {
  const { exitCode, stdout, stderr } = await runHere([...args, "--json", "--data", script.dataDir], folder.dir, {
    stdin,
  });
  expect(stderr).toBe("");
  const { ok, error } = JSON.parse(stdout) as {
    ok: boolean;
    error: { code: string; message: string; fields?: object };
  };
  expect(ok).toBe(false);
  return { exitCode, ...error };
};

describe.skipIf(toolsMissing("oathtool"))("bad input from a script", () => {
  it.each([
    ["nothing", "", "It is empty."],
    ["no JSON", `password=${ownerPassword}`, "It is not JSON."],
    ["a list", "[]", "It is not an object."],
    ["an unknown key", `{"password":"${ownerPassword}","user":"x"}`, "Known keys:"],
    ["a number for a code", `{"password":"${ownerPassword}","code":123456}`, "string values"],
    ["too much", " ".repeat(70_000), "larger than 64 KB"],
  ])("%s on stdin is wrong usage", async (_what, stdin, message) => {
    const answer = await raw(["sign-in", "--as", "dana"], stdin);
    expect(answer).toMatchObject({ exitCode: 2, code: "INVALID_INPUT" });
    expect(answer.message).toContain(message);
    expect(JSON.stringify(answer)).not.toContain(ownerPassword);
  });

  it("names the secrets that are missing", async () => {
    expect(await raw(["sign-in", "--as", "dana"], "{}")).toMatchObject({
      exitCode: 2,
      fields: { password: expect.any(String) as string, code: expect.any(String) as string },
    });
    expect(await raw(["backup", "create", "x.age"], '{"password":"p"}')).toMatchObject({
      exitCode: 2,
      fields: { passphrase: expect.any(String) as string },
    });
    expect(await raw(["verify", "straße"], '{"code":"123456","backupCode":"x"}')).toMatchObject({ exitCode: 2 });
    expect(fs.existsSync(join(folder.dir, "x.age"))).toBe(false);
  });

  it.each(["STRASSE", "straße", "StraSSe"])("the username %s is taken", async (username) => {
    expect(await script.refused(["people", "add", "--username", username])).toMatchObject({
      exitCode: 3,
      code: "CONFLICT",
    });
  });

  it.each([
    ["a control character", ["--username", "a\u0007b"], "username"],
    ["a line break in a name", ["--username", "carl", "--name", "Carl\nroot"], "name"],
    ["a right-to-left override", ["--username", "carl", "--name", "exe.\u202Efdp"], "name"],
    ["a blank username", ["--username", "  "], "username"],
    ["a username with a blank", ["--username", "carl b"], "username"],
    ["10,000 characters of username", ["--username", "x".repeat(10_000)], "username"],
    ["10,000 characters of name", ["--username", "carl", "--name", "x".repeat(10_000)], "name"],
    ["10,000 characters of e-mail", ["--username", "carl", "--email", `${"x".repeat(10_000)}@example.org`], "email"],
    ["no e-mail", ["--username", "carl", "--email", "carl"], "email"],
  ])("%s is refused by field", async (_what, args, field) => {
    const answer = await script.refused(["people", "add", ...args]);
    expect(answer).toMatchObject({ exitCode: 2, code: "INVALID_INPUT" });
    expect(Object.keys(answer.fields ?? {})).toEqual([field]);
    expect(await script.done(["people", "list"])).toMatchObject({ total: { count: 1, exact: true } });
  });

  it("a password that is too short or too common is refused", async () => {
    const other = newFolder();
    const begin = (password: string) =>
      runHere(["setup", "begin", "--organisation", "O", "--owner", "o", "--json", "--data", "d"], other.dir, {
        stdin: JSON.stringify({ password }),
      });
    expect((await begin("short")).exitCode).toBe(2);
    const common = await begin("password1");
    expect(common.exitCode).toBe(3);
    expect(JSON.parse(common.stdout)).toMatchObject({ ok: false, error: { code: "PASSWORD_REFUSED" } });
    other.remove();
  });

  it("a data folder that is a file is told", async () => {
    fs.writeFileSync(join(folder.dir, "file"), "");
    const { exitCode, stdout } = await runHere(["people", "list", "--json", "--data", "file"], folder.dir);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
  });
});

describe.skipIf(toolsMissing("oathtool"))("attacks on the session file", () => {
  const file = () => join(script.dataDir, "session.json");
  const whoami = () => runHere(["whoami", "--json", "--data", script.dataDir], folder.dir);
  let kept: string;
  beforeAll(() => {
    kept = fs.readFileSync(file(), "utf8");
  });

  /** What the console says, and whether the file is still there. */
  const tried = async () => {
    const { exitCode, stdout, stderr } = await whoami();
    const { error } = JSON.parse(stdout) as { error?: { code: string } };
    return { exitCode, code: error?.code, stderr, kept: fs.existsSync(file()) };
  };
  const signedOut = (warning: string) => ({
    exitCode: 3,
    code: "NOT_SIGNED_IN",
    stderr: expect.stringContaining(warning) as string,
    kept: false,
  });

  it("the token itself is still good", async () => {
    expect((await whoami()).exitCode).toBe(0);
  });

  it("readable by others", async () => {
    fs.writeFileSync(file(), kept);
    fs.chmodSync(file(), 0o644);
    expect(await tried()).toEqual(signedOut("others may read or change it"));
  });

  it("a link to a good one", async () => {
    const elsewhere = join(folder.dir, "elsewhere.json");
    fs.writeFileSync(elsewhere, kept, { mode: 0o600 });
    fs.symlinkSync(elsewhere, file());
    expect(await tried()).toEqual(signedOut("it is a link"));
    expect(fs.readFileSync(elsewhere, "utf8")).toBe(kept);
  });

  it("cut off", async () => {
    fs.writeFileSync(file(), kept.slice(0, 20), { mode: 0o600 });
    expect(await tried()).toEqual(signedOut("it is damaged"));
  });

  it("with a token that was made up", async () => {
    fs.writeFileSync(file(), JSON.stringify({ token: "A".repeat(43) }), { mode: 0o600 });
    const { exitCode, stdout } = await whoami();
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: expect.stringMatching(/NOT_SIGNED_IN|VAULT_LOCKED/u) as string },
    });
  });
});
