import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

describe.skipIf(toolsMissing("oathtool"))("who is meant, in a terminal", () => {
  it("is found by username, external id and e-mail address wherever a person is named", async () => {
    const { script } = await setUp(folder.dir);
    const ann = ["--username=ann", "--email=Ann.Lee@Example.org", "--external-id=E-1001"];
    const { id } = await script.done<{ id: string }>(["people", "add", ...ann]);
    await script.done(["people", "add", "--username=bob", "--email=desk@example.org"]);
    await script.done(["people", "add", "--username=cleo", "--email=DESK@example.org"]);
    for (const name of ["ann", "ANN", "e-1001", "ann.lee@example.ORG", id]) {
      expect(await script.done(["people", "show", name])).toMatchObject({ id });
    }
    const begun = await script.done<{ tokenId: string; uri: string }>(["enrol", "begin", "ann.lee@example.org"]);
    const phone = new Authenticator(begun.uri);
    const now = phone.now();
    await script.done(["enrol", "confirm", begun.tokenId], { code: phone.codeOf(now) });
    expect(await script.done(["verify", "E-1001"], { code: phone.codeOf(now + 1) })).toMatchObject({
      result: "accepted",
    });
    const codes = await script.done<{ backupCodes: string[] }>(["backup-codes", "regenerate", "E-1001"]);
    const [first = "", second = ""] = codes.backupCodes;
    expect(await script.done(["verify", "Ann.Lee@Example.org"], { code: first })).toMatchObject({
      result: "accepted",
      method: "backup_code",
    });
    expect(
      await script.done(["verify", "ann"], { backupCode: ` ${second.toLowerCase().replace("-", "\u2011")} ` }),
    ).toMatchObject({ result: "accepted", method: "backup_code" });
    expect(await script.done(["authenticators", "list", "--person", "E-1001"])).toMatchObject({
      tokens: [{ username: "ann" }],
    });
    expect(await script.done(["people", "status", "e-1001", "disabled"])).toMatchObject({ id, status: "disabled" });

    const shared = await script.refused(["people", "show", "desk@example.org"]);
    expect(shared).toMatchObject({ code: "INVALID_REFERENCE" });
    expect(shared.message).toContain("bob, cleo");
    expect(await script.refused(["people", "delete", "nobody@example.org"])).toMatchObject({ code: "NOT_FOUND" });
    expect(await script.refused(["people", "show", "   "])).toMatchObject({ code: "NOT_FOUND" });
  });

  it("a username is preferred to the external id of somebody else", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username=1001"]);
    await script.done(["people", "add", "--username=ann", "--external-id=1001"]);
    expect(await script.done(["people", "show", "1001"])).toMatchObject({ username: "1001" });
  });
});
