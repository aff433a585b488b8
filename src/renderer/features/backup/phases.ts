const labels: Readonly<Record<string, string>> = {
  backup: "Making a backup of the present store first",
  snapshot: "Taking a snapshot of the store",
  encrypt: "Encrypting and writing",
  decrypt: "Decrypting the backup",
  check: "Checking the database",
  seeds: "Opening every authenticator's secret",
  audit: "Checking the audit",
  compare: "Comparing with the present store",
  switch: "Putting the restored store in place",
  upload: "Sending it to the places for backups",
  download: "Fetching the backup from its place",
};

/** A phase of backup work in words. */
export const phaseLabel = (phase: string): string => labels[phase] ?? "Working";

const inBytes: ReadonlySet<string> = new Set(["encrypt", "decrypt", "upload", "download"]);

/** Only what reads and writes files is counted in bytes. */
export const unitOf = (phase: string): "bytes" | "things" => (inBytes.has(phase) ? "bytes" : "things");
