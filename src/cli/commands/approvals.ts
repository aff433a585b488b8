import { Argument, type Command } from "@commander-js/extra-typings";
import { ActKind } from "#shared/model/acts.ts";
import { text } from "#shared/texts/text.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { stepUp } from "../proof.ts";
import { describeApproval } from "../render/administration.ts";
import { time } from "../render/text.ts";
import { sayLine } from "../render/words.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call }: Context): Promise<Outcome> {
  const data = await call("approvals.list", {});
  const waiting = data.approvals.map(describeApproval).join("\n\n");
  return { data, words: waiting === "" ? text("cliAdmins.nothingWaiting") : waiting };
}

async function approve(context: Context, id: string, name: string): Promise<Outcome> {
  const { answers, proof } = await context.secrets.askWithProof(
    { password: { message: text("cliSecrets.password"), kind: "known" } },
    text("cliSecrets.codeOrBackupCode"),
  );
  const data = await context.call("approvals.approve", { id, name, ...answers, ...proof });
  return { data, words: `${sayLine(text("cliAdmins.approved"))} ${describeApproval(data)}` };
}

async function withdraw({ call }: Context, id: string): Promise<Outcome> {
  return { data: await call("approvals.withdraw", { id }), words: text("cliAdmins.withdrawn") };
}

async function giveFreshCode(context: Context, kind: ActKind): Promise<Outcome> {
  const data = await stepUp(context, context.call, kind);
  return { data, words: text("cliAdmins.freshCodeUntil", { at: time(data.until) }) };
}

export function addApprovals(program: Command, run: Run): void {
  program
    .command("step-up")
    .description(help("helpSession.stepUp"))
    .addArgument(new Argument("<kind>", help("helpSession.stepUpKind")).choices(ActKind.options))
    .addHelpText("after", examples(`$ echo '{"freshCode":"123456"}' | countersign step-up vault`))
    .action((kind) => run((context) => giveFreshCode(context, ActKind.parse(kind))));

  const approvals = program
    .command("approvals")
    .description(help("helpApprovals.about"))
    .addHelpText("after", examples("$ countersign approvals list"));

  approvals
    .command("list")
    .description(help("helpApprovals.list"))
    .addHelpText("after", examples("$ countersign approvals list"))
    .action(() => run(list));

  approvals
    .command("approve")
    .description(help("helpApprovals.approve"))
    .argument("<id>", help("help.approvalId"))
    .requiredOption("--as <name>", help("helpApprovals.approveAs"))
    .addHelpText("after", examples("$ countersign approvals approve 0193… --as erik"))
    .action((id, options) => run((context) => approve(context, id, options.as)));

  approvals
    .command("withdraw")
    .description(help("helpApprovals.withdraw"))
    .argument("<id>", help("help.approvalId"))
    .addHelpText("after", examples("$ countersign approvals withdraw 0193…"))
    .action((id) => run((context) => withdraw(context, id)));
}
