import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { CodeCheck, type Verdict } from "../../app/verification/CodeCheck.tsx";
import { VerdictCard } from "../../app/verification/VerdictCard.tsx";
import { Section } from "../../ui/Section.tsx";

export function CheckSection({ person }: { person: OutputOf<"users.get"> }) {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <Section title="Check a code">
      <CodeCheck userId={person.id} verdict={verdict} onVerdict={setVerdict} />
      {verdict && <VerdictCard verdict={verdict} subject={person.name || person.username} />}
    </Section>
  );
}
