import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { ReturnChoice } from "#shared/contract/directory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";

const wordings: Record<UserStatus, (name: string) => Pick<Act, "title" | "consequences" | "confirmLabel">> = {
  active: (name) => ({
    title: `Enable ${name}?`,
    consequences: [`${name}'s codes are accepted again, with the same authenticators as before.`],
    confirmLabel: "Enable this person",
  }),
  disabled: (name) => ({
    title: `Disable ${name}?`,
    consequences: [
      `${name}'s codes and backup codes are no longer accepted.`,
      "The authenticators are kept and work again when the person is enabled.",
    ],
    confirmLabel: "Disable this person",
  }),
  left: (name) => ({
    title: `Mark ${name} as left?`,
    consequences: [
      `${name}'s codes and backup codes are no longer accepted.`,
      "Unused letters become void.",
      "Nothing is deleted. If the person returns, enable them again.",
    ],
    confirmLabel: "Mark as left",
  }),
};

interface StatusDialogProps {
  person: OutputOf<"users.get">;
  /** The new status; null: nothing is asked. */
  status: UserStatus | null;
  onClose: () => void;
}

/** What a person who had left still has. */
function whatCountsAgain({ tokens, backupCodes }: OutputOf<"users.get">): string[] {
  const living = tokens.filter(({ status }) => status !== "revoked").map(({ label, serial }) => `“${serial ?? label}”`);
  const codes = backupCodes?.remaining ?? 0;
  return [...living, ...(codes === 0 ? [] : [codes === 1 ? "1 backup code" : `${codes} backup codes`])];
}

/** Asks before a person's status changes, and changes it. */
export function StatusDialog({ person, status, onClose }: StatusDialogProps) {
  const [returning, setReturning] = useState<ReturnChoice>("revoke");
  const again = person.status === "left" && status !== "left" ? whatCountsAgain(person) : [];
  const returns = again.length > 0;
  const name = person.name || person.username;
  const act: Act | null = status && {
    procedure: "users.setStatus",
    input: { user: { id: person.id }, status, ...(returns ? { returning } : {}) },
    ...wordings[status](name),
    ...(returns ? { consequences: [`${name} had left. Still in the database: ${again.join(", ")}.`] } : {}),
    destructive: status !== "active",
  };
  return (
    <ActDialog act={act} onClose={onClose}>
      {returns && (
        <Radio.Group
          label="What should work again?"
          value={returning}
          onChange={(choice) => setReturning(ReturnChoice.parse(choice))}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="revoke" label="Nothing: revoke everything and enrol again" />
            <Radio value="keep" label="Everything: the person still has the phone and the codes" />
          </Stack>
        </Radio.Group>
      )}
    </ActDialog>
  );
}
