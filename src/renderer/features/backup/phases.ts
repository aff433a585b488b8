const labels: Readonly<Record<string, string>> = {
  backup: "Backing up the present database first",
  snapshot: "Taking a snapshot of the database",
  encrypt: "Encrypting and writing",
  decrypt: "Decrypting the backup",
  check: "Checking the database",
  seeds: "Opening every authenticator's secret",
  audit: "Checking the audit log",
  compare: "Comparing with the present database",
  switch: "Switching to the restored database",
  upload: "Sending it to the locations",
  download: "Fetching the backup from its location",
};

/** A phase of backup work in words. */
export const phaseLabel = (phase: string): string => labels[phase] ?? "Working";

const inBytes: ReadonlySet<string> = new Set(["encrypt", "decrypt", "upload", "download"]);

/** Only what reads and writes files is counted in bytes. */
export const unitOf = (phase: string): "bytes" | "things" => (inBytes.has(phase) ? "bytes" : "things");
