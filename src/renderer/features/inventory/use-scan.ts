import { useState } from "react";
import { useAction } from "../../ipc/hooks.ts";
import { findSerial } from "./find-serial.ts";
import { type HardwareToken, stateInWords, stateMeaning } from "./words.ts";

/** Why a scanned token cannot be assigned. */
export interface ScanProblem {
  serial: string;
  title: string;
  advice: string;
  /** There is no token of this serial number. */
  unknown: boolean;
}

/** The most that one call returns; an exact serial number is among the first of those that begin with it. */
const looked = 200;

const unknown = (serial: string): ScanProblem => ({
  serial,
  title: `No hardware token has the serial number ${serial}`,
  advice: "Check the number, or add the token with its seed first.",
  unknown: true,
});

const notFree = ({ serial, state, user }: HardwareToken): ScanProblem => ({
  serial,
  title: `${serial} cannot be assigned: ${user ? `${user.name || user.username} has it` : stateInWords[state].toLowerCase()}`,
  advice: stateMeaning[state],
  unknown: false,
});

/** Enter in the search, by hand or by a barcode reader, asks for exactly that serial number at once. */
export function useScan(onFound: (token: HardwareToken) => void) {
  const [problem, setProblem] = useState<ScanProblem | null>(null);
  const look = useAction("inventory.list");
  const scan = (typed: string) => {
    const serial = typed.trim();
    setProblem(null);
    if (serial === "") return;
    look.mutate(
      { search: serial, limit: looked },
      {
        onSuccess: ({ rows }) => {
          const found = findSerial(rows, serial);
          if (found?.state === "stock") onFound(found);
          else setProblem(found ? notFree(found) : unknown(serial));
        },
      },
    );
  };
  return { scan, problem, forget: () => setProblem(null), error: look.error };
}
