import { AppError } from "#shared/errors.ts";
import { text } from "#shared/texts/text.ts";

/** What the SDK's errors have in common, and those of sockets. */
interface Answered {
  name?: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
  $response?: { statusCode?: number };
}

const answered = (thrown: unknown): Answered => (typeof thrown === "object" && thrown !== null ? thrown : {});

/** @returns the status of the server's answer; undefined when there was none */
export function statusOf(thrown: unknown): number | undefined {
  const { $metadata, $response } = answered(causeOf(thrown));
  return $metadata?.httpStatusCode ?? $response?.statusCode;
}

/** @returns the error's name in S3's words, such as NoSuchUpload */
export const nameOf = (thrown: unknown): string => answered(causeOf(thrown)).name ?? "";

const causeOf = (thrown: unknown): unknown => (thrown instanceof AppError ? thrown.cause : thrown);

/** The server does not know the request, and so did not do it. */
export const isUnknownThere = (thrown: unknown): boolean =>
  nameOf(thrown) === "NotImplemented" || [405, 501].includes(statusOf(thrown) ?? 0);

export const isAbsent = (thrown: unknown): boolean =>
  statusOf(thrown) === 404 && nameOf(thrown) !== "NoSuchBucket" && nameOf(thrown) !== "NoSuchUpload";

/** Node's and OpenSSL's names for an invalid certificate or a failed handshake. */
const tlsCode =
  /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_|EPROTO$|.*SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH_|ERROR_IN_CERT)/u;

const texts = {
  tls: text("backups.tls"),
  clock: text("backups.clock"),
  noBucket: text("backups.noBucket"),
  elsewhere: text("backups.elsewhere"),
  full: text("backups.locationFull"),
} as const;

const aboutKeys = new Set([
  "AccessDenied",
  "AuthorizationHeaderMalformed",
  "ExpiredToken",
  "InvalidAccessKeyId",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "TokenRefreshRequired",
]);

const aboutClock = new Set(["RequestTimeTooSkewed", "RequestExpired"]);

function ofAnswer(thrown: unknown, name: string, status: number): AppError {
  const cause = thrown;
  if (aboutClock.has(name)) return new AppError("DESTINATION_REFUSED", { text: texts.clock, cause });
  if (status === 401 || status === 403 || aboutKeys.has(name)) return new AppError("DESTINATION_REFUSED", { cause });
  if (name === "NoSuchBucket") return new AppError("DESTINATION_FAILED", { text: texts.noBucket, cause });
  if (status === 507 || name.endsWith("StorageFull") || name === "QuotaExceeded")
    return new AppError("DISK_FULL", { text: texts.full, cause });
  if (status >= 300 && status < 400) return new AppError("DESTINATION_FAILED", { text: texts.elsewhere, cause });
  if (status === 412) return new AppError("FILE_EXISTS", { cause });
  return new AppError("DESTINATION_FAILED", { cause });
}

/** What an error of the SDK means. An AppError is returned unchanged. */
export function bucketError(thrown: unknown, signal?: AbortSignal): AppError {
  if (signal?.aborted) return new AppError("CANCELLED", { cause: thrown });
  if (thrown instanceof AppError) return thrown;
  const { name, code } = answered(thrown);
  const status = statusOf(thrown);
  // A success response that could not be read is not a success.
  if (status !== undefined) return ofAnswer(thrown, name ?? "", status);
  if (code !== undefined && tlsCode.test(code))
    return new AppError("DESTINATION_UNREACHABLE", { text: texts.tls, cause: thrown });
  if (code !== undefined || name === "TimeoutError") return new AppError("DESTINATION_UNREACHABLE", { cause: thrown });
  return new AppError("DESTINATION_FAILED", { cause: thrown });
}
