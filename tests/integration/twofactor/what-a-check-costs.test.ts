import Database from "better-sqlite3";
import { afterEach, expect, it, vi } from "vitest";
import { codeFor, enrol, type Harness, openHarness, setUp } from "../../support/harness.ts";

type Run = (...values: unknown[]) => unknown;

/** Statements as they run, of every connection opened from now on. */
function watchStatements(): string[] {
  const ran: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called on the connection that it belongs to
  const prepare = Database.prototype.prepare;
  vi.spyOn(Database.prototype, "prepare").mockImplementation(function (this: Database.Database, text: string) {
    const statement = prepare.call(this, text);
    const runs = statement as unknown as Record<"all" | "get" | "run", Run>;
    for (const way of ["all", "get", "run"] as const) {
      const run = runs[way].bind(statement);
      runs[way] = (...values) => {
        ran.push(text);
        return run(...values);
      };
    }
    return statement;
  });
  return ran;
}

afterEach(() => vi.restoreAllMocks());

/** A code that this seed shows at no time that a refusal is explained with. */
function wrongCode(secret: string, harness: Harness): string {
  const shown = new Set(Array.from({ length: 6401 }, (_, index) => codeFor(secret, harness.clock, index - 3200)));
  for (let guess = 0; ; guess += 1) {
    const code = String(guess).padStart(6, "0");
    if (!shown.has(code)) return code;
  }
}

/** The statements of one check. */
async function watched(kind: "right" | "wrong"): Promise<string[]> {
  const ran = watchStatements();
  const harness = await openHarness();
  await setUp(harness);
  const [first, second] = [await enrol(harness, "ann"), await enrol(harness, "bob")];
  harness.clock.advance(60_000);
  const check = async (username: string, code: string) =>
    (await harness.call("verification.check", { user: { username }, code })).result;
  // Records that the session is in use.
  expect(await check("ann", codeFor(first.secret, harness.clock))).toBe("accepted");
  const code = kind === "right" ? codeFor(second.secret, harness.clock) : wrongCode(second.secret, harness);
  ran.length = 0;
  expect(await check("bob", code)).toBe(kind === "right" ? "accepted" : "refused");
  return [...ran];
}

const writes = (ran: readonly string[], table = ""): string[] =>
  ran.filter((text) => new RegExp(`^(insert into|update|delete from) "?${table}`, "iu").test(text));
const reads = (ran: readonly string[], table = ""): string[] =>
  ran.filter((text) => new RegExp(`^select .* from "?${table}`, "isu").test(text));

it("an accepted code costs one commit of four rows, and nothing is read twice", async () => {
  const ran = await watched("right");
  expect(writes(ran)).toHaveLength(4);
  for (const table of ["tokens", "audit_events", "audit_days", "console"])
    expect(writes(ran, table), table).toHaveLength(1);
  expect(ran.filter((text) => text === "commit")).toHaveLength(1);
  expect(reads(ran).length).toBeLessThanOrEqual(9);
  for (const table of ["console", "tokens", "policies", "restores"]) expect(reads(ran, table), table).toHaveLength(1);
});

it("a wrong code costs the counter of wrong codes one read and one write", async () => {
  const ran = await watched("wrong");
  expect(reads(ran, "throttle")).toHaveLength(1);
  expect(writes(ran, "throttle")).toHaveLength(1);
  expect(writes(ran, "tokens")).toHaveLength(1);
});
