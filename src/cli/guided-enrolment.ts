import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import { personCodes } from "./codes-shown.ts";
import type { Context } from "./context.ts";
import { describePending } from "./render/enrolment.ts";
import { describeToken } from "./render/tokens.ts";
import type { Outcome } from "./run.ts";

/** Enough for a slip or two; more wrong codes mean that the app has a different key. */
const attempts = 5;

async function confirmInTerminal(
  { call, secrets, output }: Context,
  tokenId: string,
): Promise<OutputOf<"tokens.confirm">> {
  for (let left = attempts; ; left -= 1) {
    const { code } = await secrets.ask({ code: { message: text("cliSecrets.codeOfNew"), kind: "code" } });
    try {
      return await call("tokens.confirm", { tokenId, code });
    } catch (error) {
      const wrong = error instanceof AppError && error.code === "ENROLMENT_CODE_WRONG";
      if (!wrong || left <= 1) throw error;
      output.notice(error.text);
    }
  }
}

/** Both halves of an enrolment, with the person and the phone at this terminal. */
export async function enrolInTerminal(context: Context, input: InputOf<"tokens.begin">): Promise<Outcome> {
  const { call, output } = context;
  const pending = await call("tokens.begin", input);
  try {
    output.notice(await describePending(pending, true));
    if (pending.sameAsAdministrator) output.notice(text("cliEnrolment.sameAsAdministrator"));
    output.notice(text("cliEnrolment.scan"));
    const confirmed = await confirmInTerminal(context, pending.tokenId);
    const { words, ...rest } = personCodes(context, confirmed);
    const data = { tokenId: pending.tokenId, ...confirmed };
    return { ...rest, data, words: [describeToken(confirmed.token), "", words] };
  } catch (error) {
    await call("tokens.cancel", { tokenId: pending.tokenId }, { evenIfCancelled: true });
    throw error;
  }
}
