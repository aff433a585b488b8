import { text } from "#shared/texts/text.ts";
import type { Format, Setting } from "../format.ts";
import { writing } from "../pskc/pskc.ts";
import { preShared } from "../pskc/seal.ts";

/** It asks for this key when the file is imported. */
const key: Setting = {
  name: "passphrase",
  label: text("formats.settingHexKey"),
  usual: null,
  secret: true,
  refuses: (value) => (/^[0-9a-f]{32}$/iu.test(value) ? null : text("formats.settingHexKeyRefused")),
};

/** PSKC as token makers deliver it to customers of WatchGuard AuthPoint. */
export const watchguard: Format = {
  id: "watchguard",
  title: "WatchGuard AuthPoint",
  read: null,
  write: {
    ...writing(preShared),
    carries: {
      kinds: ["totp"],
      algorithms: ["SHA1"],
      digits: [6],
      periods: [30, 60],
      keyBytes: { least: 1, most: 128 },
      owner: false,
      perPerson: null,
    },
    settings: [key],
    warnings: [text("formats.watchguardAssign")],
  },
};
