import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** In the order in which they run: the long files first, so that no core is idle at the end. */
const suites = ["fault", "contract", "integration", "interop", "unit"];

class LongSuitesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => suites.indexOf(project.name);
    // oxlint-disable-next-line unicorn/no-array-sort -- the sequencer's own, not an array's
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

// Processes and threads that run sources do not have to compile them each time anew.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, ".cache/compiled");

/** With `npm run test:long`, one test can try something a hundred thousand times. */
const isLong = process.env["COUNTERSIGN_LONG"] === "1";

/** One project a folder of tests/. The suites use real databases and keys, so a test has room to be slow, not to be repeated. */
export default defineConfig({
  test: {
    allowOnly: process.env["CI"] !== "true",
    retry: 0,
    testTimeout: isLong ? 6 * 3_600_000 : 60_000,
    hookTimeout: 120_000,
    // What is waited for may take as long as on a busy machine; a second is Vitest's own.
    expect: { poll: { timeout: 30_000 } },
    // One more than there are cores in the smallest machine: they often wait for a browser, a disk or another process.
    maxWorkers: 3,
    sequence: { sequencer: LongSuitesFirst },
    unstubEnvs: true,
    restoreMocks: true,
    projects: suites.map((name) => ({
      extends: true,
      test: {
        name,
        // The console's modules are loaded once a worker, not once a file: for most files that would be half of their time.
        // A fault may leave a process that is good for nothing.
        isolate: name === "fault",
        env: name === "fault" ? {} : { COUNTERSIGN_TEST_THREADS: "lent" },
        environment: "node",
        include: [`tests/${name}/**/*.test.{ts,tsx}`],
        setupFiles: ["tests/support/terminal-texts.ts"],
        globalSetup: ["tests/support/make-bundles.ts", ...(name === "unit" ? ["tests/unit/renderer/stage.ts"] : [])],
      },
    })),
  },
});
