import { describe, expect, test } from "vitest";
import {
  bySuite,
  countPlaywright,
  countVitest,
  type PlaywrightReport,
  type VitestReport,
} from "../../../scripts/lib/results.ts";
import { add, failed, nothing, passed, refuseSkips, summary } from "../../../scripts/lib/tally.ts";

function vitestFile(
  status: string,
  tests: Record<string, string>,
  message?: string,
): VitestReport["testResults"][number] {
  const assertionResults = Object.entries(tests).map(([fullName, result]) => ({ fullName, status: result }));
  return {
    name: "a.test.ts",
    startTime: 0,
    endTime: 1,
    status,
    assertionResults,
    ...(message === undefined ? {} : { message }),
  };
}

describe("counting Vitest's report", () => {
  test("each test by its result; pending, skipped and todo are skips", () => {
    const tests = { one: "passed", two: "failed", three: "pending", four: "skipped", five: "todo" };
    expect(countVitest({ testResults: [vitestFile("failed", tests)] }, 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: ["a.test.ts > three", "a.test.ts > four", "a.test.ts > five"],
      problems: ["a.test.ts > two"],
    });
  });

  test("a file that fails before its tests is a failure", () => {
    const tally = countVitest({ testResults: [vitestFile("failed", {}, "Cannot find module\n  at x")] }, 1);
    expect(tally).toMatchObject({ failed: 1, problems: ["a.test.ts: Cannot find module"] });
  });

  test("an exit code that no failed test explains is a failure", () => {
    expect(countVitest({ testResults: [vitestFile("passed", { one: "passed" })] }, 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });
});

describe("one run of several suites", () => {
  const at = (name: string, tests: Record<string, string>) => ({ ...vitestFile("passed", tests), name });
  const files = [
    at("/code/tests/unit/a.test.ts", { one: "passed", two: "failed" }),
    at("/code/tests/unit/b.test.ts", { three: "passed" }),
    at("/code/tests/fault/unit/c.test.ts", { four: "skipped" }),
  ];

  test("is counted and timed for each", () => {
    const suites = bySuite({ testResults: files }, 1, ["unit", "fault"]);
    expect(suites.get("unit")).toMatchObject({ tally: { passed: 2, failed: 1, skipped: [] }, milliseconds: 2 });
    expect(suites.get("fault")).toMatchObject({ tally: { passed: 0, failed: 0 }, milliseconds: 1 });
    expect(suites.get("fault")?.tally.skipped).toHaveLength(1);
  });

  test("counts a file of no suite, and an exit code that no failure explains, once", () => {
    const stray = bySuite({ testResults: [at("/code/elsewhere/d.test.ts", { five: "failed" })] }, 1, ["unit", "fault"]);
    expect([...stray.values()].map(({ tally }) => tally.failed)).toEqual([1, 0]);
    const unexplained = bySuite({ testResults: files.slice(1) }, 1, ["unit", "fault"]);
    expect([...unexplained.values()].map(({ tally }) => tally.failed)).toEqual([1, 0]);
  });
});

describe("counting Playwright's report", () => {
  const report: PlaywrightReport = {
    errors: [],
    suites: [
      {
        title: "a.spec.ts",
        specs: [{ title: "one", tests: [{ status: "expected" }] }],
        suites: [
          {
            title: "group",
            specs: [
              { title: "two", tests: [{ status: "unexpected" }] },
              { title: "three", tests: [{ status: "flaky" }] },
              { title: "four", tests: [{ status: "skipped" }] },
            ],
          },
        ],
      },
    ],
  };

  test("each test by its result; one that passed only when repeated failed", () => {
    expect(countPlaywright(report, 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: ["a.spec.ts > group > four"],
      problems: ["a.spec.ts > group > two", "a.spec.ts > group > three (flaky)"],
    });
  });

  test("an error outside the tests is a failure", () => {
    expect(countPlaywright({ errors: [{ message: "no config" }], suites: [] }, 1)).toMatchObject({ failed: 1 });
  });
});

describe("the sum", () => {
  test("reads as agreed", () => {
    expect(summary(add(passed(3), failed("x")))).toBe("3 passed, 1 failed");
    expect(summary({ ...nothing, passed: 3, skipped: ["a", "b"] })).toBe("3 passed, 0 failed, 2 skipped");
  });

  test("where nothing may be skipped, a skip is a failure that is named", () => {
    const tally = refuseSkips({ ...nothing, passed: 3, skipped: ["a > b"] });
    expect(summary(tally)).toBe("3 passed, 1 failed");
    expect(tally.problems[0]).toContain("a > b");
  });
});
