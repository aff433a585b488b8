import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { numberInWords } from "../../ui/format.ts";
import type { Letter } from "./selection.ts";
import { leftOutInWords, lettersCounted } from "./words.ts";

interface WithdrawDialogProps {
  opened: boolean;
  /** Letters that can still be withdrawn. */
  letters: readonly Letter[];
  /** How many selected letters were used or are void. */
  leftOut: number;
  onClose: (done: boolean) => void;
}

export function WithdrawDialog({ opened, letters, leftOut, onClose }: WithdrawDialogProps) {
  const close = () => onClose(false);
  const others = leftOut > 0 ? [leftOutInWords(leftOut)] : [];
  if (letters.length === 0) {
    return (
      <ConfirmDialog
        opened={opened}
        title="Nothing to withdraw"
        consequences={others}
        confirmLabel="Close"
        onConfirm={close}
        onClose={close}
      />
    );
  }
  const withdrawal: Act = {
    procedure: "letters.void",
    input: { letters: letters.map(({ id }) => id) },
    title: `Withdraw ${lettersCounted(letters.length)}?`,
    consequences: [
      "Their QR codes and keys stop working at once, and their secrets are erased.",
      "These people have no authenticator until they get a new letter or are enrolled in person.",
      ...others,
    ],
    confirmLabel: "Withdraw now",
    destructive: true,
    confirmation: ({ voided }) => wordsOf(voided, letters.length),
    onDone: () => onClose(true),
  };
  return <ActDialog act={opened ? withdrawal : null} onClose={close} />;
}

const wordsOf = (voided: number, asked: number): string =>
  voided === asked
    ? `Withdrawn: ${lettersCounted(voided)}`
    : `Withdrawn: ${numberInWords(voided)} of ${lettersCounted(asked)}. The others have been used in the meantime.`;
