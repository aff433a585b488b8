import { accessSync, constants, existsSync, globSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./lib/run.ts";
import { step } from "./lib/report.ts";

/** A program or library that is not an npm package, and how to detect it. */
interface Tool {
  /** The Debian package that contains it. */
  package: string;
  /** A command on the PATH, or glob patterns of files, one of which must exist. */
  probe: { command: string } | { files: readonly string[] };
  /** What it is for. */
  purpose: string;
  neededBy: readonly Purpose[];
}

/** `display`: for starting without Electron when there is a display. */
type Purpose = "start" | "display" | "test";

const fontFolders = ["/usr/share/fonts", "/usr/local/share/fonts"];

const pamModule = (name: string): string[] =>
  ["/usr/lib/*/security", "/lib/*/security", "/usr/lib64/security"].map((folder) => `${folder}/${name}.so`);

/** Everything Countersign uses from the distribution. Nothing here is part of the product. */
export const tools = {
  chromium: {
    package: "chromium",
    probe: { command: "chromium" },
    purpose: "the window without Electron, e2e",
    neededBy: ["start", "test"],
  },
  chromiumShell: {
    package: "chromium-headless-shell",
    probe: { command: "chromium-headless-shell" },
    purpose: "the window's content in tests, without a browser's own interface",
    neededBy: ["test"],
  },
  fonts: {
    package: "fonts-dejavu-core",
    probe: { files: fontFolders.map((folder) => `${folder}/**/*.{ttf,otf}`) },
    purpose: "text in Chromium",
    neededBy: ["start", "test"],
  },
  fontsOfScripts: {
    package: "fonts-noto-core",
    probe: { files: fontFolders.map((folder) => `${folder}/**/NotoSansDevanagari-Regular.ttf`) },
    purpose: "names in other scripts on letters and sheets",
    neededBy: ["test"],
  },
  fontsOfHan: {
    package: "fonts-wqy-microhei",
    probe: { files: fontFolders.map((folder) => `${folder}/**/wqy-microhei.ttc`) },
    purpose: "names in Han and Hangul on letters and sheets",
    neededBy: ["test"],
  },
  libsecret: {
    package: "libsecret-1-0",
    probe: { files: ["/usr/lib/*/libsecret-1.so.0", "/usr/lib/libsecret-1.so.0", "/usr/lib64/libsecret-1.so.0"] },
    purpose: "the system keychain through keytar",
    neededBy: ["start", "test"],
  },
  xvfb: {
    package: "xvfb",
    probe: { command: "Xvfb" },
    purpose: "a display for real windows in e2e",
    neededBy: ["test"],
  },
  xdotool: {
    package: "xdotool",
    probe: { command: "xdotool" },
    purpose: "a person's keyboard in tests of real windows",
    neededBy: ["test"],
  },
  zenity: {
    package: "zenity",
    probe: { command: "zenity" },
    purpose: "dialogs without Electron",
    neededBy: ["display", "test"],
  },
  xclip: {
    package: "xclip",
    probe: { command: "xclip" },
    purpose: "the clipboard without Electron",
    neededBy: ["display", "test"],
  },
  xauth: { package: "xauth", probe: { command: "xauth" }, purpose: "xvfb-run", neededBy: ["test"] },
  oathtool: {
    package: "oathtool",
    probe: { command: "oathtool" },
    purpose: "codes from an independent generator",
    neededBy: ["test"],
  },
  age: {
    package: "age",
    probe: { command: "age" },
    purpose: "opening our backups with the standard command",
    neededBy: ["test"],
  },
  zbarimg: {
    package: "zbar-tools",
    probe: { command: "zbarimg" },
    purpose: "reading our QR codes",
    neededBy: ["test"],
  },
  keepassxc: {
    package: "keepassxc",
    probe: { command: "keepassxc-cli" },
    purpose: "reading our KeePass files, and making some",
    neededBy: ["test"],
  },
  pdftotext: {
    package: "poppler-utils",
    probe: { command: "pdftotext" },
    purpose: "reading our PDFs",
    neededBy: ["test"],
  },
  pdftoppm: {
    package: "poppler-utils",
    probe: { command: "pdftoppm" },
    purpose: "looking at the pages of our PDFs",
    neededBy: ["test"],
  },
  pdfimages: {
    package: "poppler-utils",
    probe: { command: "pdfimages" },
    purpose: "the pictures in our PDFs",
    neededBy: ["test"],
  },
  openssl: {
    package: "openssl",
    probe: { command: "openssl" },
    purpose: "certificates for servers in tests",
    neededBy: ["test"],
  },
  jq: {
    package: "jq",
    probe: { command: "jq" },
    purpose: "checking an exported audit log as anybody can",
    neededBy: ["test"],
  },
  sqlite3: {
    package: "sqlite3",
    probe: { command: "sqlite3" },
    purpose: "checking our database files",
    neededBy: ["test"],
  },
  strace: {
    package: "strace",
    probe: { command: "strace" },
    purpose: "recording what reaches the disk, and when",
    neededBy: ["test"],
  },
  pamtester: {
    package: "pamtester",
    probe: { command: "pamtester" },
    purpose: "signing in through PAM modules",
    neededBy: ["test"],
  },
  pamWrapper: {
    package: "libpam-wrapper",
    probe: { files: ["/usr/lib/*/libpam_wrapper.so", "/usr/lib64/libpam_wrapper.so"] },
    purpose: "PAM with a configuration of our own",
    neededBy: ["test"],
  },
  pamOath: {
    package: "libpam-oath",
    probe: { files: pamModule("pam_oath") },
    purpose: "trying our users files for pam_oath",
    neededBy: ["test"],
  },
  pamGoogleAuthenticator: {
    package: "libpam-google-authenticator",
    probe: { files: pamModule("pam_google_authenticator") },
    purpose: "trying our files for google-authenticator-libpam",
    neededBy: ["test"],
  },
  ocserv: {
    package: "ocserv",
    probe: { files: ["/usr/sbin/ocserv"] },
    purpose: "trying our users files in a VPN server",
    neededBy: ["test"],
  },
  rsyslog: {
    package: "rsyslog",
    probe: { files: ["/usr/sbin/rsyslogd"] },
    purpose: "receiving the audit log",
    neededBy: ["test"],
  },
  rsyslogTls: {
    package: "rsyslog-gnutls",
    probe: { files: ["/usr/lib/*/rsyslog/lmnsd_gtls.so", "/usr/lib64/rsyslog/lmnsd_gtls.so"] },
    purpose: "receiving the audit log over TLS",
    neededBy: ["test"],
  },
  freeradius: {
    package: "freeradius",
    // Older versions have the server without this module.
    probe: { files: ["/usr/lib/freeradius/rlm_totp.so"] },
    purpose: "trying our users files in a RADIUS server",
    neededBy: ["test"],
  },
  radclient: {
    package: "freeradius-utils",
    probe: { command: "radclient" },
    purpose: "asking a RADIUS server",
    neededBy: ["test"],
  },
  djangoOtp: {
    package: "python3-django-otp",
    probe: { files: ["/usr/lib/python3/dist-packages/django_otp/__init__.py"] },
    purpose: "loading our fixtures into Django",
    neededBy: ["test"],
  },
  "gnome-keyring": {
    package: "gnome-keyring",
    probe: { command: "gnome-keyring-daemon" },
    purpose: "a real Secret Service",
    neededBy: ["test"],
  },
  dbus: {
    package: "dbus",
    probe: { command: "dbus-run-session" },
    purpose: "a session bus for the Secret Service",
    neededBy: ["test"],
  },
  pskctool: {
    package: "pskctool",
    probe: { command: "pskctool" },
    purpose: "checking the structure of PSKC files",
    neededBy: ["test"],
  },
  pskc2csv: {
    package: "pskc-utils",
    probe: { command: "pskc2csv" },
    purpose: "opening our PSKC files",
    neededBy: ["test"],
  },
  qrencode: {
    package: "qrencode",
    probe: { command: "qrencode" },
    purpose: "QR codes that another program made",
    neededBy: ["test"],
  },
  zip: {
    package: "zip",
    probe: { command: "zip" },
    purpose: "archives that another program packed",
    neededBy: ["test"],
  },
  // Debian's own interpreter: another one on the PATH does not see Debian's libraries.
  python: {
    package: "python3",
    probe: { files: ["/usr/bin/python3"] },
    purpose: "other programs' libraries that are in Python",
    neededBy: ["test"],
  },
  pythonPskc: {
    package: "python3-pskc",
    probe: { files: ["/usr/lib/python3/dist-packages/pskc/__init__.py"] },
    purpose: "reading and making PSKC files with another library",
    neededBy: ["test"],
  },
  pythonCryptography: {
    package: "python3-cryptography",
    probe: { files: ["/usr/lib/python3/dist-packages/cryptography/__init__.py"] },
    purpose: "encrypted files as Python programs make them",
    neededBy: ["test"],
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** The path of a command, looked up as a shell does. */
export function which(command: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find((file) => isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of the tool's command or of the first of its files; `undefined` if it is not installed. */
export function locate(name: ToolName): string | undefined {
  const { probe }: Tool = tools[name];
  if ("command" in probe) return which(probe.command);
  return globSync([...probe.files])[0];
}

export function toolsFor(purpose: Purpose): ToolName[] {
  const names = Object.keys(tools) as ToolName[];
  return names.filter((name) => (tools[name].neededBy as readonly string[]).includes(purpose));
}

/**
 * Installs the missing tools with apt-get, if this is root on a system that has it. Returns those that are still
 * missing, and why.
 */
export async function installTools(names: readonly ToolName[]): Promise<{ missing: ToolName[]; reason: string }> {
  const absent = names.filter((name) => locate(name) === undefined);
  if (absent.length === 0) return { missing: [], reason: "" };
  if (which("apt-get") === undefined) return { missing: absent, reason: "this system has no apt-get" };
  if (process.getuid?.() !== 0) return { missing: absent, reason: "only root can install them" };

  const packages = packagesOf(absent);
  const failure = await step(`Installing ${packages.join(", ")} (apt-get)`, () => aptInstall(packages));
  const missing = absent.filter((name) => locate(name) === undefined);
  if (missing.length === 0) return { missing, reason: "" };
  return { missing, reason: failure || "apt-get reported no error, but they were not found" };
}

/** Each package once: some contain several tools. */
const packagesOf = (names: readonly ToolName[]): string[] => [...new Set(names.map((name) => tools[name].package))];

/** Returns an empty string, or the last output of a failed apt-get. */
async function aptInstall(packages: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2"];
  // After a failed update the previous lists remain; the install shows whether they are good enough.
  const update = await run("apt-get", [...options, "update"], { env });
  const install = await startingNothing(() =>
    run("apt-get", [...options, "install", "-y", "--no-install-recommends", ...packages], { env }),
  );
  return install.code === 0 ? "" : tail(`${update.code === 0 ? "" : update.output}\n${install.output}`);
}

/** Some packages are servers, of which only the program is wanted: the distribution would start them (invoke-rc.d(8)). */
async function startingNothing<T>(install: () => Promise<T>): Promise<T> {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return install();
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    return await install();
  } finally {
    rmSync(policy);
  }
}

function tail(output: string): string {
  return `apt-get failed:\n${output.trim().split("\n").slice(-10).join("\n")}`;
}

/** The command that installs the tools. */
export function howToInstall(names: readonly ToolName[]): string {
  return `apt-get install ${packagesOf(names).join(" ")}`;
}
