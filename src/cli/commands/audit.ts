import type { Command } from "@commander-js/extra-typings";
import type { InputOf } from "#shared/contract/index.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { positiveInteger } from "../options.ts";
import { collect } from "../pages.ts";
import { describeChain, describeEvents } from "../render/reports.ts";
import type { Outcome, Run } from "../run.ts";

type Filter = Pick<InputOf<"audit.list">, "search" | "action" | "actor">;

async function list({ call, output }: Context, filter: Filter, limit: number): Promise<Outcome> {
  const { rows, last } = await collect(limit, (size, cursor) => call("audit.list", { ...filter, limit: size, cursor }));
  const more = last.nextCursor !== null;
  return { data: { events: rows, more }, words: describeEvents(rows, more, output.paint) };
}

async function verify({ call, output }: Context): Promise<Outcome> {
  const data = await call("audit.verify", {});
  return { data, words: describeChain(data, output.paint), negative: !data.valid };
}

export function addAudit(program: Command, run: Run): void {
  const audit = program
    .command("audit")
    .description(help("helpAudit.about"))
    .addHelpText("after", examples("$ countersign audit list --limit 20"));

  audit
    .command("list")
    .description(help("helpAudit.list"))
    .option("--search <text>", help("helpAudit.listSearch"))
    .option("--action <action>", help("helpAudit.listAction"))
    .option("--actor <name>", help("helpAudit.listActor"))
    .option("--limit <number>", help("help.limit"), positiveInteger, 50)
    .addHelpText("after", examples("$ countersign audit list --action backup --limit 20"))
    .action(({ limit, ...filter }) => run((context) => list(context, filter, limit)));

  audit
    .command("verify")
    .description(help("helpAudit.verify"))
    .addHelpText("after", examples("$ countersign audit verify"))
    .action(() => run(verify));
}
