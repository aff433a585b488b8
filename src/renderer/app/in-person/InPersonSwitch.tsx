import { type ReactNode, useState } from "react";
import { InPersonPanel } from "./InPersonPanel.tsx";
import { useInPersonState } from "./use-in-person.ts";

interface InPersonSwitchProps {
  /** The person whose page this is. */
  person: { id: string; username: string };
  /** What is there while nothing is shown on a user's screen. */
  children: ReactNode;
}

/** While something is on a user's screen, and until its end was seen, the operator follows it here. */
export function InPersonSwitch({ person, children }: InPersonSwitchProps) {
  const state = useInPersonState();
  const [isFollowed, setFollowed] = useState(false);
  const isOpen = state?.step === "waiting" || state?.step === "codes";
  if (isOpen && !isFollowed) setFollowed(true);
  if (!state || !isFollowed) return children;
  return <InPersonPanel state={state} person={person} onSeen={() => setFollowed(false)} />;
}
