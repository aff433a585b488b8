import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, runHere, type Secrets, setUp, wrongCode } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** A person who is named with a space and an apostrophe. */
const person = "O'Neil 7";

/** The words that a shell passes on. */
const words = (command: string): string[] =>
  execFileSync("sh", ["-c", `countersign() { printf '%s\\0' "$@"; }; ${command}`], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

async function ready() {
  const { script } = await setUp(folder.dir, { dataDir: join(folder.dir, "two factor") });
  await script.done(["people", "add", "--username=ann", `--external-id=${person}`]);
  const begun = await script.done<{ uri: string; tokenId: string }>(["enrol", "begin", "ann"]);
  const phone = new Authenticator(begun.uri);
  const { backupCodes } = await script.done<{ backupCodes: string[] }>(["enrol", "confirm", begun.tokenId], {
    code: phone.next(),
  });
  /** The commands that a refusal prints. */
  const refusedWith = async (secrets: Secrets): Promise<string[]> => {
    const args = ["verify", person, "--data", script.dataDir];
    const { stdout } = await runHere(args, script.dir, { stdin: JSON.stringify(secrets) });
    return stdout.split("\n").flatMap((line) => /countersign --data .*$/u.exec(line) ?? []);
  };
  /** Pasted into a shell, as they are. */
  const paste = (command: string, secrets: Secrets = {}) =>
    runHere(words(command), script.dir, { stdin: JSON.stringify(secrets) });
  return { script, phone, tokenId: begun.tokenId, backupCodes, refusedWith, paste };
}

describe.skipIf(toolsMissing("oathtool"))("a command that a refusal prints can be pasted as it is", () => {
  it("after a delay and after a lock: unlock, with the authenticator's id", async () => {
    const { phone, tokenId, refusedWith, paste } = await ready();
    for (let attempt = 0; attempt < 5; attempt += 1) await refusedWith({ code: wrongCode(phone) });
    const [unlock = ""] = await refusedWith({ code: phone.codeOf(phone.now() + 1) });
    expect(unlock).toContain(`authenticators unlock ${tokenId}`);
    expect(await paste(unlock)).toMatchObject({ exitCode: 0, stderr: "" });
    expect(await refusedWith({ code: phone.codeOf(phone.now() + 1) })).toEqual([]);
  });

  it("of a disabled authenticator, of a disabled person, and of void backup codes", async () => {
    const { script, phone, tokenId, backupCodes, refusedWith, paste } = await ready();
    const code = () => phone.codeOf(phone.now() + 1);
    await script.done(["authenticators", "disable", tokenId]);
    const [enable = ""] = await refusedWith({ code: code() });
    expect(await paste(enable)).toMatchObject({ exitCode: 0 });
    await script.done(["people", "disable", "ann"]);
    const [activate = ""] = await refusedWith({ code: code() });
    expect(await paste(activate)).toMatchObject({ exitCode: 0 });
    await script.done(["backup-codes", "regenerate", "ann"]);
    const [anew = ""] = await refusedWith({ backupCode: backupCodes[0] ?? "" });
    expect(await paste(anew)).toMatchObject({ exitCode: 0 });
  });

  it("of a letter that waits: print it again, into a file", async () => {
    const { script, tokenId, phone, refusedWith, paste } = await ready();
    await script.done(["authenticators", "revoke", tokenId]);
    await script.done(["enrol", "bulk", "--all", "--pdf", join(folder.dir, "first.pdf")]);
    const [reprint = ""] = await refusedWith({ code: wrongCode(phone) });
    const printed = await paste(reprint);
    expect(printed).toMatchObject({ exitCode: 0 });
    expect(existsSync(join(folder.dir, words(reprint).at(-1) ?? ""))).toBe(true);
  });
});
