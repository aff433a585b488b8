import type { Target } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { localTime } from "../../ui/format.ts";

/** Whether anybody's sign-in there was checked; nothing of a system that was handed none. */
export function provenInWords({ handed, proven, provenAt }: Target): string {
  if (handed === 0) return "";
  return provenAt === null
    ? say(text("systems.notProven"))
    : say(text("systems.provenAt", { count: proven, time: localTime.format(provenAt) }));
}

/** What a system was handed, and when. */
export const handedInWords = ({ handed, exportedAt }: Target): string =>
  exportedAt === null
    ? say(text("systems.neverHanded"))
    : say(text("systems.handedAt", { count: handed, time: localTime.format(exportedAt) }));
