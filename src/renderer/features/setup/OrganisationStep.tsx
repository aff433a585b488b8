import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { StepHead } from "../../ui/StepHead.tsx";
import type { Organisation } from "./setup-state.ts";

interface OrganisationStepProps {
  value: Organisation;
  onBack: () => void;
  onNext: (value: Organisation) => void;
}

export function OrganisationStep({ value, onBack, onNext }: OrganisationStepProps) {
  const [name, setName] = useState(value.name);
  // Follows the organisation's name until it is edited.
  const [issuer, setIssuer] = useState<string | null>(value.issuer === "" ? null : value.issuer);
  const shownIssuer = issuer ?? name.slice(0, 64);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onNext({ name: name.trim(), issuer: shownIssuer.trim() });
      }}
    >
      <Stack gap="lg">
        <StepHead title="Your organisation">
          Its name appears at the top of the console and on everything that is printed.
        </StepHead>
        <TextInput
          label="Organisation"
          value={name}
          maxLength={100}
          required
          data-autofocus
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Name in authenticator apps"
          description="People see it above their code. Keep it short."
          value={shownIssuer}
          maxLength={64}
          onChange={(event) => setIssuer(event.currentTarget.value)}
        />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
          <Button type="submit" disabled={name.trim() === ""}>
            Next
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
