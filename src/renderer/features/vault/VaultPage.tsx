import { Stack } from "@mantine/core";
import { useState } from "react";
import type { VaultStatus } from "#shared/contract/vault.ts";
import { useProcedure } from "../../ipc/hooks.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Ceremony, type Shown } from "./Ceremony.tsx";
import { DataKeySection } from "./DataKeySection.tsx";
import { RecoverySection } from "./RecoverySection.tsx";
import { StartSection } from "./StartSection.tsx";
import classes from "./VaultPage.module.css";
import { WaysSection } from "./WaysSection.tsx";

/** What opens the console's keys, and the care that they need. */
export function VaultPage() {
  const { data: status, error, refetch } = useProcedure("vault.status", {});
  const [shown, setShown] = useState<Shown | null>(null);
  if (shown) return <Ceremony shown={shown} onDone={() => setShown(null)} />;
  return (
    <Stack gap="lg" className={classes.page}>
      <PageHeader title="Keys" description="Every secret in the console is encrypted. This page shows what opens it." />
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {status ? <Sections status={status} onShow={setShown} /> : !error && <Loading />}
    </Stack>
  );
}

function Sections({ status, onShow }: { status: VaultStatus; onShow: (shown: Shown) => void }) {
  return (
    <>
      <WaysSection status={status} />
      <RecoverySection status={status} onShow={onShow} />
      <StartSection status={status} />
      <DataKeySection status={status} onShow={onShow} />
    </>
  );
}
