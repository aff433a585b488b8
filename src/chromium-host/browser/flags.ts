/** No name resolves and no address can be reached, from any part of Chromium. */
const offline = [
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--no-proxy-server",
  "--webrtc-ip-handling-policy=disable_non_proxied_udp",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-field-trial-config",
  "--disable-client-side-phishing-detection",
  "--no-pings",
];

/** A window of this app is not a browser: no extensions, first-run pages, crash reports, key rings. */
const plainWindow = [
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-breakpad",
  "--disable-crash-reporter",
  "--disable-search-engine-choice-screen",
  "--disable-infobars",
  "--hide-crash-restore-bubble",
  // Chromium's complaints about a missing D-Bus and the like have nothing to do with the app.
  "--log-level=3",
  "--metrics-recording-only",
  "--no-default-browser-check",
  "--no-first-run",
  "--no-service-autorun",
  "--password-store=basic",
  "--use-mock-keychain",
  // Hides the bar that warns of unusual flags.
  "--test-type=",
];

const disabledFeatures = [
  "AimEnabled",
  "AutofillServerCommunication",
  "CertificateTransparencyComponentUpdater",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "InterestFeedContentSuggestions",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationGuideModelDownloading",
  "OptimizationHints",
  "PreconnectToSearch",
  // A second process for the next page: a window has one page.
  "SpareRendererForSitePerProcess",
  "Translate",
];

/** Access to the person's files, which Electron gives to no page without asking; here nobody could be asked. */
const disabledInterfaces = ["FileSystemAccess", "FileSystemAccessLocal"];

export interface FlagOptions {
  profile: string;
  bootUrl: string;
  /** Window manager class, so that the desktop groups this app's windows. */
  windowClass: string;
  headless: boolean;
  /** Chromium's sandbox does not run as root; for everybody else it is on. */
  isRoot: boolean;
  size: { width: number; height: number };
  littleSharedMemory: boolean;
  /** A loopback port for a test driver, next to the pipe. */
  debuggingPort: string | undefined;
  /** What the app appended to its command line. */
  appended: ReadonlyMap<string, string>;
}

/** Switches that would defeat the host's purpose. */
const refusedSwitches: ReadonlySet<string> = new Set([
  "allow-running-insecure-content",
  "disable-site-isolation-trials",
  "disable-web-security",
  "host-resolver-rules",
  "ignore-certificate-errors",
  "load-extension",
  "no-sandbox",
  "proxy-server",
  "remote-allow-origins",
  "remote-debugging-address",
  "remote-debugging-pipe",
  "remote-debugging-port",
  "user-data-dir",
]);

export const isRefusedSwitch = (name: string): boolean => refusedSwitches.has(name);

const merged = new Set(["disable-features", "disable-blink-features"]);

function list(name: string, own: readonly string[], appended: ReadonlyMap<string, string>): string {
  const extra =
    appended
      .get(name)
      ?.split(",")
      .filter((item) => item !== "") ?? [];
  return `--${name}=${[...own, ...extra].join(",")}`;
}

export function chromiumFlags(options: FlagOptions): string[] {
  const { appended, size } = options;
  const extra = [...appended].filter(([name]) => !merged.has(name));
  return [
    "--remote-debugging-pipe",
    ...offline,
    ...plainWindow,
    list("disable-features", disabledFeatures, appended),
    list("disable-blink-features", disabledInterfaces, appended),
    ...(options.headless ? ["--headless", "--hide-scrollbars"] : []),
    ...(options.isRoot ? ["--no-sandbox"] : []),
    ...(options.littleSharedMemory ? ["--disable-dev-shm-usage"] : []),
    ...(options.debuggingPort === undefined ? [] : [`--remote-debugging-port=${options.debuggingPort}`]),
    ...extra.map(([name, value]) => (value === "" ? `--${name}` : `--${name}=${value}`)),
    `--class=${options.windowClass}`,
    `--user-data-dir=${options.profile}`,
    `--window-size=${size.width},${size.height}`,
    `--app=${options.bootUrl}`,
  ];
}

/** For a second call of the binary, which opens the window in the running Chromium. */
export const anotherWindowFlags = (
  options: Pick<FlagOptions, "profile" | "bootUrl" | "windowClass" | "isRoot">,
): string[] => [
  ...(options.isRoot ? ["--no-sandbox"] : []),
  "--test-type=",
  `--class=${options.windowClass}`,
  `--user-data-dir=${options.profile}`,
  `--app=${options.bootUrl}`,
];
