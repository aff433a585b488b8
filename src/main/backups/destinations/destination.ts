import type { CallOptions } from "../../base/ports.ts";

/** A file as a location lists it. */
export interface StoredFile {
  name: string;
  /** Bytes. */
  size: number;
  /** UTC milliseconds. */
  changedAt: number;
}

/** A finished local file to send. */
export interface Outgoing {
  /** Absolute path. */
  file: string;
  /** Without a folder: `countersign-….age`. */
  name: string;
  /** Bytes. */
  size: number;
  /** Hexadecimal SHA-256. */
  sha256: string;
}

/**
 * A location of backups. Every method throws DESTINATION_UNREACHABLE if nothing answers or the disk is missing,
 * DESTINATION_REFUSED if the access keys or the permissions are not sufficient, DESTINATION_FAILED for anything else
 * that the other side does wrong, DISK_FULL, CANCELLED.
 */
export interface Destination {
  /** Proves that files can be listed, written, read back and removed there; leaves nothing behind. */
  probe(options: CallOptions): Promise<void>;
  /** Backups that are there, by name; files with other names are omitted. */
  list(options: CallOptions): Promise<StoredFile[]>;
  /**
   * Sends a file. It appears under its name only when it is complete, nothing is ever overwritten, and its SHA-256
   * there is compared with ours. An interrupted upload of the same file is resumed.
   *
   * @throws AppError FILE_EXISTS if the name is taken by other content; the same content already there is a success
   */
  send(outgoing: Outgoing, options: CallOptions): Promise<void>;
  /**
   * Downloads a file to a new local file of mode 0600.
   *
   * @throws AppError FILE_NOT_FOUND
   */
  fetch(name: string, target: string, options: CallOptions): Promise<void>;
  /** Removes a file; a missing one is not an error. */
  remove(name: string, options: CallOptions): Promise<void>;
}
