import { createHash, randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorFacts, redactFacts } from "#main/system/redact.ts";
import { scrub } from "#main/system/scrub.ts";
import { AppError } from "#shared/errors.ts";

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".split("");
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".split("");
const digits = "0123456789".split("");

const run = (alphabet: string[], length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((all) => all.join(""));
const grouped = (text: string, size: number, by: string) =>
  (text.match(new RegExp(`.{1,${size}}`, "gu")) ?? []).join(by);

/** Everything that the console hands out or takes in and that must never be in a log, in its printed form. */
const secret = fc.oneof(
  fc.constantFrom(16, 26, 32, 52, 103).chain((length) => run(base32, length)),
  fc.constantFrom(16, 32).chain((length) => run(base32, length).map((seed) => seed.toLowerCase())),
  run(base32, 32).map((seed) => grouped(seed, 4, " ")),
  run(base32, 32).map((seed) => `otpauth://totp/Org:ada?secret=${seed}&issuer=Org`),
  fc.constantFrom(6, 8).chain((length) => run(digits, length)),
  run(digits, 6).map((code) => grouped(code, 3, " ")),
  run(crockford, 10).map((code) => grouped(code, 5, "-")),
  run(crockford, 10),
  run(crockford, 32).map((key) => grouped(key, 4, "-")),
  run(crockford, 32),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((key) => Buffer.from(key).toString("hex")),
  run("ACDEFGHJKLMNPQRSTUVWXYZ023456789".split(""), 58).map((key) => `AGE-SECRET-KEY-1${key}`),
  run(base32, 22).map((hash) => `$argon2id$v=19$m=19456,t=2,p=1$${hash}$${hash}`),
);

/** What may stand beside a secret: nothing that is a part of a word. */
const before = fc.constantFrom("", " ", "code ", "is: ", "=", "(", "'", '"', "\n", "\u2028", "ö ", ", ", "…", "/");
const after = fc.constantFrom("", " ", " is wrong", ")", "'", '"', "\n", ".", ", and", "…", "/x");

/** Whether any eight characters of the secret, in order, are in the text; the fixed beginnings of formats are none. */
function leaks(secretText: string, written: string): boolean {
  const from = /^(?:otpauth:|AGE-|\$argon2)/u.test(secretText) ? 32 : 0;
  const length = Math.min(secretText.length, 8);
  for (let n = from; n + length <= secretText.length; n += 1) {
    if (written.includes(secretText.slice(n, n + length))) return true;
  }
  return false;
}

describe("scrub", () => {
  it.each([
    ["otpauth://totp/Org:ada?secret=JBSWY3DPEHPK3PXP&issuer=Org", "[otpauth]"],
    ["seed JBSWY3DPEHPK3PXP.", "seed [secret]."],
    ["seed: JBSW Y3DP EHPK 3PXP", "seed: [code]"],
    ["code AAAA BBBB CCCC DDDD", "code [code]"],
    ["code-AAAAA-BBBBB is wrong", "code-[code] is wrong"],
    ["the code 123456 is wrong", "the code [digits] is wrong"],
    ["the code 123 456 is wrong", "the code [digits] is wrong"],
    ["the code 12345678", "the code [digits]"],
    ["backup code 7K3QM-9XHTV", "backup code [code]"],
    ["backup code 7k3qm9xhtv", "backup code [code]"],
    ["AGE-SECRET-KEY-1QQQQ", "[age key]"],
    ["near 'hunter2': syntax error", "near [quoted]: syntax error"],
    ['Unexpected token in JSON: "{\\"passphrase\\":\\"x y\\"}"', "Unexpected token in JSON: [quoted]"],
    ["cut: 'half a val", "cut: [quoted]"],
  ])("%j becomes %j", (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed);
  });

  it.each([
    "UNIQUE constraint failed: users.username_key",
    "The store is read-only; can't write to well-known places",
    "SQLITE_CONSTRAINT_FOREIGNKEY",
    "call 01934567-89ab-7cde-8f01-23456789abcd took 12.5 ms",
    "schema 3, 100000 is no code in a longer number: 1795507200000",
  ])("leaves %j readable", (text) => {
    expect(scrub(text).replace("[digits]", "100000")).toBe(text);
  });

  it("never lets a planted secret through", () => {
    const property = fc.property(
      before,
      secret,
      after,
      (prefix, planted, suffix) => !leaks(planted, scrub(`${prefix}${planted}${suffix}`)),
    );
    expect(fc.check(property, { numRuns: 2000 })).toMatchObject({ failed: false, counterexample: null });
  });

  it("leaves out what is too long to search", () => {
    expect(scrub("x ".repeat(20_000))).toBe("[text of 40000 characters]");
  });

  // Plain words are the baseline; a form that searches the rest anew at each place takes two hundred times as long.
  it.each(["a", "a-", "aaaa ", "'", "\\'", '\\"', "'\"", "’‘", "1 ", "A_", "abcd-", "'\n"])(
    "takes no longer for a hostile text than for words: %j",
    (hostile) => {
      const took = { hostile: Infinity, words: Infinity };
      const full = (part: string) => part.repeat(Math.floor(20_000 / part.length));
      // The shortest of many: what else the machine does makes it longer, never shorter.
      for (let round = 0; round < 100 && (round < 5 || took.hostile / took.words >= 20); round += 1) {
        for (const [what, text] of [["hostile", full(hostile)] as const, ["words", full("word ")] as const]) {
          const started = performance.now();
          scrub(text);
          took[what] = Math.min(took[what], performance.now() - started);
        }
      }
      expect(took.hostile / took.words).toBeLessThan(20);
    },
  );
});

