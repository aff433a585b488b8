import { Center } from "@mantine/core";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import type { SystemStatus } from "#shared/contract/system.ts";
import { DamagedStore } from "../features/setup/DamagedStore.tsx";
import { Welcome } from "../features/setup/Welcome.tsx";
import { VaultDoor } from "../features/locked-vault/VaultDoor.tsx";
import { SignIn } from "../features/signin/SignIn.tsx";
import { LockScreen } from "../features/signin/LockScreen.tsx";
import { useProcedure } from "../ipc/hooks.ts";
import { readContract } from "../ipc/read-contract.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { ProofHost } from "./proof/ProofHost.tsx";
import { firstScreenIsThere } from "./first-screen.ts";
import { readLater } from "./read-later.tsx";
import { ConsoleContext, type Flow } from "./session.ts";
import { useShieldedKeys } from "./shell/use-shielded-keys.ts";
import { useSessionEnd, useStatusUpdates } from "./status-updates.ts";
import { Waiting } from "../ui/Loading.tsx";

const opening = (
  <Center h="100vh" p="xl">
    <Waiting label="Opening the console" />
  </Center>
);

// The window opens with a sign-in, unlock or set-up screen; the rest is loaded meanwhile.
const readShell = async () => (await import("./shell/Shell.tsx")).Shell;
const Shell = readLater(readShell, opening);
const SetupWizard = readLater(async () => (await import("../features/setup/SetupWizard.tsx")).SetupWizard, opening);
const UnfinishedSetup = readLater(
  async () => (await import("../features/setup/UnfinishedSetup.tsx")).UnfinishedSetup,
  opening,
);
const OwnEnrolment = readLater(
  async () => (await import("../features/own-enrolment/OwnEnrolment.tsx")).OwnEnrolment,
  opening,
);
const OwnerRecovery = readLater(
  async () => (await import("../features/own-enrolment/OwnerRecovery.tsx")).OwnerRecovery,
  opening,
);
const RestoreScreen = readLater(
  async () => (await import("../features/backup/RestoreScreen.tsx")).RestoreScreen,
  opening,
);

/** Chooses the screen for the state that the console is in. */
export function Gate() {
  const { data: status, error, refetch } = useProcedure("system.status", {});
  const [flow, setFlow] = useState<Flow>(null);
  useStatusUpdates(status);
  useShieldedKeys(status?.session?.locked ?? false);
  useEffect(() => void firstScreenIsThere.then(() => Promise.all([readContract(), readShell()])), []);
  const state = useMemo(() => (status ? { status, flow, setFlow } : null), [status, flow]);

  if (!state && !error) return opening;
  if (!state) {
    return (
      <Center h="100vh" p="xl">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </Center>
    );
  }
  return (
    <ConsoleContext value={state}>
      <Screen status={state.status} flow={flow} />
      <ProofHost />
    </ConsoleContext>
  );
}

function Screen({ status, flow }: { status: SystemStatus; flow: Flow }): ReactNode {
  const ended = useSessionEnd(status);
  const [signingIn, setSigningIn] = useState(false);
  if (signingIn && status.session) setSigningIn(false);
  // At the same place in the tree for both phases: a refused sign-in can still unlock the keys, and its message must
  // stay.
  const unlockFirst = status.phase === "locked" ? () => setSigningIn(false) : undefined;
  const signIn = <SignIn ended={ended} onUnlock={unlockFirst} />;
  if (flow === "setup") return <SetupWizard />;
  if (flow === "restore") return <RestoreScreen chosen={null} />;
  if (flow !== null && typeof flow === "object") return <RestoreScreen chosen={flow.restore} />;
  if (flow === "own enrolment") return <OwnEnrolment />;
  if (flow === "owner recovery") return <OwnerRecovery />;
  if (flow === "resume") return <UnfinishedSetup />;
  switch (status.phase) {
    case "empty":
      return <Welcome />;
    case "setup":
      return <UnfinishedSetup />;
    case "damaged":
      return <DamagedStore />;
    case "locked":
      return signingIn ? signIn : <VaultDoor onSignIn={() => setSigningIn(true)} />;
    case "ready":
      return status.session ? (
        <Shell session={status.session} lockScreen={<LockScreen session={status.session} />} />
      ) : (
        signIn
      );
  }
}
