import { notifications } from "@mantine/notifications";
import { router } from "../../../src/renderer/app/routes.tsx";
import { readContract } from "../../../src/renderer/ipc/read-contract.ts";
import { mount } from "../../../src/renderer/mount.tsx";

/** In the page of the window under test, in the place of `main.tsx`: many windows, one after the other, in one document. */
export interface Windows {
  /** @param at where in the console: `/people`; empty for where it begins */
  open: (at: string) => Promise<void>;
  /** Leaves nothing of a window: nothing shown, nothing stored. */
  close: () => void;
}

/** In the session's storage while a window is open: after a reload it is there again. */
const openKey = "window-under-test";
let unmount: (() => void) | undefined;

const windows: Windows = {
  async open(at) {
    // In the window it is read while somebody looks at the first screen.
    await readContract();
    await router.navigate(at === "" ? "/" : at, { replace: true });
    sessionStorage.setItem(openKey, "open");
    unmount = mount();
  },
  close() {
    unmount?.();
    unmount = undefined;
    notifications.clean();
    notifications.cleanQueue();
    localStorage.clear();
    sessionStorage.clear();
  },
};
Object.assign(window, { windows });
if (sessionStorage.getItem(openKey) !== null) unmount = mount();
