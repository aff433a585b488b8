// npm start: opens the console in Electron if that is available, otherwise in the distribution's Chromium.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { buildIfStale } from "./build.ts";
import { electronBinary, fetchElectron, rememberedRefusal } from "./lib/electron-binary.ts";
import { main, ScriptError, step } from "./lib/report.ts";
import { chooseRuntime, commandLine, hasDisplay, memoryLimited, type Choice, type Machine } from "./lib/runtime.ts";
import { howToInstall, installTools, locate, toolsFor } from "./tools.ts";

const isRoot = process.getuid?.() === 0;

async function findElectron(display: boolean): Promise<Machine["electron"]> {
  const file = electronBinary();
  if (file !== undefined) return { file };
  // Without a display, the download would be useless.
  if (!display) return { missing: "its binary is not installed, and there is no display for it" };
  const earlier = rememberedRefusal();
  if (earlier !== undefined) {
    return {
      missing: `it could not be downloaded in the last 24 hours (${earlier}); delete .cache/electron-unreachable.json to try again`,
    };
  }
  const reason = await step("Downloading Electron (skipped if the server does not respond)", fetchElectron);
  const fetched = electronBinary();
  return fetched === undefined
    ? { missing: `it could not be downloaded (${reason ?? "no binary"})` }
    : { file: fetched };
}

function announce(choice: Choice): void {
  if (choice.runtime === "electron") console.log(`Opening in Electron: ${choice.why}.`);
  if (choice.runtime !== "chromium") return;
  console.log(`Opening in Chromium. ${choice.why}.`);
  if (choice.headless) {
    console.log(
      "There is no display, so it runs without a window (headless). Ctrl+C stops it; bin/countersign does the same work in a terminal.",
    );
  }
}

async function needChromium(headless: boolean): Promise<void> {
  const { missing, reason } = await installTools([...toolsFor("start"), ...(headless ? [] : toolsFor("display"))]);
  if (locate("chromium") === undefined) {
    throw new ScriptError(
      `neither Electron nor Chromium is installed (${reason}): run ${howToInstall(missing)} as root and try again.`,
    );
  }
}

/** Gives the terminal to the app and returns the app's exit code. */
function open(command: readonly string[]): Promise<number> {
  const [program = "", ...args] = memoryLimited(command);
  // The app closes on these signals; this process only waits for it.
  process.on("SIGINT", () => void (process.stdin.isTTY || child.kill("SIGINT")));
  process.on("SIGTERM", () => void child.kill("SIGTERM"));
  const child = spawn(program, args, { stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new ScriptError(`${command[0] ?? ""} did not start: ${error.message}`)));
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

await main(async () => {
  await buildIfStale();
  const display = hasDisplay(process.platform, process.env);
  const electron = await findElectron(display);
  const choice = chooseRuntime({ platform: process.platform, display, electron });
  if (choice.runtime === "none")
    throw new ScriptError(`${choice.why}, and this system has no other way to show a window.`);
  if (choice.runtime === "chromium") await needChromium(choice.headless);
  announce(choice);
  return open(commandLine(choice, isRoot, process.argv.slice(2)));
});
