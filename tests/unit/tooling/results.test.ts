import { describe, expect, test } from "vitest";
import {
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
  return { name: "a.test.ts", status, assertionResults, ...(message === undefined ? {} : { message }) };
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
