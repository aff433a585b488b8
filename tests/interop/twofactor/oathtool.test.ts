import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import type { TokenRow } from "#main/store/migrations/schema.ts";
import { checkCode } from "#main/twofactor/check.ts";
import { Keys, newDataKey, seedPlace } from "#main/keys/keys.ts";
import { TokenId, UserId } from "#shared/model/ids.ts";
import { Algorithm } from "#shared/model/records.ts";
import { often } from "../../support/long.ts";
import { requireTool, toolsMissing } from "../../support/tools.ts";

// Each code is a process of its own: 7 ms of two cores.
vi.setConfig({ testTimeout: 300_000 });

const tokens = often(2_000, 10_000);

/** A stream of bytes from a number that a failure names. */
function bytesFrom(start: number): (count: number) => Buffer {
  let block = 0;
  let rest = Buffer.alloc(0);
  return (count) => {
    while (rest.length < count) {
      rest = Buffer.concat([rest, createHash("sha512").update(`${start}:${block}`).digest()]);
      block += 1;
    }
    const taken = rest.subarray(0, count);
    rest = rest.subarray(count);
    return Buffer.from(taken);
  };
}

interface Case {
  row: TokenRow;
  seed: Buffer;
  step: number;
  at: number;
}

const keys = new Keys(newDataKey());
const id = TokenId.parse("01927f5e-0000-7000-8000-000000000001");
const user = UserId.parse("01927f5e-0000-7000-8000-000000000002");

function newCase(take: (count: number) => Buffer): Case {
  const number = (below: number): number => take(6).readUIntBE(0, 6) % below;
  const kind = number(2) === 0 ? "totp" : "hotp";
  const algorithm = Algorithm.options[number(3)] ?? "SHA1";
  const digits = number(2) === 0 ? 6 : 8;
  const period = number(2) === 0 ? 30 : 60;
  const seed = take(16 + number(49));
  // Until the year 2603, which is beyond 32 bits of seconds and of counters.
  const seconds = 1 + number(20_000_000_000);
  const step = kind === "totp" ? Math.floor(seconds / period) : number(2 ** 40);
  const row: TokenRow = {
    id,
    user_id: user,
    admin_id: null,
    kind,
    label: "",
    serial: null,
    hardware_id: null,
    algorithm,
    digits,
    period,
    status: "active",
    seed: keys.seal(seedPlace("tokens", id), seed),
    last_step: kind === "hotp" && step > 0 ? step - 1 : null,
    drift: 0,
    failures: 0,
    aimed_failures: 0,
    ahead_used: "[]",
    ahead_told: "[]",
    replaces: null,
    created_at: 0,
    activated_at: 0,
    last_used_at: null,
    expires_at: null,
  };
  return { row, seed, step, at: seconds * 1000 };
}

/** `oathtool` makes HOTP codes with SHA1 only; a time step of one second is the same over the counter. */
function command(oathtool: string, { row, seed, step, at }: Case): string {
  const { kind, algorithm, digits, period } = row;
  const hash = algorithm.toLowerCase();
  const hex = seed.toString("hex");
  if (kind === "totp") return `${oathtool} --totp=${hash} -s ${period}s -d ${digits} -N @${at / 1000} ${hex}`;
  if (algorithm === "SHA1") return `${oathtool} --hotp -c ${step} -d ${digits} ${hex}`;
  return `${oathtool} --totp=${hash} -s 1s -d ${digits} -N @${step} ${hex}`;
}

const run = promisify(execFile);

/** One shell for many commands. @returns a line each */
async function codesOf(commands: string[]): Promise<string[]> {
  const child = run("/bin/sh", ["-e"], { maxBuffer: 4 * 1024 * 1024 });
  child.child.stdin?.end(commands.join("\n"));
  return (await child).stdout.trim().split("\n");
}

describe.skipIf(toolsMissing("oathtool"))("oathtool", () => {
  test(`agrees on the codes of ${tokens} random authenticators of every kind`, async () => {
    const oathtool = requireTool("oathtool");
    const start = Date.now();
    const take = bytesFrom(start);
    const cases = Array.from({ length: tokens }, () => newCase(take));
    const half = tokens / 2;
    const theirs = (
      await Promise.all(
        [cases.slice(0, half), cases.slice(half)].map((part) => codesOf(part.map((each) => command(oathtool, each)))),
      )
    ).flat();
    expect(theirs).toHaveLength(tokens);
    const refused = cases.flatMap((each, index) => {
      const code = theirs[index] ?? "";
      const window = { acceptedSteps: 0, lookAhead: 1 };
      const found = checkCode(keys, { tokens: [each.row], code, at: each.at, window });
      return found.reason === "ok" && found.step === each.step ? [] : [command(oathtool, each)];
    });
    expect(refused, `random numbers from ${start}`).toEqual([]);
  });
});
