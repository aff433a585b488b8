import { Text } from "@mantine/core";
import { Section } from "../../ui/Section.tsx";
import classes from "./PersonPage.module.css";

export function NotesSection({ notes }: { notes: string }) {
  return (
    <Section title="Notes">
      <Text className={classes.notes ?? ""}>{notes}</Text>
    </Section>
  );
}
