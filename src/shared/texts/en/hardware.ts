/** The inventory of hardware tokens. */
export const hardware = {
  serialTaken: "There is already a hardware token with the serial number {serial}.",
  serialInStock:
    "There is already a hardware token with the serial number {serial} in stock. If it was entered wrongly, correct it.",
  serialIsTaken: "This serial number is already taken.",
  noSuchSerial: "There is no hardware token with this serial number.",
  assignedTo: "This hardware token is assigned to {username}.",
  assignedToSomebody: "This hardware token is assigned to somebody.",
  noSuch: "There is no such hardware token.",
  inStock: "This hardware token is in stock.",
  assigned: "Somebody has this hardware token. Take it back first.",
  lost: "This hardware token is lost. Mark it as found first.",
  retired: "This hardware token is permanently retired.",
  nobodys: "Nobody has this hardware token.",
  notLost: "This hardware token is not lost.",
  tooManyWrong:
    "Too many wrong codes were entered for this hardware token. Mark it as lost, and as found once you have it in your hand.",
  otherSettings:
    "The seed is right, but this hardware token works {theirs}. It was entered as: {ours}. Correct its settings, then try a new code.",
  wrongCounterCode:
    "This code does not belong to the hardware token. Try the next code. If its button was pressed many times, resynchronise it with three codes.",
  wrongTimeCode:
    "This code does not belong to the hardware token. Check this computer's clock and try the next code. If the token's clock is far off, resynchronise it with three codes.",
  notThreeCodes: "These are not three consecutive codes of this hardware token.",
  countedAlready: "Codes of this hardware token were accepted by counter: it cannot become time-based.",
  isCounter: "It is counter-based.",
} as const;
