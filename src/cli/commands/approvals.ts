import { Argument, type Command } from "@commander-js/extra-typings";
import { ActKind } from "#shared/model/acts.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { stepUp } from "../proof.ts";
import { describeApproval } from "../render/administration.ts";
import { time } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

async function list({ call }: Context): Promise<Outcome> {
  const data = await call("approvals.list", {});
  const text = data.approvals.map(describeApproval).join("\n\n");
  return { data, text: text === "" ? "Nothing is waiting for approval." : text };
}

async function approve(context: Context, id: string, name: string): Promise<Outcome> {
  const { answers, proof } = await context.secrets.askWithProof(
    { password: { message: "Password", kind: "known" } },
    "Code from the authenticator app, or a backup code",
  );
  const data = await context.call("approvals.approve", { id, name, ...answers, ...proof });
  return { data, text: `Approved. ${describeApproval(data)}` };
}

async function withdraw({ call }: Context, id: string): Promise<Outcome> {
  return { data: await call("approvals.withdraw", { id }), text: "Withdrawn." };
}

async function giveFreshCode(context: Context, kind: ActKind): Promise<Outcome> {
  const data = await stepUp(context, context.call, kind);
  return { data, text: `The fresh code is valid until ${time(data.until)}.` };
}

export function addApprovals(program: Command, run: Run): void {
  program
    .command("step-up")
    .description("Give a fresh code before a sensitive action")
    .addArgument(new Argument("<kind>", "the kind of action").choices(ActKind.options))
    .addHelpText("after", examples(`$ echo '{"freshCode":"123456"}' | countersign step-up vault`))
    .action((kind) => run((context) => giveFreshCode(context, ActKind.parse(kind))));

  const approvals = program
    .command("approvals")
    .description("Actions that need a second administrator")
    .addHelpText("after", examples("$ countersign approvals list"));

  approvals
    .command("list")
    .description("Show what is waiting, what it will do and who may approve it")
    .addHelpText("after", examples("$ countersign approvals list"))
    .action(() => run(list));

  approvals
    .command("approve")
    .description("Approve as the second administrator, while the first stays signed in")
    .argument("<id>", "as shown by `approvals list`")
    .requiredOption("--as <name>", "the second administrator's name")
    .addHelpText("after", examples("$ countersign approvals approve 0193… --as erik"))
    .action((id, options) => run((context) => approve(context, id, options.as)));

  approvals
    .command("withdraw")
    .description("Withdraw a request for approval")
    .argument("<id>", "as shown by `approvals list`")
    .addHelpText("after", examples("$ countersign approvals withdraw 0193…"))
    .action((id) => run((context) => withdraw(context, id)));
}
