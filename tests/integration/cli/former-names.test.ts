import fs from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { newFolder, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** Scripts that were written for earlier versions rely on these. */
describe.skipIf(toolsMissing("oathtool"))("earlier names of commands and options", () => {
  it("still work: users, tokens, --user, --token, --delimiter", async () => {
    const { script } = await setUp(folder.dir);
    const { id } = await script.done<{ id: string }>(["users", "add", "--username=alice"]);
    expect(await script.done(["users", "show", "alice"])).toMatchObject({ id });
    const { tokenId } = await script.done<{ tokenId: string }>(["enrol", "begin", "alice"]);
    expect(await script.done(["tokens", "list", "--user", "alice"])).toMatchObject({ tokens: [{ id: tokenId }] });
    await script.done(["users", "add", "--username=bob"]);
    expect(await script.done(["tokens", "list", "--user", "bob"])).toMatchObject({ tokens: [] });
    expect(await script.done(["letters", "list", "--user", "alice"])).toMatchObject({ letters: [] });
    const other = "01936c2e-0000-7000-8000-000000000000";
    expect(await script.refused(["verify", "alice", "--token", other], { code: "123456" })).toMatchObject({
      code: "INVALID_REFERENCE",
    });

    await script.done(["users", "export", "out.csv", "--delimiter", "semicolon"]);
    expect(fs.readFileSync(join(folder.dir, "out.csv"), "utf8")).toContain("alice;");
    const dryRun = ["users", "import", "out.csv", "--dry-run", "--delimiter", "comma"];
    expect(await script.refused(dryRun)).toMatchObject({ code: "INVALID_INPUT" });
    expect(await script.refused(["users", "export", "2.csv", "--delimiter", "dot"])).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining("comma, semicolon, tab or pipe") as string,
    });
  });

  it("still work: backup places, --place, restore-users, recipients prove, --proof-hours", async () => {
    const { script, ownerCodes, recoveryKey } = await setUp(folder.dir);
    fs.mkdirSync(join(folder.dir, "disk"));
    await script.done(["users", "add", "--username=alice"]);
    const proof = { freshCode: ownerCodes[0] ?? "", recoveryKey };
    const { identity } = await script.done<{ identity: string }>(["backup", "recipients", "make", "Safe"], proof);
    expect(await script.done(["backup", "recipients", "prove"], { identity })).toMatchObject({ name: "Safe" });
    await script.done(["backup", "places", "add-folder", "disk", "--name", "Disk"]);
    expect(await script.done(["backup", "places", "list"])).toMatchObject({ rows: [{ name: "Disk" }] });
    expect(await script.done(["backup", "plan", "--proof-hours", "30"])).toMatchObject({ proofHours: 30 });
    await script.done(["backup", "run"]);
    const { rows } = await script.done<{ rows: { name: string }[] }>(["backup", "places", "contents", "Disk"]);
    const from = [rows[0]?.name ?? "", "--place", "Disk", "--identity"];
    expect(await script.done(["backup", "verify", ...from], { identity })).toMatchObject({ counts: { users: 1 } });
    const [name = "", ...where] = from;
    const opened = { identity, recoveryKey, freshCode: ownerCodes[1] ?? "" };
    expect(await script.no(["backup", "restore-users", name, "alice", ...where], opened)).toMatchObject({
      rows: [{ username: "alice", outcome: "present" }],
    });
  });
});
