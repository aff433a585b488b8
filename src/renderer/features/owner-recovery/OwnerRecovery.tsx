import { IconKey } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { BackupCodesPanel } from "../../app/secrets/BackupCodesPanel.tsx";
import { useConsole } from "../../app/session.ts";
import { Notice } from "../../ui/Notice.tsx";
import { StepHead } from "../../ui/StepHead.tsx";
import { NewAuthenticator } from "./NewAuthenticator.tsx";
import { ProofForm } from "./ProofForm.tsx";

type Step =
  | { at: "proof" }
  | { at: "scan"; proof: InputOf<"recovery.begin">; pending: OutputOf<"recovery.begin"> }
  | { at: "codes"; name: string; backupCodes: readonly string[] };

/** An owner without phone and codes: password and recovery key, a new authenticator, backup codes. */
export function OwnerRecovery() {
  const [step, setStep] = useState<Step>({ at: "proof" });
  return (
    <BareFrame width={step.at === "scan" ? 840 : 520} fromTop={step.at !== "proof"}>
      <Card>
        <CurrentStep step={step} setStep={setStep} />
      </Card>
    </BareFrame>
  );
}

function CurrentStep({ step, setStep }: { step: Step; setStep: (step: Step) => void }): ReactNode {
  const { setFlow } = useConsole();
  switch (step.at) {
    case "proof":
      return (
        <ProofForm onBegun={(proof, pending) => setStep({ at: "scan", proof, pending })} onBack={() => setFlow(null)} />
      );
    case "scan":
      return (
        <NewAuthenticator
          proof={step.proof}
          pending={step.pending}
          onConfirmed={({ session, backupCodes }) => setStep({ at: "codes", name: session.name, backupCodes })}
          onBack={() => setStep({ at: "proof" })}
        />
      );
    case "codes":
      return (
        <>
          <StepHead title="Your backup codes">
            You are signed in. Your earlier authenticators, backup codes and sessions have ended.
          </StepHead>
          <Notice tone="wait" icon={<IconKey size={18} />} title="Make a new recovery key next">
            The recovery key was typed into this computer. Make a new one under Keys, and destroy the old page.
          </Notice>
          <BackupCodesPanel
            codes={step.backupCodes}
            subject={step.name}
            acknowledgement="I have stored these"
            doneLabel="Open the console"
            onDone={() => setFlow(null)}
          />
        </>
      );
  }
}
