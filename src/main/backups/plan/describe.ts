import type { ActDescription } from "#shared/contract/approvals.ts";
import type { ParsedInputOf } from "#shared/contract/index.ts";
import { text } from "#shared/texts/text.ts";
import { loadAge } from "../archive/load-age.ts";
import type { Context } from "../../call/context.ts";
import type { Describers } from "../../call/handlers.ts";

const consequence = text("approvals.readsLaterBackups");

const make = (_context: Context, { name }: ParsedInputOf<"recipients.make">): Promise<ActDescription> =>
  Promise.resolve({
    title: text("approvals.makeBackupKey"),
    facts: [text("approvals.itsName", { name }), consequence, text("approvals.keyShownOnce")],
  });

/** @throws AppError RECIPIENT_REFUSED */
const add = async (
  _context: Context,
  { name, recipient }: ParsedInputOf<"recipients.add">,
): Promise<ActDescription> => ({
  title: text("approvals.addRecipient"),
  facts: [
    text("approvals.itsName", { name }),
    text("approvals.itsRecipient", { recipient: (await loadAge()).requireRecipient(recipient) }),
    consequence,
  ],
});

export const recipientDescribers: Pick<Describers, "recipients.make" | "recipients.add"> = {
  "recipients.make": make,
  "recipients.add": add,
};
