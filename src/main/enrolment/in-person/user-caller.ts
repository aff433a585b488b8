import type { Caller, SessionHolder } from "../../base/ports.ts";

/** The session that a window was opened in: it can end, but no other replaces it. */
function fixedSession(token: string | null): SessionHolder {
  let held = token;
  return {
    outlivesProcess: false,
    get: () => held,
    set: () => {
      held = null;
    },
  };
}

/** The person's window calls with the session that opened it, and has no files, dialogs or clipboard. */
export const userCaller = (token: string | null): Caller => ({
  side: "user",
  session: fixedSession(token),
  files: { grant: () => undefined, allows: () => false },
  dialogs: null,
  clipboard: null,
});
