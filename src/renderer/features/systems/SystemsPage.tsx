import { Button, Stack, Text } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { Link } from "react-router";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { useMay } from "../../app/may.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Section } from "../../ui/Section.tsx";
import { ExportSection } from "./ExportSection.tsx";
import { TargetsSection } from "./TargetsSection.tsx";

/** Where authenticators come from, and the systems that they go to. */
export function SystemsPage() {
  const mayImport = useMay("seeds.run");
  return (
    <Stack gap="lg">
      <PageHeader title={say(text("systems.title"))} description={say(text("systems.description"))} />
      {mayImport && (
        <Section
          title={say(text("systems.importPlace"))}
          actions={
            <Button component={Link} to="/systems/import" leftSection={<IconFileImport size={18} />}>
              {say(text("systems.importOpen"))}
            </Button>
          }
        >
          <Text size="sm">{say(text("systems.importPlaceWhat"))}</Text>
        </Section>
      )}
      <TargetsSection />
      <ExportSection />
    </Stack>
  );
}