describe("facts", () => {
  it("shows primitives under plain names", () => {
    const facts = {
      procedure: "users.list",
      ms: 12.5,
      rows: 3,
      found: true,
      next: null,
      correlationId: "r-1",
      big: 5n,
    };
    expect(redactFacts(facts)).toEqual({ ...facts, big: "5" });
  });

  it.each([
    ..."password newPassword passphrase secret seed seedHex key dataKey apikey code totpCode backup_code".split(" "),
    ..."token sessionToken uri otpauthUri recovery recoveryKey mac audit_mac salt pepper PIN authorization input".split(
      " ",
    ),
  ])("hides what is called %s", (name) => {
    expect(redactFacts({ [name]: "plain words" })).toEqual({ [name]: "[redacted]" });
    expect(redactFacts({ [name]: 123_456 })).toEqual({ [name]: "[redacted]" });
  });

  it.each("keychain machine procedure phase username encoder".split(" "))("shows what is called %s", (name) => {
    expect(redactFacts({ [name]: "plain words" })).toEqual({ [name]: "plain words" });
  });

  it("shows ids and codes of errors, nothing else, under such names", () => {
    const id = "01934567-89ab-7cde-8f01-23456789abcd";
    expect(redactFacts({ tokenId: id, code: "SQLITE_BUSY_SNAPSHOT", errorCode: "ERR_OUT_OF_RANGE" })).toEqual({
      tokenId: id,
      code: "SQLITE_BUSY_SNAPSHOT",
      errorCode: "ERR_OUT_OF_RANGE",
    });
    expect(redactFacts({ token: id, tokenId: "7K3QM-9XHTV", code: "EABCDEFG" })).toEqual({
      token: "[redacted]",
      tokenId: "[redacted]",
      code: "[redacted]",
    });
  });

  it("names the kind of everything else", () => {
    const bytes = randomBytes(32);
    expect(
      redactFacts({ bytes, list: ["a", "b"], object: { a: 1 }, map: new Map(), call: () => "x", none: undefined }),
    ).toEqual({
      bytes: "[32 bytes]",
      list: "[list of 2]",
      object: "[object]",
      map: "[object]",
      call: "[function]",
      none: "[undefined]",
    });
  });

  it("runs no getter, and survives errors with hostile properties", () => {
    let ran = false;
    const facts = {
      get trap(): string {
        ran = true;
        return "x";
      },
    };
    expect(redactFacts(facts)).toEqual({ trap: "[getter]" });
    expect(ran).toBe(false);

    const hostile = new Error("x");
    Object.defineProperty(hostile, "message", {
      get: () => {
        throw new Error("no");
      },
    });
    expect(redactFacts({ cause: hostile })).toEqual({ cause: { name: "Error", message: "[unreadable: object]" } });
  });

  it("never lets a planted secret through, wherever it is", () => {
    const name = fc.constantFrom("message", "reason", "file", "username", "detail", "cause", "password");
    const property = fc.property(name, before, secret, after, fc.nat(5), (fact, prefix, planted, suffix, place) => {
      const text = `${prefix}${planted}${suffix}`;
      const inError = new Error(text, {
        cause: new AppError("SEAL_BROKEN", { details: { text }, cause: new Error(text) }),
      });
      const places: Record<string, unknown>[] = [
        { [fact]: text },
        { [planted]: "x" },
        { [fact]: inError },
        { [fact]: new AggregateError([inError], "all failed") },
        { [fact]: Object.assign(new Error("x"), { code: planted, name: text, path: text, sql: text }) },
        { [fact]: { nested: text, list: [text] } },
      ];
      return !leaks(planted, JSON.stringify(redactFacts(places[place] as Record<string, unknown>)));
    });
    expect(fc.check(property, { numRuns: 2000 })).toMatchObject({ failed: false, counterexample: null });
  });

  it("never lets anything through under the name of a secret", () => {
    const name = fc.constantFrom(
      "password",
      "newPassphrase",
      "recoveryKey",
      "backupCodes",
      "seed",
      "uri",
      "sessionToken",
    );
    const value = fc.oneof(fc.string({ minLength: 1 }), fc.nat(), fc.array(fc.string()), fc.object());
    fc.assert(
      fc.property(name, value, (fact, planted) => {
        expect(redactFacts({ [fact]: planted })).toEqual({ [fact]: "[redacted]" });
      }),
    );
  });
});

