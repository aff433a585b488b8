import { add, nothing, type Tally } from "./tally.ts";

/** The part of Vitest's JSON report that is counted. */
export interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    /** Moments in milliseconds. */
    startTime: number;
    endTime: number;
    assertionResults: { status: string; fullName: string; failureMessages?: string[] | null }[];
  }[];
}

/** The part of Playwright's JSON report that is counted. */
export interface PlaywrightReport {
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs: { title: string; tests: { status: "expected" | "unexpected" | "flaky" | "skipped" }[] }[];
}

/**
 * Counts tests one by one. A file that fails outside its tests (an import, a hook) counts as one more failure.
 * @param exitCode Vitest's; non-zero without a counted failure is a failure too (such as an unhandled rejection)
 */
export function countVitest(report: VitestReport, exitCode: number): Tally {
  const tally = structuredClone(nothing);
  for (const file of report.testResults) {
    const failedBefore = tally.failed;
    for (const test of file.assertionResults) {
      const name = `${file.name} > ${test.fullName}`;
      if (test.status === "passed") tally.passed += 1;
      else if (test.status === "failed") fail(tally, name);
      else tally.skipped.push(name);
    }
    if (file.status === "failed" && tally.failed === failedBefore)
      fail(tally, `${file.name}: ${firstLine(file.message)}`);
  }
  if (exitCode !== 0 && tally.failed === 0) fail(tally, `vitest ended with exit code ${exitCode}; see its output`);
  return tally;
}

/** What came of each suite of one run. A file belongs to the suite whose folder of tests/ it is in. */
export function bySuite(
  { testResults }: VitestReport,
  exitCode: number,
  suites: readonly string[],
): Map<string, { tally: Tally; milliseconds: number }> {
  const suiteOf = ({ name }: { name: string }) => suites.find((suite) => name.includes(`/tests/${suite}/`));
  const outcomes = new Map(
    suites.map((suite) => {
      const files = testResults.filter((file) => suiteOf(file) === suite);
      const milliseconds = files.reduce((sum, { startTime, endTime }) => sum + endTime - startTime, 0);
      return [suite, { tally: countVitest({ testResults: files }, 0), milliseconds }];
    }),
  );
  // What no file is to blame for: the first suite's, so that it counts once.
  const [first] = outcomes.values();
  const elsewhere = countVitest({ testResults: testResults.filter((file) => suiteOf(file) === undefined) }, 0);
  if (first) first.tally = add(first.tally, elsewhere);
  const failures = [...outcomes.values()].reduce((sum, { tally }) => sum + tally.failed, 0);
  if (first && failures === 0) first.tally = add(first.tally, countVitest({ testResults: [] }, exitCode));
  return outcomes;
}

/** Counts tests one by one; a test that passed only on a retry counts as failed. */
export function countPlaywright(report: PlaywrightReport, exitCode: number): Tally {
  const tally = structuredClone(nothing);
  const visit = (suite: PlaywrightSuite, path: string[]) => {
    const here = [...path, suite.title];
    for (const spec of suite.specs) {
      const name = [...here, spec.title].join(" > ");
      for (const { status } of spec.tests) {
        if (status === "expected") tally.passed += 1;
        else if (status === "skipped") tally.skipped.push(name);
        else fail(tally, status === "flaky" ? `${name} (flaky)` : name);
      }
    }
    for (const inner of suite.suites ?? []) visit(inner, here);
  };
  for (const suite of report.suites) visit(suite, []);
  for (const error of report.errors) fail(tally, firstLine(error.message));
  if (exitCode !== 0 && tally.failed === 0) fail(tally, `playwright ended with exit code ${exitCode}; see its output`);
  return tally;
}

function fail(tally: Tally, problem: string): void {
  tally.failed += 1;
  tally.problems.push(problem);
}

function firstLine(text: string | undefined): string {
  return text?.trim().split("\n")[0] ?? "it failed without a message";
}
