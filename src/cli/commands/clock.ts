import type { Command } from "@commander-js/extra-typings";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

async function accept({ call }: Context): Promise<Outcome> {
  const data = await call("system.acceptClock", {});
  return { data, text: `This computer's clock counts again: ${time(data.now)}.` };
}

export function addClock(program: Command, run: Run): void {
  program
    .command("clock")
    .description("This computer's clock, on which every code depends")
    .addHelpText("after", examples("$ countersign clock accept"))
    .command("accept")
    .description("Confirm that it is right, after it was found to be behind the last event")
    .addHelpText("after", examples("$ countersign clock accept"))
    .action(() => run(accept));
}
