import { type ReactNode, useState } from "react";
import { InPersonPanel } from "./InPersonPanel.tsx";
import { useInPersonState } from "./use-in-person.ts";

interface InPersonSwitchProps {
  /** The person whose page this is. */
  person: { id: string; username: string };
  /** What is here while nothing is shown on the person's screen. */
  children: ReactNode;
}

/** Shows the operator what happens on the person's screen, until they have seen how it ended. */
export function InPersonSwitch({ person, children }: InPersonSwitchProps) {
  const state = useInPersonState();
  const [isFollowed, setFollowed] = useState(false);
  const isOpen = state?.step === "waiting" || state?.step === "codes";
  if (isOpen && !isFollowed) setFollowed(true);
  if (!state || !isFollowed) return children;
  return <InPersonPanel state={state} person={person} onSeen={() => setFollowed(false)} />;
}
