// First: the question is on its way while the rest is being read.
import { firstStatus } from "./ipc/first-status.ts";
import { mount } from "./mount.tsx";

/** How long the first screen is held back for the status that it depends on, in milliseconds; then a waiting one shows. */
const patience = 50;

const later = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
Promise.race([firstStatus, later]).then(mount, () => mount());
