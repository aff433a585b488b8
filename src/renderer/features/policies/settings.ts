import { sensitiveActs, sessions } from "./administrator-settings.ts";
import { authenticators, backupCodes, counters, enrolment, resynchronisation, wrongCodes } from "./code-settings.ts";
import type { Setting } from "./setting.ts";

/** Every setting once, as the page shows them. */
export const settingGroups: readonly { title: string; settings: readonly Setting[] }[] = [
  { title: "Authenticators", settings: authenticators },
  { title: "Counter codes", settings: counters },
  { title: "Resynchronisation", settings: resynchronisation },
  { title: "Backup codes", settings: backupCodes },
  { title: "Enrolment and letters", settings: enrolment },
  { title: "Wrong codes", settings: wrongCodes },
  { title: "Administrators' sessions", settings: sessions },
  { title: "Sensitive actions", settings: sensitiveActs },
];
