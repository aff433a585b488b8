import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Sums } from "#shared/contract/directory.ts";
import { counted, numberInWords } from "../../ui/format.ts";
import { type BulkPlan, wordsOf } from "./bulk-words.ts";

interface BulkConfirmProps {
  plan: BulkPlan;
  /** From the preview; null while there is none. */
  sums: Sums | null;
  onConfirm: () => void;
  onClose: () => void;
}

/** The final confirmation. To delete people, their number has to be typed. */
export function BulkConfirm({ plan, sums, onConfirm, onClose }: BulkConfirmProps) {
  const [typed, setTyped] = useState("");
  const words = wordsOf(plan);
  const count = sums?.done ?? 0;
  const grave = plan.kind === "delete";
  const sure = !grave || typed.replaceAll(/\D/gu, "") === String(count);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && sure) onConfirm();
      }}
    >
      <Stack gap="md">
        {count > 0 && <Text>{words.consequences}</Text>}
        {grave && count > 0 && (
          <TextInput
            label={`Type ${numberInWords(count)}, the number of people to delete, to confirm`}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {sums && count === 0 ? "Close" : "Cancel"}
          </Button>
          {count > 0 && (
            <Button
              type="submit"
              disabled={!sure}
              {...(grave || (plan.kind === "setStatus" && plan.status !== "active") ? { color: "red.9" } : {})}
            >
              {`${words.confirm}: ${counted(count, "person", "people")}`}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
