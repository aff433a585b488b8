import { Button, Group, Text } from "@mantine/core";
import { IconMailOff, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import type { Count } from "#shared/contract/directory.ts";
import { ReprintDialog } from "./ReprintDialog.tsx";
import { type ChosenLetters, isOpen, type Letter, mostChosen } from "./selection.ts";
import { WithdrawDialog } from "./WithdrawDialog.tsx";
import { lettersCounted } from "./words.ts";
import { numberInWords } from "../../ui/format.ts";

interface ChosenBarProps {
  chosen: ChosenLetters;
  rows: readonly Letter[];
  total: Count | null;
  loadAll: () => Promise<readonly Letter[]>;
}

/** What can be done with the selected letters. */
export function ChosenBar({ chosen, rows, total, loadAll }: ChosenBarProps) {
  const [asking, setAsking] = useState<"reprint" | "withdraw" | null>(null);
  const letters = [...chosen.letters.values()];
  const close = (done: boolean) => {
    setAsking(null);
    if (done) chosen.clear();
  };
  return (
    <>
      {letters.length > 0 && (
        <Group gap="sm" role="group" aria-label="Selected letters">
          <Text fw={600} role="status" className="numbers">
            {lettersCounted(letters.length)} selected
          </Text>
          <MoreToChoose chosen={chosen} rows={rows} total={total} loadAll={loadAll} />
          <Group gap="sm" ml="auto">
            <Button variant="default" onClick={chosen.clear}>
              Clear selection
            </Button>
            <Button variant="default" leftSection={<IconMailOff size={16} />} onClick={() => setAsking("withdraw")}>
              Withdraw
            </Button>
            <Button leftSection={<IconPrinter size={16} />} onClick={() => setAsking("reprint")}>
              Reprint
            </Button>
          </Group>
        </Group>
      )}
      <ReprintDialog opened={asking === "reprint"} letters={letters} onClose={close} />
      <WithdrawDialog
        opened={asking === "withdraw"}
        letters={letters.filter(isOpen)}
        leftOut={letters.length - letters.filter(isOpen).length}
        onClose={close}
      />
    </>
  );
}

function MoreToChoose({ chosen, rows, total, loadAll }: ChosenBarProps) {
  const [loading, setLoading] = useState(false);
  const whole = total === null ? rows.length : Math.max(total.count, rows.length);
  const allShown = rows.length > 0 && rows.every(({ id }) => chosen.letters.has(id));
  if (!allShown || whole <= rows.length) return null;
  const choose = async () => {
    setLoading(true);
    chosen.add(await loadAll());
    setLoading(false);
  };
  return (
    <Button size="compact-sm" variant="subtle" loading={loading} onClick={() => void choose()}>
      {whole > mostChosen || total?.exact === false
        ? `Select the first ${numberInWords(mostChosen)}`
        : `Select all ${numberInWords(whole)}`}
    </Button>
  );
}
