/** What leaves the console for the systems that verify codes. */
export const targets = {
  noSetting: "There is no setting named “{name}”. There are: {names}.",
  settingMissing: "This is needed: {label}.",
} as const;
