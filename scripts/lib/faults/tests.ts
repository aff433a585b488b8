import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { inOwnHome } from "../browser-tests.ts";
import type { VitestReport } from "../results.ts";
import { packageBin } from "../run.ts";

/** Milliseconds for the tests of one fault. */
const limit = 10 * 60_000;

/** Some tests of a tree: whole files, or those of them with one of these titles. */
export interface Chosen {
  files: readonly string[];
  named?: readonly string[];
}

export interface Seen {
  passed: readonly string[];
  failed: readonly string[];
  /** Why nothing can be said, such as a module that does not load. */
  trouble?: string;
}

/** Runs tests in a copy of the tree. Each is named by its file and its full title. */
export async function runTests(folder: string, { files, named }: Chosen): Promise<Seen> {
  const report = join(folder, "faults-report.json");
  // Nothing of a run with another fault may be left.
  const ofRun = join(folder, ".cache/no-bundles");
  for (const path of [report, ofRun]) rmSync(path, { recursive: true, force: true });
  const projects = new Set(files.map((file) => file.split("/")[1] ?? ""));
  const pattern = named?.map((title) => title.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`)).join("|");
  const args = [
    ...packageBin("vitest"),
    "run",
    ...[...projects].flatMap((project) => ["--project", project]),
    ...files,
    ...(pattern === undefined ? [] : ["--testNamePattern", pattern]),
    "--maxWorkers=1",
    "--reporter=json",
    `--outputFile=${report}`,
  ];
  const env = {
    // For a few tests, running the sources takes less than bundling them.
    COUNTERSIGN_TEST_BUNDLES: ofRun,
    NODE_COMPILE_CACHE: join(folder, ".cache/compiled"),
  };
  const outcome = await inOwnHome(args, env, { cwd: folder, limit });
  if (outcome.timedOut) return trouble(`the tests were not finished after ${limit / 60_000} minutes`);
  if (!existsSync(report)) return trouble(`the tests did not run:\n${outcome.output.slice(-2000)}`);
  return read(folder, JSON.parse(readFileSync(report, "utf8")) as VitestReport);
}

const trouble = (sentence: string): Seen => ({ passed: [], failed: [], trouble: sentence });

type Assertion = VitestReport["testResults"][number]["assertionResults"][number];

/** On a busy machine that happens without any fault. */
const isOverdue = ({ failureMessages }: Assertion): boolean =>
  (failureMessages ?? []).some((message) => /^\w*Error: (?:Test|Hook) timed out in /u.test(message));

/** A file that fails outside its tests (an import, a hook) says nothing about the fault. */
function read(folder: string, report: VitestReport): Seen {
  const of = (wanted: (test: Assertion) => boolean): string[] =>
    report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(wanted)
        .map(({ fullName }) => `${relative(folder, name).replaceAll("\\", "/")} > ${fullName}`),
    );
  const seen = {
    passed: of(({ status }) => status === "passed"),
    failed: of((test) => test.status === "failed" && !isOverdue(test)),
  };
  if (seen.failed.length > 0) return seen;
  const [overdue] = of((test) => test.status === "failed");
  if (overdue !== undefined) return { ...seen, trouble: `not finished in time, which proves nothing: ${overdue}` };
  const broken = report.testResults.find(({ status }) => status === "failed");
  if (broken) return { ...seen, trouble: `a test file fails outside its tests: ${broken.message?.split("\n")[0]}` };
  return seen.passed.length > 0 ? seen : { ...seen, trouble: "no test ran" };
}
