import { type ReactNode, useEffect } from "react";
import { RouterProvider } from "react-router/dom";
import type { Session } from "#shared/model/records.ts";
import { router } from "../routes.tsx";
import { SessionContext } from "../session.ts";

interface ShellProps {
  session: Session;
  lockScreen: ReactNode;
}

/**
 * The console of a signed-in administrator. A lock hides the pages and what floats above them but keeps them, so that
 * work continues where it stopped.
 */
export function Shell({ session, lockScreen }: ShellProps) {
  const { locked } = session;
  useEffect(() => {
    const floating = document.getElementById("portals");
    if (!floating) return;
    floating.hidden = locked;
    floating.inert = locked;
    return () => {
      floating.hidden = false;
      floating.inert = false;
    };
  }, [locked]);

  return (
    <SessionContext value={session}>
      <div hidden={locked} inert={locked}>
        <RouterProvider router={router} />
      </div>
      {locked && lockScreen}
    </SessionContext>
  );
}
