import type { FileFilter, MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from "electron";
import { NotProvided } from "../refusals.ts";

/** Between file names: the ASCII unit separator, which no chosen file name contains. */
export const separator = "\u001F";

function filterArguments(filters: readonly FileFilter[] = []): string[] {
  return filters.map(({ name, extensions }) => {
    const patterns = extensions.map((extension) => (extension === "*" ? "*" : `*.${extension}`));
    return `--file-filter=${name.replaceAll("|", "/")} | ${patterns.join(" ")}`;
  });
}

const common = (
  { title, defaultPath, filters }: SaveDialogOptions | OpenDialogOptions,
  asFolder: boolean,
): string[] => [
  "--file-selection",
  ...(title === undefined ? [] : [`--title=${title}`]),
  ...(defaultPath === undefined
    ? []
    : [`--filename=${asFolder && !defaultPath.endsWith("/") ? `${defaultPath}/` : defaultPath}`]),
  ...filterArguments(filters),
];

export const saveArguments = (options: SaveDialogOptions): string[] => [
  ...common(options, false),
  "--save",
  "--confirm-overwrite",
];

/** @param isFolder whether the default path is an existing folder, so that the dialog starts in it */
export function openArguments(options: OpenDialogOptions, isFolder: boolean): string[] {
  const properties = options.properties ?? ["openFile"];
  return [
    ...common(options, isFolder),
    `--separator=${separator}`,
    ...(properties.includes("multiSelections") ? ["--multiple"] : []),
    ...(properties.includes("openDirectory") ? ["--directory"] : []),
  ];
}

const kinds: Readonly<Record<string, string>> = {
  error: "--error",
  info: "--info",
  none: "--info",
  question: "--question",
  warning: "--warning",
};

export interface MessageCommand {
  args: string[];
  /** The buttons' labels, in the caller's order. */
  buttons: string[];
  cancelId: number;
}

/** The answer that Electron documents for a box closed by its frame or Escape. */
function cancelIdOf(options: MessageBoxOptions, buttons: readonly string[]): number {
  if (options.cancelId !== undefined) return options.cancelId;
  return Math.max(
    0,
    buttons.findIndex((label) => ["cancel", "no"].includes(label.toLowerCase())),
  );
}

/**
 * A single button is zenity's OK; with more, each is an extra button, whose label zenity prints.
 *
 * @throws NotProvided for a check box or two buttons with the same label
 */
export function messageCommand(options: MessageBoxOptions): MessageCommand {
  const buttons = options.buttons === undefined || options.buttons.length === 0 ? ["OK"] : options.buttons;
  if (options.checkboxLabel !== undefined) throw new NotProvided("the check box of showMessageBox");
  if (new Set(buttons).size !== buttons.length)
    throw new NotProvided("showMessageBox with two buttons with the same label");
  const text = [options.message, options.detail].filter((part) => part !== undefined && part !== "").join("\n\n");
  const first = buttons[0] ?? "OK";
  const asked =
    buttons.length === 1
      ? [kinds[options.type ?? "none"] ?? "--info", `--ok-label=${first}`]
      : ["--question", "--switch"];
  const extra = buttons.length === 1 ? [] : buttons.map((label) => `--extra-button=${label}`);
  const title = options.title === undefined || options.title === "" ? [] : [`--title=${options.title}`];
  return {
    args: [...asked, ...title, "--no-markup", `--text=${text}`, ...extra],
    buttons,
    cancelId: cancelIdOf(options, buttons),
  };
}
