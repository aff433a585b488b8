import { mkdirSync } from "node:fs";
import S3rver from "@20minutes/s3rver";
import { startFauxqs } from "fauxqs";

export const bucketName = "backups";

/** The keys of the server's one account. */
export const serverKeys = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/** A server for objects that is not ours, on loopback. */
export interface S3Server {
  port: number;
  close(): Promise<void>;
}

/**
 * Keeps objects as files. Has MD5 sums, no SHA-256; ignores conditions of writes; does not list unfinished uploads.
 *
 * @param more.strict whether signatures are checked. It reckons them wrongly for requests to a bucket itself, whose path
 *   ends with a slash: those are all refused then
 */
export async function startS3rver(
  directory: string,
  more: { key?: string; cert?: string; strict?: boolean } = {},
): Promise<S3Server> {
  const { strict = false, ...tls } = more;
  mkdirSync(directory, { recursive: true });
  const server = new S3rver({
    address: "127.0.0.1",
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    allowMismatchedSignatures: !strict,
    configureBuckets: [{ name: bucketName }],
    ...tls,
  });
  const { port } = await server.run();
  return {
    port,
    close: async () => {
      const closed = server.close();
      server.httpServer.closeAllConnections();
      await closed;
    },
  };
}

/** Keeps objects in memory. Has SHA-256 sums, also of parts; checks no signatures. */
export async function startFauxS3(): Promise<S3Server> {
  const server = await startFauxqs({
    host: "127.0.0.1",
    port: 0,
    logger: false,
    init: { buckets: [bucketName] },
  });
  return { port: server.port, close: () => server.stop() };
}
