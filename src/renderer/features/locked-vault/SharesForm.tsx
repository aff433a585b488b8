import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { allTyped, noShares, ShareFields, shareFields } from "../../app/secrets/ShareFields.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { afterWait } from "../../ui/after-wait.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { reportUnlocked } from "./report-unlocked.ts";

/** Several people enter their shares, which together unlock the console. */
export function SharesForm() {
  const [shares, setShares] = useState(() => noShares());
  const unlock = useAction("vault.unlock", reportUnlocked);
  const wait = useCountdown(retryAt(unlock.error));
  const submit = () => {
    if (wait === 0 && allTyped(shares)) unlock.mutate({ shares: [...shares] });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="md">
        <Text size="sm">
          Each person enters their own share. Each page says how many are needed. Their order does not matter.
        </Text>
        <ShareFields shares={shares} onChange={setShares} error={unlock.error} disabled={wait > 0} />
        <ErrorNotice error={unlock.error} marked={shareFields(shares)} />
        <Button type="submit" loading={unlock.isPending} disabled={!allTyped(shares) || wait > 0} fullWidth>
          {afterWait(wait, "Unlock")}
        </Button>
      </Stack>
    </form>
  );
}
