import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { OutputOf } from "#shared/contract/index.ts";
import { useMay } from "../../app/session.ts";
import { useAction, useProcedure } from "../../ipc/hooks.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { counted, localTime, numberInWords } from "../../ui/format.ts";
import { Finding } from "./Finding.tsx";

type Ahead = OutputOf<"system.stepsAhead">;

const mostShown = 10;

const inWords = ({ name, label, refusedUntil }: Ahead["rows"][number]): string =>
  `${name}${label === "" ? "" : `, ${label}`}: refused until ${localTime.format(refusedUntil)}`;

/** Authenticators whose codes are refused because one was accepted while this computer's clock was in the future. For owners. */
export function StepsAhead() {
  const may = useMay("system.setStepsBack");
  const { data: ahead } = useProcedure("system.stepsAhead", {}, { enabled: may });
  if (!ahead || ahead.total === 0) return null;
  const shown = ahead.rows.slice(0, mostShown).map(inWords);
  const more = ahead.total - shown.length;
  return (
    <Finding
      state="bad"
      title={`${counted(ahead.total, "authenticator was", "authenticators were")} used while this computer's clock was in the future`}
      lines={[
        "Until that time, their correct codes are refused as already used.",
        ...shown,
        ...(more > 0 ? [`And ${numberInWords(more)} more`] : []),
      ]}
    >
      <SetBack total={ahead.total} />
    </Finding>
  );
}

function SetBack({ total }: { total: number }) {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const client = useQueryClient();
  const setBack = useAction("system.setStepsBack", () => {
    void client.invalidateQueries({ queryKey: ["system.stepsAhead"] });
    void client.invalidateQueries({ queryKey: ["system.health"] });
  });
  const missing = reason.trim() === "";
  return (
    <>
      <Button variant="default" w="fit-content" mt="xs" onClick={() => setAsking(true)}>
        Accept their codes again
      </Button>
      <ConfirmDialog
        opened={asking}
        title="Accept their codes again?"
        consequences={[
          `The next codes of ${counted(total, "authenticator", "authenticators")} are accepted again. The code that was used stays used.`,
          "Do this only if this computer's clock is right now: compare it with another one.",
          "The audit log records each of them with your reason.",
        ]}
        confirmLabel="Accept their codes again"
        busy={setBack.isPending}
        error={setBack.error}
        onConfirm={() => {
          if (!missing) setBack.mutate({ reason }, { onSuccess: () => setAsking(false) });
        }}
        onClose={() => setAsking(false)}
      >
        <TextInput
          label="Reason"
          required
          autoComplete="off"
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
      </ConfirmDialog>
    </>
  );
}
