import type { CallOptions } from "../ports.ts";

/** A file as a destination lists it. */
export interface StoredFile {
  name: string;
  /** Bytes. */
  size: number;
  /** UTC milliseconds. */
  changedAt: number;
}

/** A finished local file that is sent. */
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
 * A place that keeps backups. Every method throws DESTINATION_UNREACHABLE where nobody answers or the disk is not
 * there, DESTINATION_REFUSED where the access keys or the permissions do not suffice, DESTINATION_FAILED for anything
 * else that the other side does wrong, DISK_FULL, CANCELLED.
 */
export interface Destination {
  /** Proves that files can be listed, written, read back and removed there; leaves nothing behind. */
  probe(options: CallOptions): Promise<void>;
  /** Backups that are there, by name; files with other names are left out. */
  list(options: CallOptions): Promise<StoredFile[]>;
  /**
   * Sends a file. It appears under its name only when it is complete, nothing is ever overwritten, and its SHA-256
   * there is compared with ours. An upload of the same file that was cut off is gone on with.
   *
   * @throws AppError FILE_EXISTS when the name is taken by other content; the same content there already is a success
   */
  send(outgoing: Outgoing, options: CallOptions): Promise<void>;
  /**
   * Brings a file into a new local file of mode 0600.
   *
   * @throws AppError FILE_NOT_FOUND
   */
  fetch(name: string, target: string, options: CallOptions): Promise<void>;
  /** Removes a file; one that is not there is no error. */
  remove(name: string, options: CallOptions): Promise<void>;
}
