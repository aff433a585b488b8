import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { enrol, type Harness, openHarness, setUp, temporaryFolder } from "../support/harness.ts";

let harness: Harness;
let to = "";

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
  to = path.join(temporaryFolder(), "keys.txt");
});

describe("an export of keys", () => {
  test("writes what is active, 0600, and says how much and its digest", async () => {
    const { secret } = await enrol(harness, "ada");
    const { tokenId } = await enrol(harness, "grace");
    await harness.call("tokens.disable", { tokenId });
    await harness.call("users.add", { username: "not-enrolled" });
    const exported = await harness.call("targets.export", { format: "otpauth", to });
    expect(exported).toMatchObject({
      format: "otpauth",
      to,
      sums: { people: 1, authenticators: 1, go: 1, leftOut: 0 },
      files: [{ name: "keys.txt", bytes: statSync(to).size }],
    });
    expect(statSync(to).mode & 0o777).toBe(0o600);
    const written = readFileSync(to, "utf8");
    expect(written).toContain(`secret=${secret}`);
    expect(written.trim().split("\n")).toHaveLength(1);
    const [event] = (await harness.call("audit.list", {})).rows;
    expect(event).toMatchObject({ action: "token.export", details: { format: "otpauth", authenticators: 1 } });
    expect(JSON.stringify(event)).not.toContain(secret);
  });

  test("can be imported again and changes nothing", async () => {
    await enrol(harness, "ada");
    await harness.call("targets.export", { format: "otpauth", to });
    const again = await harness.call("seeds.run", { file: to });
    expect(again).toMatchObject({ importId: null, sums: { unchanged: 1, create: 0 } });
  });

  test("needs a fresh code and a second administrator", async () => {
    await enrol(harness, "ada");
    harness.authority = null;
    const input = { format: "otpauth", to };
    expect(await harness.refuse("targets.export", input)).toMatchObject({ code: "STEP_UP_REQUIRED" });
    expect(() => statSync(to)).toThrow("ENOENT");
  });

  test("replaces no file, and is for no format that is only read", async () => {
    await enrol(harness, "ada");
    await harness.call("targets.export", { format: "otpauth", to });
    const before = readFileSync(to);
    await expect(harness.call("targets.export", { format: "otpauth", to })).rejects.toMatchObject({
      message: expect.stringContaining("FILE_EXISTS") as string,
    });
    expect(readFileSync(to)).toEqual(before);
    expect(await harness.refuse("targets.preflight", { format: "nothing" })).toMatchObject({ code: "FORMAT_UNKNOWN" });
  });

  test("is told beforehand what cannot go, and why", async () => {
    await enrol(harness, "ada");
    const checked = await harness.call("targets.preflight", { format: "otpauth" });
    expect(checked).toMatchObject({ sums: { go: 1, leftOut: 0 }, leftOut: [] });
  });
});
