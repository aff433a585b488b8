import { type ReactNode, useState } from "react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { BackupCodesPanel } from "../../app/secrets/BackupCodesPanel.tsx";
import { useConsole } from "../../app/session.ts";
import { StepHead } from "../../ui/StepHead.tsx";
import { CodeForm } from "./CodeForm.tsx";
import { ScanForm } from "./ScanForm.tsx";

type Step =
  | { at: "code" }
  | { at: "scan"; typed: InputOf<"access.beginOwnEnrolment">; pending: OutputOf<"access.beginOwnEnrolment"> }
  | { at: "codes"; name: string; backupCodes: readonly string[] };

/** The first sign-in with a one-time code: password, own authenticator, backup codes. */
export function OwnEnrolment() {
  const [step, setStep] = useState<Step>({ at: "code" });
  return (
    <BareFrame width={step.at === "scan" ? 840 : 520} fromTop={step.at !== "code"}>
      <Card>
        <CurrentStep step={step} setStep={setStep} />
      </Card>
    </BareFrame>
  );
}

function CurrentStep({ step, setStep }: { step: Step; setStep: (step: Step) => void }): ReactNode {
  const { setFlow } = useConsole();
  switch (step.at) {
    case "code":
      return (
        <CodeForm onBegun={(typed, pending) => setStep({ at: "scan", typed, pending })} onBack={() => setFlow(null)} />
      );
    case "scan":
      return (
        <ScanForm
          typed={step.typed}
          pending={step.pending}
          onConfirmed={({ session, backupCodes }) => setStep({ at: "codes", name: session.name, backupCodes })}
          onBack={() => setStep({ at: "code" })}
        />
      );
    case "codes":
      return (
        <>
          <StepHead title="Your backup codes">You are signed in. One thing is left to keep.</StepHead>
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
