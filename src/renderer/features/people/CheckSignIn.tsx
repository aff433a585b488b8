import { Button } from "@mantine/core";
import { IconLockCheck } from "@tabler/icons-react";
import { useState } from "react";
import type { Handed, SignInCheck } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { type Act, ActDialog } from "../../form/ActDialog.tsx";
import { Modal } from "../../ui/Modal.tsx";
import { ShownCodes } from "./ShownCodes.tsx";

/** Shows codes that a system should accept now, and asks what became of a sign-in there. */
export function CheckSignIn({ handed: { target, tokenId } }: { handed: Handed }) {
  const [asking, setAsking] = useState<Act | null>(null);
  const [shown, setShown] = useState<SignInCheck | null>(null);
  const act: Act = {
    procedure: "targets.check",
    input: { id: target.id, tokenId },
    title: say(text("systems.checkOf", { name: target.name })),
    consequences: [say(text("systems.checkShows")), say(text("systems.checkPower"))],
    confirmLabel: say(text("systems.showCodes")),
    onAnswer: setShown,
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        w="fit-content"
        mt={6}
        leftSection={<IconLockCheck size={14} />}
        onClick={() => setAsking(act)}
      >
        {say(text("systems.checkThere"))}
      </Button>
      <ActDialog act={asking} onClose={() => setAsking(null)} />
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={shown && say(text("systems.codesOf", { name: target.name, username: shown.username }))}
      >
        {shown && (
          <ShownCodes
            check={shown}
            onOver={() => setShown({ ...shown, codes: [] })}
            onAgain={() => {
              setShown(null);
              setAsking(act);
            }}
            onClose={() => setShown(null)}
          />
        )}
      </Modal>
    </>
  );
}
