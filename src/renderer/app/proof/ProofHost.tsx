import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { settleRefusals } from "../../ipc/client.ts";
import { readLater } from "../read-later.tsx";
import { useStatus } from "../session.ts";
import { Proofs } from "./proofs.ts";
import type { Question } from "./questions.ts";

const ProofDialog = readLater(async () => (await import("./ProofDialog.tsx")).ProofDialog);

/** A request that only waits stays when its dialog is closed; the others are withdrawn with it. */
function close(proofs: Proofs, question: Question): void {
  if (question.type === "approval" && question.approval.needs === "delay") proofs.questions.dismiss(question);
  else proofs.giveUp(question);
}

/** Asks for what refused calls need, whichever screen made them; each is then repeated. */
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
  useEscape(proofs, session?.locked ?? false);
  const [asked, setAsked] = useState(false);
  if (question && !asked) setAsked(true);

  return (
    asked && <ProofDialog question={question} proofs={proofs} onClose={() => question && close(proofs, question)} />
  );
}

/**
 * Escape closes this dialog alone, not also the one below it, which listens on the whole window as well. To come before
 * it this is registered once, with the outermost parts.
 */
function useEscape(proofs: Proofs, locked: boolean): void {
  const behindLock = useRef(locked);
  useEffect(() => {
    behindLock.current = locked;
  }, [locked]);
  useEffect(() => {
    const escape = (event: KeyboardEvent) => {
      const question = proofs.questions.current();
      if (!question || behindLock.current || event.key !== "Escape" || event.isComposing) return;
      event.stopImmediatePropagation();
      close(proofs, question);
    };
    window.addEventListener("keydown", escape, { capture: true });
    return () => window.removeEventListener("keydown", escape, { capture: true });
  }, [proofs]);
}
