import type { LetterWords } from "./words.ts";

export const en: LetterWords = {
  title: "Your code app for signing in",
  introduction:
    "To protect your account, you will sign in with a number from your phone as well as your password. " +
    "With this letter you set that up yourself. It takes about five minutes.",
  steps: ({ kind, digits, period }, expires) => [
    "Install an authenticator app on your phone, unless you have one already. Any app that scans QR codes for signing in will do.",
    "Choose in the app to add an account, and point the camera at the square below.",
    kind === "hotp"
      ? `The app now shows a number of ${digits} digits, and a new one each time you ask for it.`
      : `The app now shows a number of ${digits} digits, and a new one every ${period} seconds.`,
    `Give this number the next time you are asked for it, by ${expires} at the latest. Your first correct number completes the set-up.`,
  ],
  noCamera: "No camera? Choose in the app to type a key, and type this one:",
  settings: "Set in the app as well:",
  settingsOf: ({ kind, algorithm, digits, period }) =>
    kind === "hotp"
      ? `based on a counter, ${algorithm}, ${digits} digits`
      : `${algorithm}, ${digits} digits, ${period} seconds`,
  serial: "Number of this letter",
  useUntil: "Use until",
  warning:
    "Keep this letter to yourself, and tear it up once the app works: whoever has it can make your numbers. " +
    "If you think that somebody else has seen it, ask for a new one.",
  slip: {
    title: "Please sign and return",
    statement: "I have received the letter with this number, unopened, and keep it to myself.",
    name: "Name",
    serial: "Number of the letter",
    date: "Date",
    signature: "Signature",
  },
  lacking: (mark) => `${mark} stands for a letter that this page's typeface does not have.`,
  specimen: { name: "Alex Example", username: "alex.example" },
};
