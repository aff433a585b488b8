import { X509Certificate } from "node:crypto";
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";
import { AppError } from "#shared/errors.ts";
import type { AccessKeys, BucketSettings } from "#shared/model/destinations.ts";
import type { CallOptions } from "../ports.ts";
import { version } from "../version.ts";
import { bucketError } from "./bucket-errors.ts";

/** How long a bucket's server may take. */
export interface Patience {
  /** Milliseconds until a connection must be there. */
  connect: number;
  /** Milliseconds in which no byte moves. */
  idle: number;
  /** How often a request is made at most when it fails in a way that may pass. */
  attempts: number;
}

export const usualPatience: Patience = { connect: 10_000, idle: 60_000, attempts: 3 };

/** A bucket with what is needed to ask its server. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

const certificateForm = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu;

/** @throws AppError INVALID_INPUT when the authority's certificates cannot be read */
function checkAuthority(ca: string | null): void {
  if (ca === null) return;
  const message = "This is not a certificate in PEM form.";
  const refuse = (cause?: unknown) => new AppError("INVALID_INPUT", { message, fields: { ca: message }, cause });
  const certificates = ca.match(certificateForm);
  // A text without any certificate would be taken as an authority that has signed nothing.
  if (!certificates) throw refuse();
  try {
    certificates.map((certificate) => new X509Certificate(certificate));
  } catch (thrown) {
    throw refuse(thrown);
  }
}

/**
 * A client that knows what it is given and nothing else: every setting that the SDK would look for in the environment,
 * in a profile file or at an address of the computer's network is set here.
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
      // Made here: for some requests the SDK makes agents of its own otherwise, without these settings.
      httpAgent: new HttpAgent(connections),
      httpsAgent: new HttpsAgent({
        ...connections,
        rejectUnauthorized: true,
        ...(settings.ca === null ? {} : { ca: settings.ca }),
      }),
    },
    expectContinueHeader: false,
    // Sums are compared by this room, also with servers that know none of the SDK's.
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
    // The SDK's own would tell the operating system and the runtime.
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
