import type { Paper } from "#shared/model/policy.ts";

/** In points (1/72 inch). */
export interface PaperSize {
  width: number;
  height: number;
}

export const paperSizes: Record<Paper, PaperSize> = {
  A4: { width: 595.28, height: 841.89 },
  "US Letter": { width: 612, height: 792 },
};
