import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { Context } from "../context.ts";
import { examples, positiveInteger } from "../options.ts";
import { collect } from "../pages.ts";
import { describeChain, describeEvents } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";

type Filter = Pick<InputOf<"audit.list">, "search" | "action" | "actor">;

async function list({ call, output }: Context, filter: Filter, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) => call("audit.list", { ...filter, limit: size, cursor }));
  const more = last.nextCursor !== null;
  return { data: { events: rows, more }, text: describeEvents(rows, more, output.paint) };
}

async function verify({ call, output }: Context): Promise<Outcome> {
  const data = await call("audit.verify", {});
  return { data, text: describeChain(data, output.paint), negative: !data.valid };
}

export function addAudit(program: Command, run: Run): void {
  const audit = program
    .command("audit")
    .description("What was done and by whom, in a sealed chain")
    .addHelpText("after", examples("$ countersign audit list --limit 20"));

  audit
    .command("list")
    .description("List events, newest first")
    .option("--search <text>", "any part of an event")
    .option("--action <action>", "an action (group.add) or an area (group)")
    .option("--actor <name>", "an administrator's name")
    .option("--limit <number>", "at most this many", positiveInteger, 50)
    .addHelpText("after", examples("$ countersign audit list --action backup --limit 20"))
    .action(({ limit, ...filter }) => run((context) => list(context, filter, limit)));

  audit
    .command("verify")
    .description("Verify the whole chain")
    .addHelpText("after", examples("$ countersign audit verify"))
    .action(() => run(verify));
}
