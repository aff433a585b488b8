import { Button, Stack } from "@mantine/core";
import { IconDeviceMobileOff } from "@tabler/icons-react";
import { Link } from "react-router";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/may.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Section } from "../../ui/Section.tsx";
import { TokenCard } from "./TokenCard.tsx";

type Person = OutputOf<"users.get">;

const rank = { active: 0, locked: 1, disabled: 2, pending: 3, revoked: 4 };

export function TokensSection({ person }: { person: Person }) {
  const mayEnrol = useMay("tokens.begin") && person.status === "active";
  const tokens = person.tokens.toSorted((a, b) => rank[a.status] - rank[b.status] || b.createdAt - a.createdAt);
  return (
    <Section title="Authenticators">
      {tokens.length === 0 ? (
        <EmptyState
          icon={<IconDeviceMobileOff size={28} />}
          order={3}
          title="No authenticator yet"
          action={
            mayEnrol && (
              <Button component={Link} to={`/people/${person.id}/enrol`}>
                Enrol now
              </Button>
            )
          }
        >
          {person.status === "active"
            ? "No codes are accepted from this person until a phone is enrolled."
            : person.status === "left"
              ? "This person has left. Enable them before enrolling a phone."
              : "This person is disabled. Enable them before enrolling a phone."}
        </EmptyState>
      ) : (
        <Stack gap="sm">
          {tokens.map((token) => (
            <TokenCard key={token.id} token={token} person={person} />
          ))}
        </Stack>
      )}
    </Section>
  );
}
