import { statSync } from "node:fs";
import type {
  MessageBoxOptions,
  MessageBoxReturnValue,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from "electron";
import { findOnPath } from "../browser/executable.ts";
import { engine } from "../engine.ts";
import { messageOf, say, warn } from "../log.ts";
import { refusingObject } from "../refusals.ts";
import { type Outcome, runProgram } from "./run.ts";
import { messageCommand, openArguments, saveArguments, separator } from "./zenity.ts";

/** A dialog could not be shown. This is different from a dialog that the person cancelled. */
class DialogUnavailable extends Error {
  override readonly name = "DialogUnavailable";
}

/** zenity's exit codes: 0 accepted, 1 cancelled or closed or an extra button, anything else a failure. */
async function zenity(args: readonly string[]): Promise<Outcome> {
  if (engine.isHeadless) throw new DialogUnavailable("chromium-host: no dialog can be shown without a display");
  const program = findOnPath(["zenity"]);
  if (program === undefined) {
    throw new DialogUnavailable("chromium-host: dialogs need zenity. On Debian and Ubuntu: apt-get install zenity");
  }
  const outcome = await runProgram(program, args);
  if (outcome.code > 1)
    throw new DialogUnavailable(`chromium-host: zenity failed (${outcome.code}): ${outcome.stderr.trim()}`);
  return outcome;
}

/** Electron accepts an optional parent window before the options. */
const optionsOf = <T>(first: object | T, second?: T): T => second ?? (first as T);

function isFolder(path: string | undefined): boolean {
  return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

const chosen = ({ code, stdout }: Outcome): string[] =>
  code === 0
    ? stdout
        .replace(/\n$/u, "")
        .split(separator)
        .filter((path) => path !== "")
    : [];

/** `dialog`. Its members can be replaced, so that tests can answer for a person. */
export const dialog = refusingObject("dialog", {
  /** @throws DialogUnavailable */
  async showSaveDialog(first: object | SaveDialogOptions, second?: SaveDialogOptions): Promise<SaveDialogReturnValue> {
    const [filePath] = chosen(await zenity(saveArguments(optionsOf(first, second))));
    return { canceled: filePath === undefined, filePath: filePath ?? "" };
  },

  /** @throws DialogUnavailable */
  async showOpenDialog(first: object | OpenDialogOptions, second?: OpenDialogOptions): Promise<OpenDialogReturnValue> {
    const options = optionsOf(first, second);
    const filePaths = chosen(await zenity(openArguments(options, isFolder(options.defaultPath))));
    return { canceled: filePaths.length === 0, filePaths };
  },

  /** @throws DialogUnavailable, NotProvided for a check box */
  async showMessageBox(first: object | MessageBoxOptions, second?: MessageBoxOptions): Promise<MessageBoxReturnValue> {
    const { args, buttons, cancelId } = messageCommand(optionsOf(first, second));
    const { code, stdout } = await zenity(args);
    const pressed = code === 0 ? 0 : buttons.indexOf(stdout.replace(/\n$/u, ""));
    return { response: pressed === -1 ? cancelId : pressed, checkboxChecked: false };
  },

  /** Without a display, the text goes to standard error. */
  showErrorBox(title: string, content: string): void {
    say(`${title}\n${content}`);
    if (engine.isHeadless) return;
    const { args } = messageCommand({ type: "error", title, message: content });
    zenity(args).catch((cause: unknown) => warn(messageOf(cause)));
  },
});
