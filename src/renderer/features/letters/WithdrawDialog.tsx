import { notifications } from "@mantine/notifications";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import type { Letter } from "./selection.ts";
import { leftOutInWords, lettersCounted } from "./words.ts";
import { numberInWords } from "../../ui/format.ts";

interface WithdrawDialogProps {
  opened: boolean;
  /** Letters that can still be withdrawn. */
  letters: readonly Letter[];
  /** How many selected letters were used or are void. */
  leftOut: number;
  onClose: (done: boolean) => void;
}

export function WithdrawDialog({ opened, letters, leftOut, onClose }: WithdrawDialogProps) {
  const withdraw = useAction("letters.void");
  const close = (done: boolean) => {
    withdraw.reset();
    onClose(done);
  };
  const nothing = letters.length === 0;
  const run = () =>
    withdraw.mutate(
      { letters: letters.map(({ id }) => id) },
      {
        onSuccess: ({ voided }) => {
          notifications.show({ message: wordsOf(voided, letters.length) });
          close(true);
        },
      },
    );
  return (
    <ConfirmDialog
      opened={opened}
      title={nothing ? "Nothing to withdraw" : `Withdraw ${lettersCounted(letters.length)}?`}
      consequences={[
        ...(nothing
          ? []
          : [
              "Their QR codes and keys stop working at once, and their secrets are erased.",
              "These people have no authenticator until they get a new letter or are enrolled in person.",
            ]),
        ...(leftOut > 0 ? [leftOutInWords(leftOut)] : []),
      ]}
      confirmLabel={nothing ? "Close" : "Withdraw now"}
      destructive={!nothing}
      busy={withdraw.isPending}
      error={withdraw.error}
      onConfirm={nothing ? () => close(false) : run}
      onClose={() => close(false)}
    />
  );
}

const wordsOf = (voided: number, asked: number): string =>
  voided === asked
    ? `Withdrawn: ${lettersCounted(voided)}`
    : `Withdrawn: ${numberInWords(voided)} of ${lettersCounted(asked)}. The others have been used in the meantime.`;
