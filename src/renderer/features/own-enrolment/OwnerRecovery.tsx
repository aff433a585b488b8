import { IconKey } from "@tabler/icons-react";
import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { Notice } from "../../ui/Notice.tsx";
import { EnrolmentFlow, type ScanStepProps } from "./EnrolmentFlow.tsx";
import { ProofForm } from "./ProofForm.tsx";
import { ScanForm } from "./ScanForm.tsx";

/** The way back for an owner without phone and backup codes: password and recovery key. */
export function OwnerRecovery() {
  return (
    <EnrolmentFlow
      ProofStep={ProofForm}
      ScanStep={ScanStep}
      introduction="You are signed in. Your earlier authenticators, backup codes and sessions have ended."
    >
      <Notice tone="wait" icon={<IconKey size={18} />} title="Make a new recovery key next">
        The recovery key was typed into this computer. Make a new one under Keys, and destroy the old page.
      </Notice>
    </EnrolmentFlow>
  );
}

/** The first code ends all earlier authenticators, backup codes and sessions, and signs in. */
function ScanStep(props: ScanStepProps<InputOf<"recovery.begin">, OutputOf<"recovery.begin">>) {
  const { typed, pending, onConfirmed, onBack } = props;
  return (
    <ScanForm
      title="Your new authenticator"
      introduction="Its first correct code ends your earlier authenticators, backup codes and sessions."
      pending={pending}
      procedure="recovery.confirm"
      input={(code) => ({ ...typed, code })}
      onConfirmed={onConfirmed}
      onBack={onBack}
    />
  );
}
