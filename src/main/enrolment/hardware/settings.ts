import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";
import type { HardwareTokenRow } from "../../store/migrations/schema.ts";
import { stepsKept } from "../../twofactor/spent.ts";
import type { TokenParameters } from "../../twofactor/totp.ts";

type Proven = Pick<HardwareTokenRow, keyof TokenParameters | "last_step" | "drift" | "ahead_used">;

/** The time step that contains the end of another one. */
const sameMoment = (step: number, from: number, to: number): number => Math.floor(((step + 1) * from - 1) / to);

/**
 * What stays used up when a device gets other settings: with the same seed nothing that was accepted is accepted again.
 *
 * @param sameSeed whether it may be the same seed as before
 * @throws AppError TOKEN_STATE if that cannot be known: its codes were accepted by counter
 */
export function carriedOver(
  device: Proven,
  next: TokenParameters,
  sameSeed: boolean,
): Pick<HardwareTokenRow, "last_step" | "drift" | "ahead_used"> {
  const fresh = { last_step: null, drift: 0, ahead_used: "[]" };
  if (!sameSeed || device.last_step === null) return fresh;
  if (device.kind !== next.kind) {
    if (device.kind === "totp") return fresh;
    throw new AppError("TOKEN_STATE", {
      text: text("hardware.countedAlready"),
      fields: { kind: text("hardware.isCounter") },
    });
  }
  if (device.kind === "hotp" || device.period === next.period) {
    const { last_step, drift, ahead_used } = device;
    return { last_step, drift, ahead_used };
  }
  const step = (value: number) => sameMoment(value, device.period, next.period);
  return {
    last_step: step(device.last_step),
    drift: 0,
    ahead_used: JSON.stringify(stepsKept(device).map(step)),
  };
}
