import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { requireRecipient } from "../archive/age.ts";
import type { Context } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";

const consequence = "Anyone with its backup key can read every later backup, including everybody's authenticator keys";

const make = (_context: Context, { name }: ParsedInputOf<"recipients.make">): Promise<ActDescription> =>
  Promise.resolve({
    title: "Make a backup key",
    facts: [`Its name: ${name}`, consequence, "The key is shown once, to the person who makes it"],
  });

/** @throws AppError RECIPIENT_REFUSED */
const add = async (
  _context: Context,
  { name, recipient }: ParsedInputOf<"recipients.add">,
): Promise<ActDescription> => ({
  title: "Encrypt backups to another recipient",
  facts: [`Its name: ${name}`, `The recipient: ${requireRecipient(recipient)}`, consequence],
});

export const recipientDescribers: Pick<Describers, "recipients.make" | "recipients.add"> = {
  "recipients.make": make,
  "recipients.add": add,
};
