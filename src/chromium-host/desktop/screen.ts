import { NotProvided, refusingObject } from "../refusals.ts";
import { desktop, type Rectangle } from "../window/surroundings.ts";

interface Display {
  id: number;
  label: string;
  bounds: Rectangle;
  workArea: Rectangle;
  size: { width: number; height: number };
  workAreaSize: { width: number; height: number };
  scaleFactor: number;
  rotation: number;
}

const sizeOf = ({ width, height }: Rectangle): { width: number; height: number } => ({ width, height });

/** @throws NotProvided before a page has loaded: only a page sees the screen */
function primaryDisplay(): Display {
  const { seen } = desktop;
  if (seen === undefined) throw new NotProvided("the screen before the first page has loaded");
  const { bounds, workArea, scaleFactor } = seen;
  return {
    id: 1,
    label: "",
    bounds,
    workArea,
    size: sizeOf(bounds),
    workAreaSize: sizeOf(workArea),
    scaleFactor,
    rotation: 0,
  };
}

/** `screen`: the screen that the app's window is on. */
export const screen = refusingObject("screen", {
  getPrimaryDisplay: primaryDisplay,
  getAllDisplays: (): Display[] => [primaryDisplay()],
});
