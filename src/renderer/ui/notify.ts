import { notifications } from "@mantine/notifications";
import { say } from "#shared/texts/say.ts";
import type { ShownError } from "./ErrorNotice.tsx";
import { referenceInWords } from "./faults.ts";

/** What an administrator is told about something that was done. */
export type Confirmation =
  | string
  | {
      title: string;
      message: string;
      /** It is to be read: it stands out, and for ten seconds. */
      warns?: boolean;
    };

const warning = { color: "yellow", autoClose: 10_000 };

/** Says it at the edge of the window, where it stays whatever becomes of the screen below. */
export function confirm(done: Confirmation): void {
  if (typeof done === "string") {
    notifications.show({ message: done });
    return;
  }
  const { warns = false, ...words } = done;
  notifications.show({ ...words, ...(warns ? warning : {}) });
}

/** Says there that something was not done: for what has no place of its own on the screen. */
export function reportFailure(error: ShownError): void {
  notifications.show({ color: "red", title: say(error.text), message: referenceInWords(error) });
}
