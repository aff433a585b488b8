import { RecoveryKeyPanel } from "../../app/secrets/RecoveryKeyPanel.tsx";
import type { SetupSecrets } from "./setup-state.ts";

interface RecoveryStepProps {
  secrets: SetupSecrets;
  onNext: () => void;
}

const opening: Record<SetupSecrets["opensWith"], string> = {
  keychain: "this computer's keychain opens the console",
  passphrase: "the passphrase opens the console",
  password: "your password opens the console",
};

/** Shows the recovery key, then asks for one group of it to check the copy. */
export function RecoveryStep({ secrets, onNext }: RecoveryStepProps) {
  return (
    <RecoveryKeyPanel
      recoveryKey={secrets.recoveryKey}
      subject={`Console of ${secrets.owner}`}
      organisation={secrets.organisation}
      onDone={onNext}
    >
      Normally {opening[secrets.opensWith]}. If that is ever lost, only this key opens it. Without the key, everyone
      would have to be enrolled again.
    </RecoveryKeyPanel>
  );
}
