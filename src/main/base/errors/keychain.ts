import { AppError, type ErrorCode } from "#shared/errors.ts";

/**
 * keytar passes on the words of libsecret, D-Bus, macOS' Security framework or Windows' FormatMessage in a plain Error
 * without a code. These are their own texts; "refused" is checked first.
 */
const refused: readonly RegExp[] = [
  // libsecret, Secret Service: a keyring that stays locked, a prompt that was dismissed
  /locked collection/iu,
  /prompt was dismissed/iu,
  /IsLocked|SECRET_ERROR_IS_LOCKED/u,
  /org\.freedesktop\.DBus\.Error\.AccessDenied/u,
  /org\.freedesktop\.Secret\.Error\.IsLocked/u,
  // macOS: errSecUserCanceled, errSecAuthFailed, errSecInteractionNotAllowed
  /user name or passphrase you entered is not correct/iu,
  /user canceled the operation/iu,
  /user interaction is not allowed/iu,
  /write permissions error/iu,
  // Windows: ERROR_ACCESS_DENIED, ERROR_CANCELLED
  /^access is denied/iu,
  /operation was canceled by the user/iu,
];

const unavailable: readonly RegExp[] = [
  /autolaunch D-Bus/iu,
  /could not connect/iu,
  /org\.freedesktop\.DBus\.Error\.(?:ServiceUnknown|NoReply|Disconnected|NoServer|TimedOut|Timeout)/u,
  /org\.freedesktop\.DBus\.Error\.(?:Spawn\.|UnknownMethod|UnknownObject|NameHasNoOwner|Failed)/u,
  /name .*org\.freedesktop\.secrets was not provided/iu,
  /object does not exist at path .*secrets/iu,
  /cannot create an item in a (?:missing|unknown) collection/iu,
  /connection is closed/iu,
  /timeout was reached/iu,
  /failed to load keytar native addon/iu,
  /libsecret|DBus|D-Bus/u,
  // macOS: errSecNotAvailable, errSecNoSuchKeychain, errSecNoDefaultKeychain
  /no keychain is available/iu,
  /keychain could not be found/iu,
  /default keychain/iu,
  // Windows: ERROR_NO_SUCH_LOGON_SESSION
  /specified logon session does not exist/iu,
  /RPC server is unavailable/iu,
];

/** @returns the code for a keychain's words, or undefined if they are unknown */
export function codeOfKeychainMessage(message: string): ErrorCode | undefined {
  if (refused.some((words) => words.test(message))) return "KEYCHAIN_REFUSED";
  if (unavailable.some((words) => words.test(message))) return "KEYCHAIN_UNAVAILABLE";
  return undefined;
}

/**
 * For the keychain's own adapter: every failure there is the keychain's.
 *
 * @returns KEYCHAIN_REFUSED or KEYCHAIN_UNAVAILABLE
 */
export function keychainError(thrown: unknown): AppError {
  const message = thrown instanceof Error ? thrown.message : "";
  return new AppError(codeOfKeychainMessage(message) ?? "KEYCHAIN_UNAVAILABLE", { cause: thrown });
}

/** Anything can say "Could not connect"; outside the adapter the text must name a keychain. */
const namesKeychain = /keychain|keyring|keytar|libsecret|D-?Bus|freedesktop|locked collection/iu;

/**
 * A keychain's error that reached the door unmapped. Only plain Errors: a coded one belongs to another source even if
 * it mentions a keychain.
 *
 * @returns undefined for any other error
 */
export function fromKeychain(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error) || "code" in thrown) return undefined;
  if (!namesKeychain.test(thrown.message)) return undefined;
  const code = codeOfKeychainMessage(thrown.message);
  return code === undefined ? undefined : new AppError(code, { cause: thrown });
}
