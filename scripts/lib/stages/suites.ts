import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../install.mjs";
import { inOwnHome, playwrightCommand, suiteLimit } from "../browser-tests.ts";
import { electronBinary } from "../electron-binary.ts";
import { bySuite, countPlaywright, type PlaywrightReport, type VitestReport } from "../results.ts";
import { packageBin } from "../run.ts";
import { failed, nothing, type Tally } from "../tally.ts";
import type { Stage, Together } from "./stage.ts";

/** Milliseconds for the suites of one run. With `npm run test:long` they take hours. */
const limitOf = (suites: number): number =>
  process.env["COUNTERSIGN_LONG"] === "1" ? 24 * 3_600_000 : suiteLimit * suites;

/** What a test program has left of a run. */
type Ended<Report> = { report: Report; exitCode: number } | { problem: string };

/** Runs a test program that writes a report. */
async function runFor<Report>(
  name: string,
  limit: number,
  command: (report: string) => { args: string[]; env?: NodeJS.ProcessEnv },
): Promise<Ended<Report>> {
  const file = join(root, "test-results", `${name}.json`);
  mkdirSync(join(root, "test-results"), { recursive: true });
  rmSync(file, { force: true });
  const { args, env = {} } = command(file);
  const { timedOut, code } = await inOwnHome(args, env, { show: true, limit });
  if (timedOut) return { problem: `${name}: not finished after ${limit / 60_000} minutes, so it was ended` };
  if (!existsSync(file)) return { problem: `${name}: ended with exit code ${code} and without a report` };
  return { report: JSON.parse(readFileSync(file, "utf8")) as Report, exitCode: code };
}

const noneRan = (name: string, tally: Tally): Tally =>
  tally.passed + tally.failed + tally.skipped.length === 0 ? failed(`${name}: has test files, but no test ran`) : tally;

/**
 * The suites of Vitest in one run: what they have in common is made once, and no core waits for the last file of a
 * suite while the next one has not begun.
 */
const inOneRun: Together = async (stages) => {
  const named = stages.map(({ name }) => name);
  const ended = await runFor<VitestReport>(
    named.length === 1 ? (named[0] ?? "") : "vitest",
    limitOf(named.length),
    (report) => ({
      args: [
        ...packageBin("vitest"),
        "run",
        ...named.flatMap((name) => ["--project", name]),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ],
    }),
  );
  if ("problem" in ended) {
    return stages.map((stage, index) => ({
      stage,
      tally: index === 0 ? failed(ended.problem) : nothing,
      milliseconds: 0,
    }));
  }
  const { report, exitCode } = ended;
  const suites = bySuite(report, exitCode, named);
  return stages.map((stage) => {
    const { tally, milliseconds } = suites.get(stage.name) ?? { tally: nothing, milliseconds: 0 };
    return { stage, tally: noneRan(stage.name, tally), milliseconds };
  });
};

function vitest(name: string, title: string): Stage {
  const stage: Stage = {
    name,
    title,
    together: inOneRun,
    run: async () => (await inOneRun([stage]))[0]?.tally ?? nothing,
  };
  return stage;
}

function playwright(
  name: string,
  title: string,
  runtime: "chromium" | "electron",
  impossible: () => string | undefined = () => undefined,
): Stage {
  return {
    name,
    title,
    async run(): Promise<Tally> {
      const reason = impossible();
      if (reason !== undefined) {
        console.log(`not run: ${reason}`);
        return { ...nothing, skipped: [`${name}: ${reason}`] };
      }
      const ended = await runFor<PlaywrightReport>(name, suiteLimit, (report) => ({
        args: playwrightCommand(runtime, "e2e"),
        env: { COUNTERSIGN_E2E_REPORT: report, COUNTERSIGN_RUNTIME: runtime },
      }));
      return "problem" in ended ? failed(ended.problem) : noneRan(name, countPlaywright(ended.report, ended.exitCode));
    },
  };
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
