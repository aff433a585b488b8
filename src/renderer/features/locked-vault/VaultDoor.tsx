import { Anchor, Stack, Tabs } from "@mantine/core";
import { IconKeyOff } from "@tabler/icons-react";
import { say } from "#shared/texts/say.ts";
import { BareFrame, Card } from "../../app/BareFrame.tsx";
import { useStatus } from "../../app/session.ts";
import { Notice } from "../../ui/Notice.tsx";
import { UnlockForm } from "./UnlockForm.tsx";
import { VaultHead } from "./VaultHead.tsx";

/** The keychain has no key for the database: a person unlocks it instead. */
export function VaultDoor({ onSignIn }: { onSignIn: () => void }) {
  const { keychain } = useStatus();
  return (
    <BareFrame width={500}>
      <Card>
        <VaultHead />
        <Notice
          tone="wait"
          icon={<IconKeyOff size={18} />}
          title={
            keychain.state === "unavailable"
              ? "This computer's keychain cannot be reached"
              : "This console's key is not in this computer's keychain"
          }
        >
          {keychain.reason ? say(keychain.reason) : "Once unlocked, the console stores its key in the keychain again."}
        </Notice>
        <Tabs defaultValue="passphrase" keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="passphrase">Passphrase</Tabs.Tab>
            <Tabs.Tab value="recovery">Recovery key</Tabs.Tab>
            <Tabs.Tab value="shares">Shares of the recovery key</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="passphrase">
            <UnlockForm by="passphrase" />
          </Tabs.Panel>
          <Tabs.Panel value="recovery">
            <UnlockForm by="recoveryKey" />
          </Tabs.Panel>
          <Tabs.Panel value="shares">
            <UnlockForm by="shares" />
          </Tabs.Panel>
        </Tabs>
      </Card>
      <Stack align="center">
        <Anchor component="button" size="sm" onClick={onSignIn}>
          Unlock and sign in
        </Anchor>
      </Stack>
    </BareFrame>
  );
}
