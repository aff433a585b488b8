import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { AppError } from "#shared/errors.ts";
import { personCodes } from "./codes-shown.ts";
import type { Context } from "./context.ts";
import { describePending, sameAsAdministrator } from "./render/enrolment.ts";
import { printable } from "./render/text.ts";
import { describeToken } from "./render/tokens.ts";
import type { Outcome } from "./run.ts";

/** Enough for a slip or two; more wrong codes mean that the app has a different key. */
const attempts = 5;

async function confirmInTerminal(
  { call, secrets, output }: Context,
  tokenId: string,
): Promise<OutputOf<"tokens.confirm">> {
  for (let left = attempts; ; left -= 1) {
    const { code } = await secrets.ask({ code: { message: "Code from the new authenticator", kind: "code" } });
    try {
      return await call("tokens.confirm", { tokenId, code });
    } catch (error) {
      const wrong = error instanceof AppError && error.code === "ENROLMENT_CODE_WRONG";
      if (!wrong || left <= 1) throw error;
      output.notice(printable(error.message));
    }
  }
}

/** Both halves of an enrolment, with the person and the phone at this terminal. */
export async function enrolInTerminal(context: Context, input: InputOf<"tokens.begin">): Promise<Outcome> {
  const { call, output } = context;
  const pending = await call("tokens.begin", input);
  try {
    output.notice(await describePending(pending, true));
    if (pending.sameAsAdministrator) output.notice(sameAsAdministrator);
    output.notice("Scan the QR code in the authenticator app, or type in the key.");
    const confirmed = await confirmInTerminal(context, pending.tokenId);
    const { text, ...rest } = personCodes(context, confirmed);
    const data = { tokenId: pending.tokenId, ...confirmed };
    return { ...rest, data, text: `${describeToken(confirmed.token)}\n\n${text}` };
  } catch (error) {
    await call("tokens.cancel", { tokenId: pending.tokenId }, { evenIfCancelled: true });
    throw error;
  }
}
