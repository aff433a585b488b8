import { Button, PasswordInput, Stack } from "@mantine/core";
import { useState } from "react";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { reportUnlocked } from "./report-unlocked.ts";

export function UnlockForm({ by }: { by: "passphrase" | "recoveryKey" }) {
  const [typed, setTyped] = useState("");
  const unlock = useAction("vault.unlock", reportUnlocked);
  const wait = useCountdown(retryAt(unlock.error));
  const submit = () => unlock.mutate(by === "passphrase" ? { passphrase: typed } : { recoveryKey: typed });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        {by === "passphrase" ? (
          <PasswordInput
            label="Passphrase"
            description="If none was set, use the owner's password."
            autoComplete="off"
            value={typed}
            disabled={wait > 0}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoFocus
          />
        ) : (
          <RecoveryKeyField value={typed} onChange={setTyped} disabled={wait > 0} first />
        )}
        <ErrorNotice error={unlock.error} onRetry={wait === 0 ? submit : undefined} />
        <Button type="submit" loading={unlock.isPending} disabled={typed.trim() === "" || wait > 0} fullWidth>
          {afterWait(wait, "Unlock")}
        </Button>
      </Stack>
    </form>
  );
}
