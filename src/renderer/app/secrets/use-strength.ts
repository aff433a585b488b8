import { useEffect, useState } from "react";
import { call } from "../../ipc/client.ts";
import type { Strength } from "../../ui/StrengthMeter.tsx";
import { useSettled } from "../../ui/use-settled.ts";

/**
 * How well a new password resists guessing. Bypasses the query cache, which would keep the password as its key.
 * @param password what is typed so far
 * @param related names that must not help to guess it; joined by line breaks into one value
 */
export function useStrength(password: string, related: string): Strength | null {
  const asked = useSettled(password);
  const [strength, setStrength] = useState<Strength | null>(null);
  useEffect(() => {
    if (asked === "") return;
    let current = true;
    const inputs = related.split("\n").filter((input) => input !== "");
    call("access.passwordStrength", { password: asked, inputs }).then(
      (answer) => current && setStrength(answer),
      () => current && setStrength(null),
    );
    return () => {
      current = false;
    };
  }, [asked, related]);
  return password === "" ? null : strength;
}
