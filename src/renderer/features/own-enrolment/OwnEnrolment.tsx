import type { InputOf, OutputOf } from "#shared/contract/index.ts";
import { roleInWords } from "../../app/words.ts";
import { CodeForm } from "./CodeForm.tsx";
import { EnrolmentFlow, type ScanStepProps } from "./EnrolmentFlow.tsx";
import { ScanForm } from "./ScanForm.tsx";

/** The first sign-in with a one-time code. */
export function OwnEnrolment() {
  return (
    <EnrolmentFlow
      ProofStep={CodeForm}
      ScanStep={ScanStep}
      introduction="You are signed in. The last step is to store your backup codes."
    />
  );
}

/** The first code uses up the one-time code and signs in. */
function ScanStep(props: ScanStepProps<InputOf<"access.beginOwnEnrolment">, OutputOf<"access.beginOwnEnrolment">>) {
  const { typed, pending, onConfirmed, onBack } = props;
  return (
    <ScanForm
      title="Your authenticator"
      introduction={`Your role at ${pending.organisation} is ${roleInWords[pending.role]}. From now on you sign in with your password and a code from an app on your phone.`}
      pending={pending}
      expiredAdvice="If the one-time code has expired too, ask an owner for a new one."
      procedure="access.confirmOwnEnrolment"
      input={(code) => ({ ...typed, code })}
      onConfirmed={onConfirmed}
      onBack={onBack}
    />
  );
}
