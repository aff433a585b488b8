import type { CdpSession } from "../cdp/connection.ts";
import { HostEmitter } from "../emitter.ts";
import { engine } from "../engine.ts";
import { messageOf, warn } from "../log.ts";
import { refuseUnknownMembers } from "../refusals.ts";
import { desktop } from "../window/surroundings.ts";

type Source = "system" | "light" | "dark";

/**
 * `nativeTheme`. The desktop's theme is known once the first page has loaded; until then it is assumed to be light.
 */
export class NativeTheme extends HostEmitter {
  #source: Source = "system";

  constructor() {
    super("nativeTheme", ["updated"]);
    desktop.on("dark", () => {
      if (this.#source === "system") this.emit("updated");
    });
  }

  get themeSource(): Source {
    return this.#source;
  }

  set themeSource(source: Source) {
    if (!["system", "light", "dark"].includes(source)) throw new TypeError(`Invalid themeSource ${source}`);
    if (source === this.#source) return;
    this.#source = source;
    for (const page of engine.pages) {
      applyTheme(page).catch((cause: unknown) => warn(`a window did not change its theme: ${messageOf(cause)}`));
    }
    this.emit("updated");
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === "system" ? (desktop.seen?.dark ?? false) : this.#source === "dark";
  }
}
refuseUnknownMembers("nativeTheme", NativeTheme);

export const nativeTheme = new NativeTheme();

/** Makes a page follow `themeSource`. */
export async function applyTheme(page: CdpSession): Promise<void> {
  const source = nativeTheme.themeSource;
  const features = source === "system" ? [] : [{ name: "prefers-color-scheme", value: source }];
  await page.send("Emulation.setEmulatedMedia", { features });
}
