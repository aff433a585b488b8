import type { SystemStatus } from "#shared/contract/system.ts";
import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { Scenario } from "./console.ts";
import { sessionOf } from "./records.ts";

export const organisation = "Lindenhof Hospital Group";
export const reference = "0192f0c4-7aa0-7cc0-9e51-6fb3d1c0aa01";

export function statusOf(scenario: Scenario): SystemStatus {
  const { phase = "ready", keychain = "bound" } = scenario;
  return {
    phase,
    organisation: phase === "empty" || phase === "damaged" ? null : organisation,
    keychain: {
      state: keychain,
      reason:
        keychain === "unavailable"
          ? text("plain.legacy", { sentence: "No secret service answers on this desktop." })
          : null,
    },
    slots: ["keychain", "recovery"],
    session: scenario.role ? sessionOf(scenario.role, scenario.locked) : null,
    problem: phase === "damaged" ? new AppError("STORE_DAMAGED").toBody(reference) : null,
    demo: scenario.demo
      ? {
          name: "demo.owner",
          password: "violet-harbour-quilt-41",
          code: "492817",
          codeExpiresAt: Date.now() + 20_000,
          recoveryKey: "0000-0000-0000-0000-0000-0000-0000-0000",
        }
      : null,
    version: "0.1.0",
    runtime: { name: "chromium", version: "156.0.8078.79" },
  };
}
