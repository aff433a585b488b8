import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useConsole } from "../../app/session.ts";
import { Section } from "../../ui/Section.tsx";
import { BringPeopleBack } from "./bring-back/BringPeopleBack.tsx";
import { ChoiceField } from "./ChoiceField.tsx";
import { RestoreConsequences } from "./RestoreConsequences.tsx";

const amounts = ["all", "people"] as const;
type Amount = (typeof amounts)[number];
const inWords: Record<Amount, string> = { all: "Everything", people: "Individual people who were deleted" };

/** How much of a backup to restore. */
export function RestoreTab() {
  const [amount, setAmount] = useState<Amount>("all");
  return (
    <Stack gap="lg">
      <ChoiceField label="What to restore" values={amounts} inWords={inWords} value={amount} onChange={setAmount} />
      {amount === "all" ? <WholeStore /> : <BringPeopleBack />}
    </Stack>
  );
}

/** From inside the console, a restore takes over the whole window, because it ends every session. */
function WholeStore() {
  const { setFlow } = useConsole();
  return (
    <Section title="Restore a backup" description="This replaces everything with the backup.">
      <RestoreConsequences replacing />
      <Group justify="flex-end">
        <Button onClick={() => setFlow("restore")}>Choose a backup to restore</Button>
      </Group>
    </Section>
  );
}
