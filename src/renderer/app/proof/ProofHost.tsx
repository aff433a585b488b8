import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { settleRefusals } from "../../ipc/client.ts";
import { useTyping } from "../../ui/use-typing.ts";
import { readLater } from "../read-later.tsx";
import { useStatus } from "../session.ts";
import { Proofs } from "./proofs.ts";
import type { Question } from "./questions.ts";

const ProofDialog = readLater(async () => (await import("./ProofDialog.tsx")).ProofDialog);
const DiscardQuestion = readLater(async () => (await import("../../ui/Modal.tsx")).DiscardQuestion);

/** A request with a waiting period stays when its dialog is closed; the others are withdrawn. */
function close(proofs: Proofs, question: Question): void {
  if (question.type === "approval" && question.approval.needs === "delay") proofs.questions.dismiss(question);
  else proofs.giveUp(question);
}

/** Asks for what refused calls need, whichever screen made them; each call is then repeated. */
export function ProofHost() {
  const client = useQueryClient();
  const [proofs] = useState(() => new Proofs(() => void client.invalidateQueries({ queryKey: ["approvals.list"] })));
  useEffect(() => settleRefusals(proofs.settle), [proofs]);
  const { session } = useStatus();
  const signedIn = session !== null;
  useEffect(() => {
    if (!signedIn) proofs.questions.dismissAll();
  }, [signedIn, proofs]);
  const question = useSyncExternalStore(proofs.questions.subscribe, proofs.questions.current);
  const typing = useTyping();
  const [discarding, setDiscarding] = useState<Question | null>(null);
  const leave = useCallback(
    (left: Question) => (typing.isTyped() ? setDiscarding(left) : close(proofs, left)),
    [typing, proofs],
  );
  useEscape(proofs, { locked: session?.locked ?? false, asking: discarding !== null }, leave);
  const [asked, setAsked] = useState(false);
  if (question && !asked) setAsked(true);
  if (discarding && discarding !== question) setDiscarding(null);

  return (
    asked && (
      <>
        <ProofDialog
          question={question}
          proofs={proofs}
          watch={typing.watch}
          onLeave={() => question && leave(question)}
          onCancel={() => question && close(proofs, question)}
        />
        {discarding && (
          <DiscardQuestion onKeep={() => setDiscarding(null)} onDiscard={() => close(proofs, discarding)} />
        )}
      </>
    )
  );
}

/**
 * Escape closes only this dialog and not the one below it, which also listens on the whole window. To be called first,
 * this is registered once, with the outermost parts, and before the effects of pages that are shown in the same moment.
 */
function useEscape(
  proofs: Proofs,
  { locked, asking }: { locked: boolean; asking: boolean },
  leave: (question: Question) => void,
): void {
  const shut = useRef(false);
  useEffect(() => {
    shut.current = locked || asking;
  }, [locked, asking]);
  useLayoutEffect(() => {
    const escape = (event: KeyboardEvent) => {
      const question = proofs.questions.current();
      if (!question || shut.current || event.key !== "Escape" || event.isComposing) return;
      event.stopImmediatePropagation();
      leave(question);
    };
    window.addEventListener("keydown", escape, { capture: true });
    return () => window.removeEventListener("keydown", escape, { capture: true });
  }, [proofs, leave]);
}
