export const cliTargets = {
  counts:
    "{format}: {go, plural, one {# authenticator} other {# authenticators}} of {people, plural, one {# person} other {# people}} fit, {leftOut} left out.",
  written: "Written: {count, plural, one {{file}} other {# files in {file}}}",
  digest: "SHA-256 of {name}: {sha256}",
  more: "And {count} more: --json has all of them.",
  outMissing: "Say where to write: --out PATH.",
} as const;

export const helpTargets = {
  export: "Write the keys of active authenticators in a form that another system reads",
  format: "the form; see: countersign formats",
  out: "the new file or folder",
  preflight: "only say which authenticators cannot go, and why",
  set: "a setting of the format, for example realm=example",
  formats: "List the formats that can be read and written",
} as const;
