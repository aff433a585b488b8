import { join } from "node:path";
import { root } from "../../install.mjs";
import { build } from "../../build.ts";
import { ScriptError } from "../report.ts";
import { packageBin, run } from "../run.ts";
import { failed, passed, type Tally } from "../tally.ts";
import { type Stage, twoAtATime } from "./stage.ts";

/** Long enough for a machine that does much else: nothing but a fault of the program itself takes that long. */
const limit = 30 * 60_000;

/** A stage that passes or fails as a whole: one program, whose output is shown only if it fails. */
function check(name: string, title: string, command: readonly string[]): Stage {
  return {
    name,
    title,
    together: twoAtATime,
    async run(): Promise<Tally> {
      const [program = "", ...args] = command;
      const outcome = await run(program, args, { limit });
      if (outcome.code === 0) return passed();
      console.log(outcome.output.trimEnd());
      return failed(outcome.timedOut ? `${title}: not finished after ${limit / 60_000} minutes` : title);
    },
  };
}

function script(name: string): [string, string] {
  return [process.execPath, join(root, "scripts", name)];
}

const bundles: Stage = {
  name: "build",
  title: "production bundles (electron-vite)",
  together: twoAtATime,
  async run(): Promise<Tally> {
    try {
      await build();
      return passed();
    } catch (error) {
      if (!(error instanceof ScriptError)) throw error;
      console.log(error.output);
      return failed(error.message);
    }
  },
};

export const checks: readonly Stage[] = [
  check("format", "formatting (oxfmt)", [...packageBin("oxfmt"), "--check"]),
  check("lint", "lint, with types (oxlint)", [...packageBin("oxlint"), "--type-aware", "--deny-warnings"]),
  // Threads of its own would each work out the same types: three times the work, while other checks wait for a core.
  check("types", "types (tsc)", [...packageBin("typescript", "tsc"), "--build", "--singleThreaded"]),
  check("layers", "allowed imports", script("layers.ts")),
  check("texts", "no texts outside the catalogue", script("texts.ts")),
  check("matrix", "who may do what, as documented", [...script("matrix.ts"), "--check"]),
  check("unused", "unused files, exports and dependencies (knip)", packageBin("knip")),
  check("packaging", "packaging configuration (electron-builder)", script("packaging.ts")),
  bundles,
];
