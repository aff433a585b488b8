import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { requireTool, toolsMissing } from "../../support/tools.ts";
import { Authenticator, newFolder, runHere, type Script, setUp } from "./support.ts";

let folder: ReturnType<typeof newFolder>;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => folder.remove());

/** The 20 bytes of RFC 6238 appendix B. */
const seed = "3132333435363738393031323334353637383930";
const base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/** The code that a counter-based device with that seed shows. */
const hotp = (counter: number): string =>
  execFileSync(requireTool("oathtool"), ["--hotp", `--counter=${counter}`, "-"], {
    input: seed,
    encoding: "utf8",
  }).trim();

const three = (first: number) => ({ code: hotp(first), secondCode: hotp(first + 1), thirdCode: hotp(first + 2) });

const wrong = { code: "000000", secondCode: "000001", thirdCode: "000002" };

interface Assigned {
  token: { id: string };
}

/** A console with alice, which allows counter-based authenticators and has such a device in the stock. */
async function withCounterDevice(deviceSeed = seed) {
  const made = await setUp(folder.dir);
  const { script, ownerCodes, recoveryKey } = made;
  const proof = { freshCode: ownerCodes[9] ?? "", recoveryKey };
  await script.done(["policies", "set", "kinds", "totp,hotp"], proof);
  await script.done(["people", "add", "--username=alice"]);
  await script.done(["hardware", "add", "GA-1001", "--kind=hotp"], { seed: deviceSeed });
  return made;
}

const reasonsOf = async (script: Script, action: string): Promise<unknown[]> => {
  const { events } = await script.done<{ events: { details: { reason?: unknown } }[] }>([
    "audit",
    "list",
    "--action",
    action,
  ]);
  return events.flatMap(({ details }) => details.reason ?? []);
};

describe.skipIf(toolsMissing("oathtool"))("`hardware correct`", () => {
  it("corrects the time step, serial number and model of a device, which can then be assigned", async () => {
    const { script } = await setUp(folder.dir);
    await script.done(["people", "add", "--username=alice"]);
    await script.done(["hardware", "add", "GA-1001"], { seed });
    const device = new Authenticator(`otpauth://totp/device?secret=${base32}&period=60`);
    // A device with a time step of 30 s does not show this code.
    const code = device.codeOf(device.now());
    expect(await script.refused(["hardware", "assign", "GA-1001", "alice"], { code })).toMatchObject({
      exitCode: 1,
      code: "CODE_REFUSED",
    });
    expect(
      await script.done(["hardware", "correct", "ga-1001", "--period=60", "--serial=GA-1007", "--model=Card"]),
    ).toMatchObject({ serial: "GA-1007", model: "Card", period: 60, digits: 6, kind: "totp", state: "stock" });
    expect(await script.refused(["hardware", "correct", "GA-1001", "--period=30"])).toMatchObject({
      exitCode: 3,
      code: "NOT_FOUND",
    });
    await script.done(["hardware", "assign", "GA-1007", "alice"], { code: device.next() });
    expect(await script.refused(["hardware", "correct", "GA-1007", "--period=30"])).toMatchObject({
      exitCode: 3,
      code: "TOKEN_STATE",
    });
  });

  it("asks for the seed only with --seed, from stdin in a script, and does not print it", async () => {
    const { script } = await withCounterDevice("00".repeat(20));
    expect(await script.refused(["hardware", "assign", "GA-1001", "alice"], { code: hotp(0) })).toMatchObject({
      code: "CODE_REFUSED",
    });
    expect(await script.refused(["hardware", "correct", "GA-1001", "--seed"], {})).toMatchObject({
      exitCode: 2,
      code: "INVALID_INPUT",
      fields: { seed: expect.any(String) as string },
    });
    expect(await script.refused(["hardware", "correct", "GA-1001", "--seed"], { seed: "nonsense" })).toMatchObject({
      exitCode: 2,
      code: "INVALID_INPUT",
    });
    await script.done(["hardware", "correct", "GA-1001", "--seed"], { seed });
    await script.done(["hardware", "assign", "GA-1001", "alice"], { code: hotp(0) });
    expect(script.printed).not.toContain(seed);
  });
});

