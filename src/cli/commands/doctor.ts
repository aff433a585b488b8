import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples, help, sayHelp } from "../help.ts";
import { describeHealth } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";
import { loadTerminal } from "../terminal.ts";

async function doctor({ dataDir, output }: Context): Promise<Outcome> {
  const { examine } = await loadTerminal();
  const data = await examine(dataDir);
  return { data, words: describeHealth(data, output.paint), negative: !data.healthy };
}

export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description(help("helpSession.doctor"))
    .addHelpText("after", `\n${sayHelp("helpSession.doctorExitCode")}${examples("$ countersign doctor")}`)
    .action(() => run(doctor));
}
