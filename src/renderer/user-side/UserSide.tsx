import { Center, Loader } from "@mantine/core";
import { useEffect } from "react";
import { useAction } from "../ipc/hooks.ts";
import { BackupCodes } from "./BackupCodes.tsx";
import { Scan } from "./Scan.tsx";
import { TurnScreen } from "./TurnScreen.tsx";
import { Words } from "./Words.tsx";

interface UserSideProps {
  /** The window is on the operator's own screen: it shows nothing until the screen is turned. */
  turn: boolean;
}

/** What a person being enrolled sees, from the QR code to the backup codes. */
export function UserSide({ turn }: UserSideProps) {
  const show = useAction("inPerson.show");
  const confirm = useAction("inPerson.confirm");
  const finish = useAction("inPerson.finish");
  const reveal = show.mutate;
  useEffect(() => {
    if (!turn) reveal({});
  }, [turn, reveal]);
  const stop = () => finish.mutate({});

  if (confirm.data) {
    const { backupCodes, closesAt } = confirm.data;
    if (backupCodes.length > 0) return <BackupCodes codes={backupCodes} closesAt={closesAt} onKept={stop} />;
    return (
      <Words title="It works" button="Close" onButton={stop}>
        Your authenticator app is set up. Your backup codes have not changed.
      </Words>
    );
  }
  if (show.error) return <Words title="This has ended">{show.error.message}</Words>;
  if (show.data) {
    return (
      <Scan
        shown={show.data}
        busy={confirm.isPending}
        error={confirm.error}
        onCode={(code, onRefused) => confirm.mutate({ code }, { onSuccess: show.reset, onError: onRefused })}
        onStop={stop}
      />
    );
  }
  if (turn && !show.isPending) return <TurnScreen onTurned={() => reveal({})} onStop={stop} />;
  return (
    <Center h="100vh">
      <Loader aria-label="Opening" />
    </Center>
  );
}
