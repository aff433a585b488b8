import { NotProvided, refusingObject } from "../refusals.ts";

/** `crashReporter`: Chromium's own is switched off, so no dump is ever written or sent. */
export const crashReporter = refusingObject("crashReporter", {
  /** @throws NotProvided for a reporter that uploads */
  start(options: { uploadToServer?: boolean } = {}): void {
    if (options.uploadToServer !== false) throw new NotProvided("uploading crash reports");
  },
});
