import { Stack } from "@mantine/core";
import { useState } from "react";
import type { Account } from "#shared/contract/account.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { AuthenticatorsSection } from "./AuthenticatorsSection.tsx";
import type { ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { CodesSection } from "./CodesSection.tsx";
import { NewCodes } from "./NewCodes.tsx";
import { PasswordSection } from "./PasswordSection.tsx";
import classes from "./SecurityPage.module.css";
import { SecondFactorSection } from "./SecondFactorSection.tsx";
import { SessionsSection } from "./SessionsSection.tsx";

/** What administrators manage for themselves. */
export function SecurityPage() {
  const { data: account, error, refetch } = useProcedure("account.get", {}, { onFocus: true });
  // Kept here, above what is read again, because they are shown only once.
  const [codes, setCodes] = useState<ShownCodes | null>(null);
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader
        title="Your security"
        description="How you sign in. When your password or a second factor changes, your other sessions end."
      />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {account ? <Sections account={account} onCodes={setCodes} /> : !error && <Loading />}
      <NewCodes codes={codes} onDone={() => setCodes(null)} />
    </Stack>
  );
}

function Sections({ account, onCodes }: { account: Account; onCodes: (codes: ShownCodes) => void }) {
  return (
    <>
      <PasswordSection account={account} />
      <AuthenticatorsSection account={account} />
      <CodesSection account={account} onCodes={onCodes} />
      <SessionsSection account={account} />
      {account.secondFactorOptional && account.secondFactor === "on" && <SecondFactorSection />}
    </>
  );
}
