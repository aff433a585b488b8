import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../install.mjs";

const day = 24 * 60 * 60 * 1000;

/** Where to look for Electron, and how long to wait for a download. */
export interface Places {
  /** The folder of the npm package `electron`. */
  package: string;
  /** ELECTRON_OVERRIDE_DIST_PATH: a folder with a local copy of Electron. */
  override: string | undefined;
  /** Contains a running download, and remembers a failed one. */
  cache: string;
  /** A download is abandoned after this many milliseconds without a new byte. */
  patience: number;
  /** Milliseconds for the whole download. */
  limit: number;
  /** The present in milliseconds; this computer's if left out. */
  now?: () => number;
}

const refusalFile = "electron-unreachable.json";

const usual: Places = {
  package: join(root, "node_modules/electron"),
  override: process.env["ELECTRON_OVERRIDE_DIST_PATH"],
  cache: join(root, ".cache"),
  patience: 8_000,
  limit: 5 * 60_000,
};

/**
 * Electron's executable, if it is on this machine. Reads what the npm package wrote when it was unpacked; requiring the
 * package itself would start a download.
 */
export function electronBinary(places: Pick<Places, "package" | "override"> = usual): string | undefined {
  const pathFile = join(places.package, "path.txt");
  const written = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : undefined;
  if (places.override !== undefined) return existing(join(places.override, written ?? usualName()));
  return written === undefined ? undefined : existing(join(places.package, "dist", written));
}

function existing(file: string): string | undefined {
  return existsSync(file) ? file : undefined;
}

function usualName(): string {
  if (process.platform === "darwin") return "Electron.app/Contents/MacOS/Electron";
  return process.platform === "win32" ? "electron.exe" : "electron";
}

/** Why this version of Electron could not be downloaded in the last 24 hours, if that was tried. */
export function rememberedRefusal(places: Places = usual, now = Date.now()): string | undefined {
  const file = join(places.cache, refusalFile);
  if (!existsSync(file)) return undefined;
  const { at, version, reason } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const recent = typeof at === "number" && now >= at && now - at < day;
  return recent && version === versionOf(places) && typeof reason === "string" ? reason : undefined;
}

function versionOf(places: Places): string {
  return (JSON.parse(readFileSync(join(places.package, "package.json"), "utf8")) as { version: string }).version;
}

/** Downloads Electron. Returns undefined if that succeeded, otherwise the reason; a failure is remembered for a day. */
export async function fetchElectron(places: Places = usual): Promise<string | undefined> {
  const reason = await download(places);
  const file = join(places.cache, refusalFile);
  if (reason === undefined) rmSync(file, { force: true });
  else writeFileSync(file, JSON.stringify({ at: Date.now(), version: versionOf(places), reason }));
  return reason;
}

async function download(places: Places): Promise<string | undefined> {
  const scratch = join(places.cache, "electron-download");
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const env = { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch };
  const installer = join(places.package, "install.js");
  const child = spawn(process.execPath, [installer], { env, stdio: ["ignore", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));

  const watch = watchProgress(scratch, places, () => child.kill("SIGKILL"));
  const [code] = (await once(child, "close")) as [number | null];
  const stopped = watch.end();
  rmSync(scratch, { recursive: true, force: true });

  if (stopped !== undefined) return stopped;
  if (code === 0 && electronBinary(places) !== undefined) return undefined;
  return shortReason(complaint);
}

/** Stops a download that is stuck or takes too long. `end()` returns the reason if it did. */
function watchProgress(folder: string, places: Places, stop: () => void): { end(): string | undefined } {
  const { patience, limit, now: clock = Date.now } = places;
  const begun = clock();
  let bytes = 0;
  let lastByte = begun;
  let stopped: string | undefined;
  const timer = setInterval(() => {
    const now = clock();
    const size = sizeOf(folder);
    if (size !== bytes) [bytes, lastByte] = [size, now];
    if (now - lastByte > patience) stopped = `no answer for ${patience / 1000} s`;
    else if (now - begun > limit) stopped = `not complete after ${limit / 60_000} minutes`;
    if (stopped !== undefined) stop();
  }, 100);
  return {
    end() {
      clearInterval(timer);
      return stopped;
    },
  };
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((file) => statSync(join(file.parentPath, file.name), { throwIfNoEntry: false })?.size ?? 0);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The first meaningful line, without the stack. */
function shortReason(complaint: string): string {
  const lines = complaint.split("\n").map((line) => line.trim());
  const line = lines.find((text) => /error/i.test(text)) ?? lines.find((text) => text !== "") ?? "the download failed";
  return line.replace(/^\w*Error:\s*/, "");
}