describe.skipIf(toolsMissing("oathtool"))("`hardware resync`", () => {
  it("resynchronises a device in the stock whose counter is far ahead, by three codes in a row", async () => {
    const { script, owner, ownerCodes } = await withCounterDevice();
    expect(await script.refused(["hardware", "assign", "GA-1001", "alice"], { code: hotp(700) })).toMatchObject({
      exitCode: 1,
      code: "CODE_REFUSED",
    });

    const resync = ["hardware", "resync", "GA-1001", "--reason=pressed in a drawer"];
    expect(await script.refused(resync, three(700))).toMatchObject({
      exitCode: 2,
      fields: { freshCode: "This key is missing." },
    });
    const freshCode = ownerCodes[0] ?? "";
    expect(await script.refused(resync, { ...wrong, freshCode })).toMatchObject({
      exitCode: 1,
      code: "RESYNC_REFUSED",
    });
    const { thirdCode: _third, ...two } = three(700);
    expect(await script.refused(resync, two)).toMatchObject({
      exitCode: 2,
      fields: { thirdCode: "This key is missing." },
    });
    const gap = { ...three(700), thirdCode: hotp(703) };
    expect(await script.refused(resync, gap)).toMatchObject({ exitCode: 1, code: "RESYNC_REFUSED" });
    expect(await script.done(resync, { ...three(700), freshCode: owner.next() })).toMatchObject({
      device: { serial: "GA-1001", state: "stock" },
    });
    expect(await reasonsOf(script, "hardware.resync")).toContain("pressed in a drawer");

    expect(await script.refused(["hardware", "assign", "GA-1001", "alice"], { code: hotp(702) })).toMatchObject({
      code: "CODE_REFUSED",
    });
    await script.done(["hardware", "assign", "GA-1001", "alice"], { code: hotp(703) });
  });

  it("tells people what to do next", async () => {
    const { script, ownerCodes } = await withCounterDevice();
    const { exitCode, stdout } = await runHere(
      ["hardware", "resync", "GA-1001", "--reason=drawer", "--data", script.dataDir],
      folder.dir,
      { stdin: JSON.stringify({ ...three(90), freshCode: ownerCodes[0] }) },
    );
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Resynchronised\. Its next code can be used to assign it\.\n\nSerial number +GA-1001\n/u);
  });
});

describe.skipIf(toolsMissing("oathtool"))("`authenticators resync --far`", () => {
  it("resynchronises a counter that two codes cannot find, with three codes and a reason", async () => {
    const { script, owner, ownerCodes } = await withCounterDevice();
    const assigned = await script.done<Assigned>(["hardware", "assign", "GA-1001", "alice"], { code: hotp(0) });
    const resync = ["authenticators", "resync", assigned.token.id];
    expect(await script.no(["verify", "alice"], { code: hotp(5000) })).toMatchObject({ result: "refused" });
    const { thirdCode: _third, ...two } = three(5000);
    expect(await script.refused(resync, two)).toMatchObject({ exitCode: 1, code: "RESYNC_REFUSED" });

    const far = [...resync, "--far", "the button was pressed in a pocket"];
    expect(await script.refused(far, { ...two, freshCode: ownerCodes[0] ?? "" })).toMatchObject({
      exitCode: 2,
      fields: { thirdCode: "This key is missing." },
    });
    expect(await script.refused(far, { ...wrong, freshCode: ownerCodes[0] ?? "" })).toMatchObject({
      exitCode: 1,
      code: "RESYNC_REFUSED",
    });
    expect(await script.done(far, { ...three(5000), freshCode: owner.next() })).toMatchObject({
      token: { id: assigned.token.id, status: "active" },
    });
    expect(await reasonsOf(script, "token.resync")).toContain("the button was pressed in a pocket");
    expect(await script.no(["verify", "alice"], { code: hotp(5002) })).toMatchObject({ result: "refused" });
    expect(await script.done(["verify", "alice"], { code: hotp(5003) })).toMatchObject({ result: "accepted" });
  });
});
