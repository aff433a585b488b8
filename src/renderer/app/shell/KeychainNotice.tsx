import { IconKeyOff } from "@tabler/icons-react";
import { useState } from "react";
import { say } from "#shared/texts/say.ts";
import { Notice } from "../../ui/Notice.tsx";
import { useStatus } from "../session.ts";

/** The console works without a keychain, and says what that means. */
export function KeychainNotice() {
  const { keychain } = useStatus();
  const [closed, setClosed] = useState(false);
  if (keychain.state !== "unavailable" || closed) return null;
  return (
    <Notice
      tone="wait"
      icon={<IconKeyOff size={18} />}
      title="This computer's keychain cannot be reached"
      onClose={() => setClosed(true)}
    >
      {keychain.reason && <>{say(keychain.reason)} </>}
      The console works as usual, but asks for the passphrase at its next start.
    </Notice>
  );
}
