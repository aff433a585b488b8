import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describeHealth } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";
import { loadTerminal } from "../terminal.ts";

async function doctor({ dataDir, output }: Context): Promise<Outcome> {
  const { examine } = await loadTerminal();
  const data = await examine(dataDir);
  return { data, text: describeHealth(data, output.paint), negative: !data.healthy };
}

export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("Check runtime, keychain, database, clock and versions; needs no sign-in")
    .addHelpText(
      "after",
      `\nExit code 1 while something needs attention, such as a console without a backup or a recovery key that was never tested.${examples("$ countersign doctor")}`,
    )
    .action(() => run(doctor));
}
