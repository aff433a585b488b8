import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, runHere, setUp, wrongCode } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** The 20 bytes of RFC 6238 appendix B. */
const seed = "3132333435363738393031323334353637383930";
const device = new Authenticator("otpauth://totp/device?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

interface Token {
  id: string;
  status: string;
  label: string;
  serial: string | null;
}

describe.skipIf(toolsMissing("oathtool"))("authenticators from a script", () => {
  it("come from the inventory, are tested, resynchronised, disabled and taken back", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username=alice"]);
    const added = await script.done<{ id: string; state: string }>(["hardware", "add", "GA-1001", "--model=Card"], {
      seed,
    });
    expect(added).toMatchObject({ state: "stock", model: "Card", digits: 6, period: 30 });
    expect(await script.refused(["hardware", "add", "ga-1001"], { seed })).toMatchObject({
      exitCode: 3,
      code: "CONFLICT",
    });
    expect(await script.refused(["hardware", "add", "GA-1002"], { seed: "nonsense" })).toMatchObject({
      exitCode: 2,
      code: "INVALID_INPUT",
    });

    const wrong = { code: wrongCode(device) };
    expect(await script.refused(["hardware", "assign", "GA-1001", "alice"], wrong)).toMatchObject({
      exitCode: 1,
      code: "CODE_REFUSED",
    });
    const start = device.now();
    const assigned = await script.done<{ token: Token; backupCodes: string[] }>(
      ["authenticators", "assign", "ga-1001", "alice", "--label=Card of Alice"],
      { code: device.codeOf(start) },
    );
    expect(assigned.token).toMatchObject({ status: "active", serial: "GA-1001", label: "Card of Alice" });
    expect(assigned.backupCodes).toHaveLength(10);
    const { id } = assigned.token;

    const tested = await script.done(["verify", "alice", "--test"], { code: device.codeOf(start + 1) });
    expect(tested).toMatchObject({ result: "accepted", tokenId: id });
    const checked = await script.done(["verify", "alice", "--authenticator", id], { code: device.codeOf(start + 1) });
    expect(checked).toMatchObject({ result: "accepted" });

    expect(
      await script.refused(["authenticators", "resync", id], { code: "111111", secondCode: "222222" }),
    ).toMatchObject({
      exitCode: 1,
      code: "RESYNC_REFUSED",
    });
    const pair = { code: device.codeOf(start + 5), secondCode: device.codeOf(start + 6) };
    expect(await script.done(["authenticators", "resync", id], pair)).toMatchObject({ token: { failures: 0 } });

    expect(await script.done(["authenticators", "rename", id, "Her card"])).toMatchObject({ label: "Her card" });
    expect(await script.done(["authenticators", "disable", id, "--reason=on leave"])).toMatchObject({
      status: "disabled",
    });
    expect(await script.refused(["authenticators", "unlock", id])).toMatchObject({ exitCode: 3, code: "TOKEN_STATE" });
    expect(await script.done(["authenticators", "enable", id])).toMatchObject({ status: "active" });
    const { tokens } = await script.done<{ tokens: Token[] }>([
      "authenticators",
      "list",
      "--person=alice",
      "--status=active",
    ]);
    expect(tokens).toMatchObject([{ id, username: "alice", serial: "GA-1001" }]);

    const back = await script.done(["authenticators", "unassign", "GA-1001", "--reason=returned"], {
      code: device.codeOf(start + 8),
    });
    expect(back).toMatchObject({ state: "stock", user: null });
    expect(await script.done(["hardware", "lost", added.id])).toMatchObject({ state: "lost" });
    expect(await script.done(["hardware", "found", "GA-1001"])).toMatchObject({ state: "stock" });
    expect(await script.done(["hardware", "retire", "GA-1001", "--reason=worn"])).toMatchObject({ state: "retired" });
    expect(await script.done(["hardware", "list"])).toMatchObject({
      devices: [{ serial: "GA-1001", state: "retired" }],
      counts: { stock: 0, assigned: 0, lost: 0, retired: 1 },
    });
    expect(await script.refused(["hardware", "found", "GA-9"])).toMatchObject({ exitCode: 3, code: "NOT_FOUND" });
    expect(script.printed).not.toContain(seed);
  });

  it("are shown to people in words", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username=alice"]);
    await script.done(["enrol", "begin", "alice", "--digits=8"]);
    await script.done(["hardware", "add", "GA-1001", "--model=Card"], { seed });
    const shown = async (...args: string[]) => (await runHere([...args, "--data", script.dataDir], folder.dir)).stdout;
    expect(await shown("authenticators", "list")).toMatch(/alice +Phone, \w+ \d{4} +- +pending +SHA1, 8 digits, 30 s/u);
    expect(await shown("hardware", "list")).toMatch(
      /GA-1001 +Card +SHA1, 6 digits, 30 s +stock[^]*1 hardware token in all: 1 stock, 0 assigned, 0 lost, 0 retired\./u,
    );
    expect(await shown("hardware", "list", "--search=nothing")).toContain("No hardware tokens found.");
  });
});
