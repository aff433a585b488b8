import type { ElectronApplication } from "@playwright/test";

/** Answers the next dialogs for saving with this file, as if the person had chosen it; null: they cancel. */
export const saveAs = (app: ElectronApplication, file: string | null): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = async () => ({ canceled: chosen === null, filePath: chosen ?? "" });
  }, file);

/** Answers the next dialogs for opening. */
export const openFile = (app: ElectronApplication, file: string | null): Promise<void> =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({
      canceled: chosen === null,
      filePaths: chosen === null ? [] : [chosen],
    });
  }, file);
