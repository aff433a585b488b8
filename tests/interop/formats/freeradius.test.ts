import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freeradius } from "#main/formats/freeradius/freeradius.ts";
import type { Outgoing } from "#main/formats/format.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outgoing, reasons, writeSeeds } from "../../support/outgoing.ts";
import { radius, type Radius } from "../../support/radius.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const stepNow = (): number => Math.floor(Date.now() / 30_000);

describe.skipIf(toolsMissing("freeradius", "radclient", "oathtool"))("FreeRADIUS with rlm_totp", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-radius-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const codeOf = ({ seed }: Outgoing, step: number): string =>
    execFileSync(requireTool("oathtool"), ["--totp", "-N", `@${step * 30}`, seed.toString("hex")], {
      encoding: "utf8",
    }).trim();

  /** The module knows the current step (newer ones also the one before): an answer counts where no step passed meanwhile. */
  async function answer(server: Radius, one: Outgoing, later = 0): Promise<boolean> {
    for (;;) {
      const step = stepNow();
      const said = await server.lets(one.username, codeOf(one, step + later));
      if (stepNow() === step) return said;
    }
  }

  test("accepts the code of each person and rejects every other", async () => {
    const people = [1, 10, 20, 21, 32, 49].map((length) =>
      outgoing(`key-${length}`, { seed: Buffer.alloc(length, 0xa5 + length) }),
    );
    const names = ["ada@example.org", "élodie", "o'neill, j;r", "Grace Hopper", "a:b", "#1", "x%{User-Name}", "d$1"];
    const named = names.map((name, index) => outgoing(name, { seed: Buffer.alloc(20, index + 1) }));
    await writeSeeds(freeradius, path.join(folder, "users"), [...people, ...named]);
    await using server = await radius(folder);
    for (const one of [...people, ...named]) expect(await answer(server, one), one.username).toBe(true);
    const [first = outgoing("ada"), second = outgoing("grace")] = people;
    expect(await answer(server, { ...first, username: second.username })).toBe(false);
    expect(await answer(server, { ...first, username: "nobody" })).toBe(false);
    expect(await answer(server, second, 2)).toBe(false);
    expect(await answer(server, second, -2)).toBe(false);
    // As its warning says.
    expect(await answer(server, second)).toBe(true);
  });

  test("does not decode a key of 50 bytes, so that one is not written", async () => {
    const long = outgoing("ada", { seed: Buffer.alloc(50, 7) });
    expect(reasons(freeradius, long)).toEqual(["formats.keyTooLong"]);
    await writeSeeds(freeradius, path.join(folder, "users"), [long]);
    await using server = await radius(folder);
    expect(await answer(server, long)).toBe(false);
  });

  test("would open another file for a name, so that one is not written", async () => {
    const names = ["$INCLUDE", "DEFAULT", String.raw`a\b`, 'a"b', "a\nb", ""];
    expect(names.flatMap((name) => reasons(freeradius, outgoing(name)))).toEqual(
      names.map(() => "formats.usernameNotHeld"),
    );
    await writeSeeds(freeradius, path.join(folder, "users"), [outgoing("$INCLUDE")]);
    await expect(radius(folder)).rejects.toThrow("Could not open included file");
  });
});
