import path from "node:path";
import type { BrowserWindow, Dialog } from "electron";
import type { Dialogs, SaveRequest } from "#main/base/ports.ts";
import { AppError } from "#shared/errors.ts";
import { say } from "#shared/texts/say.ts";
import { text } from "#shared/texts/text.ts";

/** A desktop without a file dialog must not look like a person who cancelled. */
async function shown<T>(dialog: Promise<T>): Promise<T> {
  try {
    return await dialog;
  } catch (cause) {
    throw new AppError("DIALOG_UNAVAILABLE", { cause });
  }
}

const inWords = ({ name, extensions }: SaveRequest["filter"]) => ({ name: say(name), extensions });

/**
 * The operating system's file dialogs, modal to the window.
 *
 * @param folder where they begin, absolute
 * @throws AppError DIALOG_UNAVAILABLE
 */
export function createDialogs(
  dialog: Pick<Dialog, "showSaveDialog" | "showOpenDialog">,
  window: BrowserWindow,
  folder: string,
): Dialogs {
  const opened = async (
    request: Omit<SaveRequest, "suggestedName">,
    more: readonly "multiSelections"[],
  ): Promise<string[]> => {
    const { canceled, filePaths } = await shown(
      dialog.showOpenDialog(window, {
        title: say(request.title),
        defaultPath: folder,
        filters: [request.filter, { name: text("files.allFiles"), extensions: ["*"] }].map(inWords),
        properties: ["openFile", ...more, "dontAddToRecent"],
      }),
    );
    return canceled ? [] : filePaths;
  };
  return {
    async chooseToSave(request) {
      const { canceled, filePath } = await shown(
        dialog.showSaveDialog(window, {
          title: say(request.title),
          defaultPath: path.join(folder, request.suggestedName),
          filters: [inWords(request.filter)],
          properties: ["showOverwriteConfirmation", "createDirectory", "dontAddToRecent"],
        }),
      );
      return canceled || filePath === "" ? null : filePath;
    },
    chooseToOpen: async (request) => (await opened(request, []))[0] ?? null,
    chooseSeveral: (request) => opened(request, ["multiSelections"]),
    async chooseFolder(request) {
      const { canceled, filePaths } = await shown(
        dialog.showOpenDialog(window, {
          title: say(request.title),
          defaultPath: folder,
          properties: ["openDirectory", "createDirectory", "dontAddToRecent"],
        }),
      );
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
