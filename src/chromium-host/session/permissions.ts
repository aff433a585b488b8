import type Protocol from "devtools-protocol";
import type { CdpSession } from "../cdp/connection.ts";

/** Every permission that Chromium can be told about. */
const names = [
  "accelerometer",
  "ambient-light-sensor",
  "background-fetch",
  "background-sync",
  "camera",
  "captured-surface-control",
  "clipboard-read",
  "clipboard-write",
  "display-capture",
  "geolocation",
  "gyroscope",
  "idle-detection",
  "keyboard-lock",
  "local-fonts",
  "local-network",
  "local-network-access",
  "loopback-network",
  "magnetometer",
  "microphone",
  "midi",
  "nfc",
  "notifications",
  "payment-handler",
  "periodic-background-sync",
  "persistent-storage",
  "pointer-lock",
  "screen-wake-lock",
  "speaker-selection",
  "storage-access",
  "system-wake-lock",
  "top-level-storage-access",
  "web-app-installation",
  "window-management",
];

const descriptors: readonly Protocol.Browser.PermissionDescriptor[] = [
  ...names.map((name) => ({ name })),
  { name: "midi", sysex: true },
  { name: "push", userVisibleOnly: true },
];

const isUnknownToThisChromium = (cause: unknown): boolean =>
  cause instanceof Error && cause.message.includes("Invalid PermissionDescriptor name");

/** Denies every permission in Chromium itself, so that the person is never asked. */
export async function denyPermissions(browser: CdpSession): Promise<void> {
  const deny = async (permission: Protocol.Browser.PermissionDescriptor): Promise<void> => {
    try {
      await browser.send("Browser.setPermission", { permission, setting: "denied" });
    } catch (cause) {
      // A Chromium that does not know a permission does not grant it either.
      if (!isUnknownToThisChromium(cause)) throw cause;
    }
  };
  await Promise.all(descriptors.map(deny));
}
