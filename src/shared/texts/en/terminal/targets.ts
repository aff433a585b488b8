export const cliTargets = {
  counts:
    "{format}: {go, plural, one {# authenticator} other {# authenticators}} of {people, plural, one {# person} other {# people}} fit, {leftOut} left out.",
  written: "Written: {count, plural, one {{file}} other {# files in {file}}}",
  digest: "SHA-256 of {name}: {sha256}",
  more: "And {count} more: --json has all of them.",
  none: "There are no systems yet. See: countersign targets add --help",
  added: "Added: {name}",
  removed: "Removed here: {name}. Nothing was removed there.",
  state: "{name}: {handed} handed over, {added} new, {changed} changed.",
  byHand: "To be removed or disabled there by hand:",
  nothingNew: "There is nothing new for {name}, so no file was written.",
  settled: "{count, plural, one {# authenticator is} other {# authenticators are}} noted as removed there.",
  outMissing: "Say where to write: --out PATH.",
} as const;

export const helpTargets = {
  export: "Write the keys of active authenticators in a form that another system reads",
  format: "the form; see: countersign formats",
  out: "the new file or folder",
  preflight: "only say which authenticators cannot go, and why",
  set: "a setting of the format, for example realm=example",
  targets: "Systems that verify codes, and what they were handed",
  list: "List the systems",
  add: "Add a system",
  name: "the system's name",
  group: "the group whose authenticators go there (default: everybody's)",
  show: "Show what an export would hand over, and what to remove there by hand",
  handOver: "Write what is new for a system, and remember it",
  all: "everything once more, not only what is new",
  settle: "Note that what was to be removed there by hand is removed",
  remove: "Remove a system here; nothing is removed there",
  formats: "List the formats that can be read and written",
} as const;
