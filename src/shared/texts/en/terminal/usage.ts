/** What is wrong with a command line. */
export const usage = {
  commandMissing: "A command is missing. Add --help for a list.",
  seeHelp: "Add --help to a command to see how to use it.",
  notUnderstood: "This command line is not understood.",

  unknownCommand: "Unknown command ''{name}''",
  unknownCommandLike: "Unknown command ''{name}'' (Did you mean {similar}?)",
  unknownCommandOneOf: "Unknown command ''{name}'' (Did you mean one of {similar}?)",
  unknownOption: "Unknown option ''{name}''",
  unknownOptionLike: "Unknown option ''{name}'' (Did you mean {similar}?)",
  unknownOptionOneOf: "Unknown option ''{name}'' (Did you mean one of {similar}?)",
  argumentMissing: "Missing required argument ''{name}''",
  valueMissing: "Option ''{option}'' argument missing",
  optionMissing: "Required option ''{option}'' not specified",
  tooMany:
    "Too many arguments for ''{command}''. Expected {expected, plural, one {# argument} other {# arguments}} but got {given}.",
  wrongOption: "Option ''{option}'' argument ''{value}'' is invalid. {reason}",
  wrongArgument: "Command-argument value ''{value}'' is invalid for argument ''{argument}''. {reason}",

  choices: "Allowed choices are {choices}.",
  oneOf: "It must be one of {choices}.",
  wholeNumber: "It must be a whole number from 1 to 999999.",
  digits: "It must be 6 or 8.",
  period: "It must be 30 or 60 (seconds).",
  importId: "It must be the id of an import. See: countersign people imports",
  separator: "It must be comma, semicolon, tab or pipe.",
  groupSeparator: "It must be comma, semicolon, pipe, line or none.",
  fieldColumn: "Write FIELD=COLUMN with one of {fields}.",
  wordStatus: "Write WORD=STATUS with active, disabled or left.",
  rowNumber: "It must be the number of a row, from 1.",
} as const;
