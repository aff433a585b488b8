import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { djangoOtp } from "#main/formats/django-otp/django-otp.ts";
import type { Outgoing } from "#main/formats/format.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { outgoing, reasons, writeSeeds } from "../../support/outgoing.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

const program = path.join(import.meta.dirname, "../../support/otp-in-django.py");

describe.skipIf(toolsMissing("djangoOtp", "oathtool"))("django-otp", () => {
  let folder = "";
  let fixture = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-django-"));
    fixture = path.join(folder, "devices.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const codeOf = ({ kind, seed, period, digits }: Outgoing, step: number): string => {
    const made = kind === "hotp" ? ["-c", String(step)] : ["--totp", "-s", `${period}s`, "-N", `@${step * period}`];
    const args = [...made, "-d", String(digits), seed.toString("hex")];
    return execFileSync(requireTool("oathtool"), args, { encoding: "utf8" }).trim();
  };

  const stepOf = ({ period }: Outgoing): number => Math.floor(Date.now() / 1000 / period);

  function django(people: readonly string[], tries: readonly [string, string][]) {
    requireTool("djangoOtp");
    const input = JSON.stringify({ people, tries });
    const { status, stdout, stderr } = spawnSync("/usr/bin/python3", [program, folder, fixture], {
      input,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as { loaded: number; answers: boolean[] };
  }

  test("loads the fixture, and lets in with the right code, once", async () => {
    const ada = outgoing("ada");
    const grace = outgoing("grace@example.org", { digits: 8, period: 60, seed: Buffer.alloc(40, 0xa5) });
    const lin = outgoing("lin", { kind: "hotp", counter: 7, seed: Buffer.alloc(20, 0x17) });
    const elodie = outgoing("élodie", { seed: Buffer.alloc(10, 3), lastStep: stepOf(ada), label: "" });
    const mia = outgoing("mia", { drift: -20, seed: Buffer.alloc(20, 4), label: "x".repeat(65) });
    const all = [ada, grace, lin, elodie, mia, outgoing("ada", { seed: Buffer.alloc(20, 5) })];
    await writeSeeds(djangoOtp, fixture, all);
    const step = stepOf(ada);
    const wanted: [Outgoing, string, boolean][] = [
      [ada, "000000", codeOf(ada, step) === "000000"],
      [ada, codeOf(ada, step), true],
      [ada, codeOf(ada, step), false],
      [ada, codeOf(outgoing("ada", { seed: Buffer.alloc(20, 5) }), step), true],
      [grace, codeOf(grace, stepOf(grace)), true],
      [grace, codeOf(grace, stepOf(grace)), false],
      [lin, codeOf(lin, 6), false],
      [lin, codeOf(lin, 7), true],
      [lin, codeOf(lin, 7), false],
      [elodie, codeOf(elodie, step), false],
      [elodie, codeOf(elodie, step + 1), true],
      [mia, codeOf(mia, step), false],
      [mia, codeOf(mia, step - 20), true],
    ];
    const people = [...new Set(all.map(({ username }) => username))];
    const { loaded, answers } = django(
      people,
      wanted.map(([{ username }, code]) => [username, code]),
    );
    expect(loaded).toBe(all.length);
    expect(answers).toEqual(wanted.map(([, , right]) => right));
  });

  test("loads nothing where somebody is missing there, as its warning says", async () => {
    await writeSeeds(djangoOtp, fixture, [outgoing("ada"), outgoing("nobody")]);
    expect(() => django(["ada"], [])).toThrow("Could not load otp_totp.TOTPDevice");
  });

  test("holds keys of up to 40 bytes", () => {
    expect(reasons(djangoOtp, outgoing("ada", { seed: Buffer.alloc(41) }))).toEqual(["formats.keyTooLong"]);
  });
});
