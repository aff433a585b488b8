import { AppError, type ErrorCode } from "#shared/errors.ts";

/**
 * An AEAD that does not verify. Node throws a plain Error in words without a code ("Unsupported
 * state or unable to authenticate data"), OpenSSL's reasons have codes.
 */
const authenticationFailed = /unable to authenticate data|bad decrypt|tag mismatch/iu;

const byOpenSslCode: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ["ERR_OSSL_BAD_DECRYPT", "SEAL_BROKEN"],
  ["ERR_OSSL_EVP_BAD_DECRYPT", "SEAL_BROKEN"],
  ["ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH", "SEAL_BROKEN"],
  ["ERR_OSSL_EVP_WRONG_FINAL_BLOCK_LENGTH", "SEAL_BROKEN"],
  ["ERR_CRYPTO_INVALID_AUTH_TAG", "SEAL_BROKEN"],
  ["ERR_CRYPTO_INVALID_IV", "SEAL_BROKEN"],
  ["ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "SEAL_BROKEN"],
  ["ERR_OSSL_EVP_MEMORY_LIMIT_EXCEEDED", "OUT_OF_MEMORY"],
  ["ERR_OSSL_MEMORY_LIMIT_EXCEEDED", "OUT_OF_MEMORY"],
  ["ERR_OSSL_MALLOC_FAILURE", "OUT_OF_MEMORY"],
]);

/**
 * A sealed value that does not open: changed, cut off, moved to another row, or under another key.
 *
 * @returns undefined for any other error
 */
export function fromCrypto(thrown: unknown): AppError | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const code = "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
  const known = code === undefined ? undefined : byOpenSslCode.get(code);
  if (known !== undefined) return new AppError(known, { cause: thrown });
  // WebCrypto: one name for every failed decryption (W3C Web Cryptography API, 14.3.2).
  if (thrown.name === "OperationError") return new AppError("SEAL_BROKEN", { cause: thrown });
  if (code === undefined && authenticationFailed.test(thrown.message)) {
    return new AppError("SEAL_BROKEN", { cause: thrown });
  }
  return undefined;
}
