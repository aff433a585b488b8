import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { allTyped, noShares, ShareFields, shareFields } from "../../app/secrets/ShareFields.tsx";
import { useAction } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { secondsInWords } from "../../ui/format.ts";
import { retryAt } from "../../ui/retry-at.ts";
import { useCountdown } from "../../ui/use-countdown.ts";
import { reportUnlocked } from "./report-unlocked.ts";

/** Several people type what they keep; together they open the console. */
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
          Each holder types in their own share. How many are needed was settled when the shares were made; it is on each
          page. Their order does not matter.
        </Text>
        <ShareFields shares={shares} onChange={setShares} error={unlock.error} disabled={wait > 0} />
        <ErrorNotice error={unlock.error} marked={shareFields(shares)} />
        <Button type="submit" loading={unlock.isPending} disabled={!allTyped(shares) || wait > 0} fullWidth>
          {wait > 0 ? `Try again in ${secondsInWords(wait)}` : "Unlock"}
        </Button>
      </Stack>
    </form>
  );
}
