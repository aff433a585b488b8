import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples, help } from "../help.ts";
import { describePending } from "../render/enrolment.ts";
import type { Outcome, Run } from "../run.ts";

const questions = {
  invitation: { message: text("cliSecrets.invitation"), kind: "known" },
  password: { message: text("cliSecrets.invitedPassword"), kind: "known" },
} as const;

const code = { message: text("cliSecrets.code"), kind: "code" } as const;

function signedIn(context: Context, data: OutputOf<"access.confirmOwnEnrolment">): Outcome {
  const { words, ...rest } = ownCodes(context, data);
  const { name, role } = data.session;
  return { ...rest, data, words: [text("cliAccess.isSignedIn", { name, role }), "", words] };
}

/** Both halves in a terminal; in a script only the first, which gives the key. */
async function accept(context: Context, name: string): Promise<Outcome> {
  const { call, secrets, output } = context;
  const given = await secrets.ask(questions);
  const pending = await call("access.beginOwnEnrolment", { name, ...given });
  if (!secrets.interactive) return { data: pending, words: await describePending(pending, false) };
  output.notice(await describePending(pending, true));
  output.notice(text("cliEnrolment.scanYours"));
  const proof = await secrets.ask({ code });
  return signedIn(context, await call("access.confirmOwnEnrolment", { name, ...given, ...proof }));
}

async function confirm(context: Context, name: string): Promise<Outcome> {
  const given = await context.secrets.ask({ ...questions, code });
  return signedIn(context, await context.call("access.confirmOwnEnrolment", { name, ...given }));
}

export function addInvitation(program: Command, run: Run): void {
  program
    .command("accept-invitation")
    .description(help("helpSession.acceptInvitation"))
    .requiredOption("--as <name>", help("help.signInName"))
    .option("--confirm", help("help.confirmAuthenticator"), false)
    .addHelpText(
      "after",
      examples(
        "$ countersign accept-invitation --as erik",
        `$ echo '{"invitation":"…","password":"…"}' | countersign accept-invitation --as erik --json`,
        `$ echo '{"invitation":"…","password":"…","code":"123456"}' | countersign accept-invitation --as erik --confirm`,
      ),
    )
    .action((options) =>
      run((context) => (options.confirm ? confirm(context, options.as) : accept(context, options.as))),
    );
}
