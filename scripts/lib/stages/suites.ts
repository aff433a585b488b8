import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../install.mjs";
import { inOwnHome, playwrightCommand, suiteLimit } from "../browser-tests.ts";
import { electronBinary } from "../electron-binary.ts";
import { countPlaywright, countVitest, type PlaywrightReport, type VitestReport } from "../results.ts";
import { packageBin } from "../run.ts";
import { failed, nothing, type Tally } from "../tally.ts";
import type { Stage } from "./stage.ts";

interface Suite {
  name: string;
  title: string;
  /** Test files, as a glob under the project. */
  files: string;
  /** The command line; `env` adds the report's path. */
  command(report: string): { args: string[]; env: NodeJS.ProcessEnv };
  count(report: unknown, exitCode: number): Tally;
  /** Why the suite cannot run on this machine. */
  impossible?(): string | undefined;
}

function stageOf(suite: Suite): Stage {
  const { name, title } = suite;
  return { name, title, run: () => runSuite(suite) };
}

async function runSuite(suite: Suite): Promise<Tally> {
  if (globSync(suite.files, { cwd: root }).length === 0) {
    console.log(`no tests in ${suite.files}`);
    return nothing;
  }
  const impossible = suite.impossible?.();
  if (impossible !== undefined) {
    console.log(`not run: ${impossible}`);
    return { ...nothing, skipped: [`${suite.name}: ${impossible}`] };
  }
  const report = join(root, "test-results", `${suite.name}.json`);
  mkdirSync(join(root, "test-results"), { recursive: true });
  rmSync(report, { force: true });
  const { args, env } = suite.command(report);
  const outcome = await inOwnHome(args, env);
  if (outcome.timedOut)
    return failed(`${suite.name}: not finished after ${suiteLimit / 60_000} minutes, so it was ended`);
  if (!existsSync(report)) return failed(`${suite.name}: ended with exit code ${outcome.code} and without a report`);

  const tally = suite.count(JSON.parse(readFileSync(report, "utf8")), outcome.code);
  const seen = tally.passed + tally.failed + tally.skipped.length;
  return seen === 0 ? failed(`${suite.name}: has test files, but no test ran`) : tally;
}

function vitest(name: string, title: string): Stage {
  const reporters = ["--reporter=default", "--reporter=json"];
  return stageOf({
    name,
    title,
    files: `tests/${name}/**/*.test.{ts,tsx}`,
    command: (report) => ({
      args: [...packageBin("vitest"), "run", "--project", name, ...reporters, `--outputFile.json=${report}`],
      env: {},
    }),
    count: (report, exitCode) => countVitest(report as VitestReport, exitCode),
  });
}

function playwright(
  name: string,
  title: string,
  runtime: "chromium" | "electron",
  impossible?: () => string | undefined,
): Stage {
  return stageOf({
    name,
    title,
    files: "tests/e2e/**/*.spec.ts",
    command: (report) => ({
      args: playwrightCommand(runtime, "e2e"),
      env: { COUNTERSIGN_E2E_REPORT: report, COUNTERSIGN_RUNTIME: runtime },
    }),
    count: (report, exitCode) => countPlaywright(report as PlaywrightReport, exitCode),
    ...(impossible === undefined ? {} : { impossible }),
  });
}

function electronMissing(): string | undefined {
  return electronBinary() === undefined
    ? "Electron's binary is not on this machine (npm start downloads it if it can)"
    : undefined;
}

export const suites: readonly Stage[] = [
  vitest("unit", "unit tests"),
  vitest("contract", "contract tests"),
  vitest("integration", "integration tests"),
  vitest("fault", "fault tests"),
  vitest("interop", "interoperation with other programs"),
  playwright("e2e", "end to end, on Chromium", "chromium"),
];

/** Run only when named. */
export const onDemand: readonly Stage[] = [
  playwright("e2e-electron", "end to end, on Electron", "electron", electronMissing),
];
