/** What a restore brings with it. */
export const restores = {
  /** The values of a setting. */
  setting: "{before} → {after}",
} as const;
