/** How often a random moment is tried: as a rule few, and many where `npm run test:long` was asked for. */
export const often = (asARule: number, long: number): number =>
  process.env["COUNTERSIGN_LONG"] === "1" ? long : asARule;