describe("errors", () => {
  it("keep name, code, frames and causes", () => {
    const inner = Object.assign(new Error("UNIQUE constraint failed: users.username_key"), {
      code: "SQLITE_CONSTRAINT_UNIQUE",
    });
    const facts = errorFacts(new AppError("CONFLICT", { cause: inner }));
    expect(facts).toMatchObject({
      name: "AppError",
      code: "CONFLICT",
      cause: { code: "SQLITE_CONSTRAINT_UNIQUE", message: "UNIQUE constraint failed: users.username_key" },
    });
    expect(facts.stack?.[0]).toMatch(/unit\/system\/redact\.test\.ts:\d+:\d+$/u);
    expect(JSON.stringify(facts)).not.toContain(import.meta.dirname);
  });

  it("do not take lines of the message for frames", () => {
    const seed = "JBSWY3DPEHPK3PXP";
    const facts = errorFacts(new Error(`x\n    at ${seed} (/home/ada/${seed}/a.ts:1:1)`));
    expect(JSON.stringify(facts)).not.toContain(seed);
  });

  it("of a failed parse hold no value", () => {
    const { error } = z.strictObject({ name: z.email() }).safeParse({ name: "hunter2", [`k${"x".repeat(5)}`]: 1 });
    expect(JSON.stringify(errorFacts(error as Error))).not.toContain("hunter2");
  });

  it("end in a circle of causes", () => {
    const a = new Error("a");
    a.cause = new Error("b", { cause: a });
    expect(JSON.stringify(errorFacts(a))).toContain("[further causes]");
  });

  it("do not show a hash of a secret either", () => {
    const hash = createHash("sha256").update("x").digest("base64");
    expect(JSON.stringify(errorFacts(new Error(`digest ${hash}`)))).not.toContain(hash.slice(0, 12));
  });
});
