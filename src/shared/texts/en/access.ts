/** Signing in, and showing again who somebody is. */
export const access = {
  passwordWrong: "The password is wrong.",
  codeWrong: "The code is wrong.",
  passwordOrCodeWrong: "The password or the code is wrong.",
  lockedOut:
    "There were too many wrong attempts. Ask an owner to unlock your sign-in. An owner can also sign in with the recovery key.",
  checkClock: "Codes depend on the time: check that this computer shows the right date and time.",
  clockSetBack:
    "This computer's clock is probably wrong: it is behind the last recorded event. Set it right and try again. If it is already right, use a backup code, and confirm the clock.",
  clockWrong:
    "This computer's clock is probably wrong: {behind, select, true {about {away} behind} other {about {away} ahead}}. Set it right and try again.",
  onlyOpener:
    "The console's keys are locked. Only {opener} can open them, by signing in; the recovery key opens them too. Ask {opener} to add a passphrase under Keys, so that others can sign in, and never to share the password.",
  noSecondFactor: "Actions of this kind need a second factor. Set up an authenticator first.",
} as const;
