import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { RecoveryKeyField } from "../../app/secrets/RecoveryKeyField.tsx";
import { allTyped, noShares, ShareFields } from "../../app/secrets/ShareFields.tsx";
import { FormNotice } from "../../form/FormNotice.tsx";
import { useContractForm } from "../../form/use-contract-form.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { unlocked } from "./unlocked.ts";

/** One of the ways to unlock the console. Several people enter their shares, which together do it. */
export function UnlockForm({ by }: { by: "passphrase" | "recoveryKey" | "shares" }) {
  const form = useContractForm({
    procedure: "vault.unlock",
    initial: { passphrase: "", recoveryKey: "", shares: noShares() },
    input: ({ passphrase, recoveryKey, shares }) =>
      by === "passphrase" ? { passphrase } : by === "recoveryKey" ? { recoveryKey } : { shares },
    ready: (typed) => (by === "shares" ? allTyped(typed.shares) : typed[by].trim() !== ""),
    confirmation: unlocked,
  });
  const disabled = form.wait > 0;
  return (
    <form {...form.element}>
      <Stack gap="md">
        {by === "passphrase" && (
          <PasswordInput
            label="Passphrase"
            description="If none was set, use the owner's password."
            autoComplete="off"
            disabled={disabled}
            {...form.field("passphrase")}
            autoFocus
          />
        )}
        {by === "recoveryKey" && <RecoveryKeyField {...form.field("recoveryKey")} disabled={disabled} first />}
        {by === "shares" && (
          <>
            <Text size="sm">
              Each person enters their own share. Each page says how many are needed. Their order does not matter.
            </Text>
            <ShareFields shares={form.field("shares")} field={form.field} disabled={disabled} />
          </>
        )}
        <FormNotice form={form} />
        <Button type="submit" loading={form.busy} disabled={!form.isReady} fullWidth>
          {afterWait(form.wait, "Unlock")}
        </Button>
      </Stack>
    </form>
  );
}
