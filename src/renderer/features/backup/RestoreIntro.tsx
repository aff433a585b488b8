import { Button, Group } from "@mantine/core";
import { useConsole } from "../../app/session.ts";
import { Section } from "../../ui/Section.tsx";
import { RestoreConsequences } from "./RestoreConsequences.tsx";

/** From inside the console, a restore takes the whole window: it ends every session. */
export function RestoreIntro() {
  const { setFlow } = useConsole();
  return (
    <Section title="Restore a backup" description="The console becomes what it was when the backup was taken.">
      <RestoreConsequences replacing />
      <Group justify="flex-end">
        <Button onClick={() => setFlow("restore")}>Choose a backup to restore</Button>
      </Group>
    </Section>
  );
}
