import { Center } from "@mantine/core";
import { useEffect } from "react";
import { say } from "#shared/texts/say.ts";
import { useContractForm } from "../form/use-contract-form.ts";
import { useAction } from "../ipc/hooks.ts";
import { codeLength } from "../ui/code-length.ts";
import { BackupCodes } from "./BackupCodes.tsx";
import type { CodeForm } from "./CodeField.tsx";
import { Scan } from "./Scan.tsx";
import { TurnScreen } from "./TurnScreen.tsx";
import { Words } from "./Words.tsx";
import { Waiting } from "../ui/Loading.tsx";

interface UserSideProps {
  /** The window is on the operator's own screen: it shows nothing until the screen is turned. */
  turn: boolean;
}

/** What a person being enrolled sees, from the QR code to the backup codes. */
export function UserSide({ turn }: UserSideProps) {
  const show = useAction("inPerson.show");
  const form: CodeForm = useContractForm({
    procedure: "inPerson.confirm",
    initial: { code: "" },
    input: (typed) => typed,
    ready: ({ code }) => show.data !== undefined && code.length === codeLength(show.data.enrolment.uri),
    onDone: show.reset,
    onRefused: () => form.set({ code: "" }),
  });
  const confirmed = form.action.data;
  const finish = useAction("inPerson.finish");
  const reveal = show.mutate;
  useEffect(() => {
    if (!turn) reveal({});
  }, [turn, reveal]);
  const stop = () => finish.mutate({});

  if (confirmed) {
    const { backupCodes, closesAt } = confirmed;
    if (backupCodes.length > 0) return <BackupCodes codes={backupCodes} closesAt={closesAt} onKept={stop} />;
    return (
      <Words title="It works" button="Close" onButton={stop}>
        Your authenticator app is set up. Your backup codes have not changed.
      </Words>
    );
  }
  if (show.error) return <Words title="This has ended">{say(show.error.text)}</Words>;
  if (show.data) {
    return <Scan shown={show.data} form={form} onStop={stop} />;
  }
  if (turn && !show.isPending) return <TurnScreen onTurned={() => reveal({})} onStop={stop} />;
  return (
    <Center h="100vh">
      <Waiting label="Opening" />
    </Center>
  );
}
