import { X509Certificate } from "node:crypto";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import type { AccessKeys, BucketSettings } from "#shared/model/destinations.ts";
import { text } from "#shared/texts/text.ts";
import type { CallOptions } from "../../base/ports.ts";
import { version } from "../../base/version.ts";
import { bucketError } from "./bucket-errors.ts";

/** How long a bucket's server may take. */
export interface Patience {
  /** Milliseconds in which a connection must be made. */
  connect: number;
  /** Milliseconds without a single byte. */
  idle: number;
  /** How often a request is tried if it fails in a way that may pass. */
  attempts: number;
}

export const usualPatience: Patience = { connect: 10_000, idle: 60_000, attempts: 3 };

/** A bucket with what is needed to reach its server. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

const certificateForm = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

/** @throws AppError INVALID_INPUT if the authority's certificates cannot be read */
function checkAuthority(ca: string | null): void {
  if (ca === null) return;
  const message = text("backups.notPem");
  const refuse = (cause?: unknown) => new AppError("INVALID_INPUT", { text: message, fields: { ca: message }, cause });
  const certificates = ca.match(certificateForm);
  // A text without any certificate would be treated as an authority that has signed nothing.
  if (!certificates) throw refuse();
  try {
    certificates.map((certificate) => new X509Certificate(certificate));
  } catch (thrown) {
    throw refuse(thrown);
  }
}

/**
 * A client that uses only what it is given: every setting that the SDK would look for in the environment, in a profile
 * file or at an address of the computer's network is set here.
 */
export function connectBucket(settings: BucketSettings, keys: AccessKeys, patience: Patience): Bucket {
  checkAuthority(settings.ca);
  const connections = { keepAlive: true, maxSockets: 4 };
  const client = new S3Client({
    endpoint: settings.endpoint,
    region: settings.region,
    forcePathStyle: settings.pathStyle,
    credentials: { ...keys },
    maxAttempts: patience.attempts,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: patience.connect,
      socketTimeout: patience.idle,
      // Made here: for some requests the SDK otherwise makes agents without these settings.
      httpAgent: new HttpAgent(connections),
      httpsAgent: new HttpsAgent({
        ...connections,
        rejectUnauthorized: true,
        ...(settings.ca === null ? {} : { ca: settings.ca }),
      }),
    },
    expectContinueHeader: false,
    // This room compares checksums itself, also with servers that know none of the SDK's.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    defaultsMode: "standard",
    authSchemePreference: [],
    sigv4aSigningRegionSet: [settings.region],
    disableMultiregionAccessPoints: true,
    disableS3ExpressSessionAuth: true,
    followRegionRedirects: false,
    useAccelerateEndpoint: false,
    useArnRegion: false,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "",
    // The SDK's own would reveal the operating system and the runtime.
    defaultUserAgentProvider: () => Promise.resolve([["countersign", version]]),
  });
  return { client, bucket: settings.bucket, prefix: settings.prefix };
}

/**
 * One request.
 *
 * @throws AppError as `bucketError` says; CANCELLED after the signal
 */
export async function ask<T>(
  { signal }: Pick<CallOptions, "signal">,
  request: (options: { abortSignal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await request(signal ? { abortSignal: signal } : {});
  } catch (thrown) {
    throw bucketError(thrown, signal);
  }
}
