/** Enrolments by letter. */
export const letters = {
  hasLeft: "Has left the organisation.",
  isDisabled: "Is disabled. Enable the person first.",
  namesTooLong: "The username and the issuer are too long for a QR code.",
  tooMany: "At most {most, number} letters can be made in one run. Choose fewer people, for example by a group.",
  mostInRun: "At most {most, number} letters in one run.",
  hasAuthenticator: "Already has an active authenticator.",
  hasLetter: "Has a letter: {serials}.",
  alreadyVoid: "This letter is already void: print the newer one again.",
  wasUsed: "This letter was used: the authenticator is active.",
  printedTwice: "Another letter of this person is being printed again.",
  goneLetter: "One of these letters no longer exists.",
  notAFolder: "This is not a folder.",
  folderRefused: "The file cannot be saved in this folder.",
  isFolder: "This is a folder. Give the letters a file name.",
  savedWithoutLetters:
    "The enrolments were saved, but their letters could not be saved in this folder. Print them again from the list of letters.",
  diskFull: "The disk that the letters are written to is full. Free some space there or choose another folder.",
  personChanged:
    "{username} was changed while the letters were being made, so no enrolment was saved and no letter became void. Make them again.",
  anotherLetter:
    "{username} got another letter while the letters were being made, so no enrolment was saved and no letter became void. Make them again.",
  notALogo: "This picture cannot be used as a logo. Choose another PNG or JPEG picture.",
  pictureUnreadable: "This picture cannot be read, or it is too large.",
  noSuchTemplate: "There is no such letter template.",
  templateTaken: "There is already a template with this name. Choose another name.",
  templateNameTaken: "There is already a template with this name.",
  lastTemplate: "This is the last template: letters need one. Change it instead.",
} as const;
