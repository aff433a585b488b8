import type { Command } from "@commander-js/extra-typings";
import type { OutputOf } from "#shared/contract/index.ts";
import { ownCodes } from "../codes-shown.ts";
import type { Context } from "../context.ts";
import { examples } from "../options.ts";
import { describePending } from "../render/enrolment.ts";
import { printable } from "../render/text.ts";
import type { Outcome, Run } from "../run.ts";

const questions = {
  invitation: { message: "One-time code", kind: "known" },
  password: { message: "Your password: a new one, or the one you already have here", kind: "known" },
} as const;

const code = { message: "Code from the authenticator app", kind: "code" } as const;

function signedIn(context: Context, data: OutputOf<"access.confirmOwnEnrolment">): Outcome {
  const { text, ...rest } = ownCodes(context, data);
  return { ...rest, data, text: `${printable(data.session.name)} is signed in (${data.session.role}).\n\n${text}` };
}

/** Both halves in a terminal; in a script only the first, which gives the key. */
async function accept(context: Context, name: string): Promise<Outcome> {
  const { call, secrets, output } = context;
  const given = await secrets.ask(questions);
  const pending = await call("access.beginOwnEnrolment", { name, ...given });
  if (!secrets.interactive) return { data: pending, text: await describePending(pending, false) };
  output.notice(await describePending(pending, true));
  output.notice("Scan the QR code in your authenticator app, or type in the key.");
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
    .description("Sign in for the first time, or after a reset, with a one-time code")
    .requiredOption("--as <name>", "the administrator's name")
    .option("--confirm", "in a script: confirm the new authenticator", false)
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
