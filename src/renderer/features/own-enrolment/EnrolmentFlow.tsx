import { type ReactNode, useState } from "react";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import type { ShownCodes } from "../../app/secrets/BackupCodesPanel.tsx";
import { OwnBackupCodes } from "../../app/secrets/OwnBackupCodes.tsx";
import { useConsole } from "../../app/session.ts";

interface Confirmed extends ShownCodes {
  session: { name: string };
}

type Step<Typed, Pending> =
  | { at: "proof" }
  | { at: "scan"; typed: Typed; pending: Pending }
  | { at: "codes"; name: string; codes: ShownCodes };

export interface ProofStepProps<Typed, Pending> {
  onBegun: (typed: Typed, pending: Pending) => void;
}

export interface ScanStepProps<Typed, Pending> {
  /** What the first step sent: it is sent again with the code. */
  typed: Typed;
  pending: Pending;
  onConfirmed: (confirmed: Confirmed) => void;
  onBack: () => void;
}

interface EnrolmentFlowProps<Typed, Pending> {
  ProofStep: (props: ProofStepProps<Typed, Pending>) => ReactNode;
  ScanStep: (props: ScanStepProps<Typed, Pending>) => ReactNode;
  /** What has been done by the time the backup codes are shown. */
  introduction: string;
  /** Shown above the backup codes. */
  children?: ReactNode;
}

/** An administrator's own enrolment: a proof of who they are, the new authenticator, backup codes. */
export function EnrolmentFlow<Typed, Pending>(props: EnrolmentFlowProps<Typed, Pending>) {
  const { ProofStep, ScanStep, introduction, children } = props;
  const { setFlow } = useConsole();
  const [step, setStep] = useState<Step<Typed, Pending>>({ at: "proof" });
  return (
    <BareFrame width={step.at === "scan" ? 840 : 520} fromTop={step.at !== "proof"}>
      <Card>
        {step.at === "proof" && <ProofStep onBegun={(typed, pending) => setStep({ at: "scan", typed, pending })} />}
        {step.at === "scan" && (
          <ScanStep
            typed={step.typed}
            pending={step.pending}
            onConfirmed={({ session, ...codes }) => setStep({ at: "codes", name: session.name, codes })}
            onBack={() => setStep({ at: "proof" })}
          />
        )}
        {step.at === "codes" && (
          <OwnBackupCodes name={step.name} codes={step.codes} introduction={introduction} onDone={() => setFlow(null)}>
            {children}
          </OwnBackupCodes>
        )}
      </Card>
    </BareFrame>
  );
}
