import type { Target } from "#shared/contract/targets.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";
import { localTime } from "../../ui/format.ts";

/** What a system was handed, and when. */
export const handedInWords = ({ handed, exportedAt }: Target): string =>
  exportedAt === null
    ? say(text("systems.neverHanded"))
    : say(text("systems.handedAt", { count: handed, time: localTime.format(exportedAt) }));
