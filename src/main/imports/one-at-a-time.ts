import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

/** Only one import runs at once, even if it only checks: the second one is told so. @throws AppError BUSY */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let busy = false;
  return async (work) => {
    if (busy) throw new AppError("BUSY", { text: text("imports.anotherRuns") });
    busy = true;
    try {
      return await work();
    } finally {
      busy = false;
    }
  };
}
