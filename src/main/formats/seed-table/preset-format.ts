import type { Format } from "../format.ts";
import type { Preset } from "./preset.ts";
import { readPreset } from "./read.ts";
import { layoutOf } from "./recognise.ts";
import { writingOf } from "./write.ts";

/** The format that a preset describes. */
export const formatOfPreset = (preset: Preset): Format => ({
  id: preset.id,
  title: preset.title,
  read: preset.read
    ? {
        detect: (source) => layoutOf(preset, source) !== null,
        read: (source, opening) => readPreset(preset, source, opening),
      }
    : null,
  write: preset.write === null ? null : writingOf(preset, preset.write),
});
