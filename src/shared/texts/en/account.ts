/** An administrator's own security. */
export const account = {
  noSuchAuthenticator: "You have no such authenticator.",
  onlyAuthenticator: "This is your only authenticator. Replace it, or add another one first.",
  thisSession: "This is the session that you are using. Sign out to end it.",
  sessionEnded: "This session has already ended.",
  currentPasswordWrong: "The current password is wrong.",
  notYourPassword: "This is not your current password.",
  authenticatorFirst: "Add an authenticator first.",
  secondFactorRequired: "The policy requires a second factor from every administrator.",
  codeUsed: "This code has already been used. Wait for the next one.",
} as const;
