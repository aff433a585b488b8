import { Stepper } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { OwnBackupCodes } from "../../app/secrets/OwnBackupCodes.tsx";
import { useConsole } from "../../app/session.ts";
import { AuthenticatorStep } from "./AuthenticatorStep.tsx";
import { OrganisationStep } from "./OrganisationStep.tsx";
import { OwnerStep } from "./OwnerStep.tsx";
import { RecoveryStep } from "./RecoveryStep.tsx";
import classes from "./SetupWizard.module.css";
import { type Organisation, type SetupSecrets, type SetupStep, stepOrder, type Unlocking } from "./setup-state.ts";

interface SetupWizardProps {
  /** From an interrupted set-up that is continued. */
  resumed?: { secrets: SetupSecrets; unlocking: Unlocking };
}

/** The first run, step by step, until the owner is signed in. */
export function SetupWizard({ resumed }: SetupWizardProps) {
  const [step, setStep] = useState<SetupStep>(resumed ? { at: "recovery", ...resumed } : { at: "organisation" });
  const [organisation, setOrganisation] = useState<Organisation>({ name: "", issuer: "" });
  return (
    <BareFrame width={840} fromTop>
      <Stepper
        active={stepOrder.indexOf(step.at)}
        size="sm"
        iconSize={28}
        classNames={{ separator: classes.separator ?? "", steps: classes.steps ?? "", stepBody: classes.body ?? "" }}
        allowNextStepsSelect={false}
        wrap={false}
        aria-label="Set-up"
      >
        {["Organisation", "Owner", "Recovery key", "Authenticator", "Backup codes"].map((label) => (
          <Stepper.Step key={label} label={label} component="div" />
        ))}
      </Stepper>
      <Card>
        <Step step={step} setStep={setStep} organisation={organisation} setOrganisation={setOrganisation} />
      </Card>
    </BareFrame>
  );
}

interface StepProps {
  step: SetupStep;
  setStep: (step: SetupStep) => void;
  organisation: Organisation;
  setOrganisation: (organisation: Organisation) => void;
}

function Step({ step, setStep, organisation, setOrganisation }: StepProps): ReactNode {
  const { setFlow } = useConsole();
  switch (step.at) {
    case "organisation":
      return (
        <OrganisationStep
          value={organisation}
          onBack={() => setFlow(null)}
          onNext={(value) => {
            setOrganisation(value);
            setStep({ at: "owner" });
          }}
        />
      );
    case "owner":
      return (
        <OwnerStep
          organisation={organisation}
          onBack={() => setStep({ at: "organisation" })}
          onBegun={(secrets, unlocking) => setStep({ at: "recovery", secrets, unlocking })}
        />
      );
    case "recovery":
      return (
        <RecoveryStep
          key={step.secrets.recoveryKey}
          secrets={step.secrets}
          onNext={() => setStep({ ...step, at: "authenticator" })}
        />
      );
    case "authenticator":
      return (
        <AuthenticatorStep
          secrets={step.secrets}
          unlocking={step.unlocking}
          onConfirmed={(codes) => setStep({ at: "codes", owner: step.secrets.owner, codes })}
        />
      );
    case "codes":
      return (
        <OwnBackupCodes
          name={step.owner}
          codes={step.codes}
          introduction="The console is ready. The last step is to store your backup codes."
          onDone={() => setFlow(null)}
        />
      );
  }
}
