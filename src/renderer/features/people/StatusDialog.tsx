import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { ReturnChoice } from "#shared/contract/directory.ts";
import type { OutputOf } from "#shared/contract/index.ts";
import type { UserStatus } from "#shared/model/records.ts";
import { useAction } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";

interface Wording {
  title: (name: string) => string;
  consequences: (name: string) => readonly string[];
  confirmLabel: string;
}

const wordings: Record<UserStatus, Wording> = {
  active: {
    title: (name) => `Enable ${name}?`,
    consequences: (name) => [`${name}'s codes are accepted again, with the same authenticators as before.`],
    confirmLabel: "Enable this person",
  },
  disabled: {
    title: (name) => `Disable ${name}?`,
    consequences: (name) => [
      `${name}'s codes and backup codes are no longer accepted.`,
      "The authenticators are kept and work again when the person is enabled.",
    ],
    confirmLabel: "Disable this person",
  },
  left: {
    title: (name) => `Mark ${name} as left?`,
    consequences: (name) => [
      `${name}'s codes and backup codes are no longer accepted.`,
      "Unused letters become void.",
      "Nothing is deleted. If the person returns, enable them again.",
    ],
    confirmLabel: "Mark as left",
  },
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
  const set = useAction("users.setStatus");
  const [returning, setReturning] = useState<ReturnChoice>("revoke");
  const again = person.status === "left" && status !== "left" ? whatCountsAgain(person) : [];
  const name = person.name || person.username;
  const wording = status && wordings[status];
  return (
    <ConfirmDialog
      opened={status !== null}
      title={wording?.title(name) ?? ""}
      consequences={
        again.length > 0
          ? [`${name} had left. Still in the database: ${again.join(", ")}.`]
          : (wording?.consequences(name) ?? [])
      }
      confirmLabel={wording?.confirmLabel ?? ""}
      destructive={status !== "active"}
      busy={set.isPending}
      error={set.error}
      onConfirm={() =>
        status &&
        set.mutate(
          { user: { id: person.id }, status, ...(again.length > 0 ? { returning } : {}) },
          { onSuccess: onClose },
        )
      }
      onClose={() => {
        set.reset();
        onClose();
      }}
    >
      {again.length > 0 && (
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
    </ConfirmDialog>
  );
}
