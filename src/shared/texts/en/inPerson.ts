/** An enrolment in a window for the person. */
export const inPerson = {
  noWindow: "No window for the person can be shown here.",
  inUse: "The person's window is already in use. Close it first.",
  ended: "This enrolment has ended. Ask for a new one.",
  notOpened: "The window for the person could not be opened.",
} as const;
