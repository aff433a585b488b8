import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { CodeCheck, type Verdict } from "../../app/verification/CodeCheck.tsx";
import { VerdictCard } from "../../app/verification/VerdictCard.tsx";
import { Section } from "../../ui/Section.tsx";

export function CheckSection({ person }: { person: OutputOf<"users.get"> }) {
  const [answer, setAnswer] = useState<{ verdict: Verdict; counted: boolean } | null>(null);
  return (
    <Section title="Check a code">
      <CodeCheck
        userId={person.id}
        first
        verdict={answer?.verdict ?? null}
        onVerdict={(verdict, counted) => setAnswer({ verdict, counted })}
      />
      {answer && <VerdictCard {...answer} personId={person.id} subject={person.name || person.username} />}
    </Section>
  );
}
