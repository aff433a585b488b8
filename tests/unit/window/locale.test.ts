import { describe, expect, it } from "vitest";
import { systemLocale } from "#main/window/locale.ts";

const linux = (env: NodeJS.ProcessEnv): string => systemLocale({ platform: "linux", env, own: () => "fr-FR" });

describe("how this computer writes dates and numbers", () => {
  it("is said by the first of LC_ALL, LC_TIME and LANG that is set", () => {
    expect(linux({ LANG: "en_US.UTF-8", LC_TIME: "de_CH.UTF-8" })).toBe("de-CH");
    expect(linux({ LANG: "en_US.UTF-8", LC_TIME: "de_CH.UTF-8", LC_ALL: "ja_JP.UTF-8" })).toBe("ja-JP");
    expect(linux({ LANG: "sv_SE@euro", LC_TIME: "" })).toBe("sv-SE");
  });

  it("is one style where nothing, or nothing sensible, is said", () => {
    for (const LANG of [undefined, "", "C", "C.UTF-8", "POSIX", "not a locale", "x", '"><script>']) {
      expect(linux(LANG === undefined ? {} : { LANG }), LANG ?? "unset").toBe("en-GB");
    }
  });

  it("is said by the settings on other systems", () => {
    expect(systemLocale({ platform: "darwin", env: { LANG: "de_DE" }, own: () => "fr-FR" })).toBe("fr-FR");
    expect(systemLocale({ platform: "win32", env: {}, own: () => "" })).toBe("en-GB");
  });
});
