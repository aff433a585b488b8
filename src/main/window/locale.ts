/** Where the meta element of a document has the placeholder of the locale. */
export const localePlaceholder = "__LOCALE__";

/** What dates look like if the system says nothing: day before month, in words, and 24 hours. */
const unsaid = "en-GB";

/** A POSIX name (`de_CH.UTF-8@euro`) as a BCP 47 tag (`de-CH`); null for none, `C` and what is not a locale. */
function tagOf(name: string | undefined): string | null {
  const bare = (name ?? "").replace(/[.@].*$/u, "").replaceAll("_", "-");
  if (bare === "" || bare === "C" || bare === "POSIX") return null;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(bare)[0] ?? null;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

interface System {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** As Electron's `app.getSystemLocale`. */
  own: () => string;
}

/**
 * How this computer writes dates and numbers. On Linux the environment says so, in the first of LC_ALL, LC_TIME and
 * LANG that is set (POSIX.1-2024, 8.2); elsewhere the system's settings do.
 *
 * @returns a BCP 47 tag that Intl knows
 */
export function systemLocale({ platform, env, own }: System): string {
  if (platform === "win32" || platform === "darwin") return tagOf(own()) ?? unsaid;
  const set = [env["LC_ALL"], env["LC_TIME"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return tagOf(set) ?? unsaid;
}
