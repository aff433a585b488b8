import type { LetterWords } from "./words.ts";

export const en: LetterWords = {
  title: "Set up your sign-in app",
  introduction:
    "To protect your account, you will sign in with a code from your phone as well as your password. " +
    "This letter lets you set that up yourself. It takes about five minutes.",
  steps: ({ kind, digits, period }, expires) => [
    "Install an authenticator app on your phone, unless you have one already. Any app that scans QR codes for signing in will do.",
    "In the app, choose to add an account and point the camera at the square below.",
    kind === "hotp"
      ? `The app now shows a code of ${digits} digits, and a new one each time you ask for it.`
      : `The app now shows a code of ${digits} digits, and a new one every ${period} seconds.`,
    `Give this code the next time you are asked for one, by ${expires} at the latest. Your first correct code completes the set-up.`,
  ],
  noCamera: "No camera? In the app, choose to type a key, and type this one:",
  settings: "Also set this in the app:",
  settingsOf: ({ kind, algorithm, digits, period }) =>
    kind === "hotp"
      ? `counter-based, ${algorithm}, ${digits} digits`
      : `${algorithm}, ${digits} digits, ${period} seconds`,
  serial: "Letter number",
  useUntil: "Use by",
  warning:
    "Keep this letter to yourself, and tear it up once the app works: anyone who has it can make your codes. " +
    "If you think that somebody else has seen it, ask for a new one.",
  slip: {
    title: "Please sign and return",
    statement: "I have received the letter with this number, unopened, and will keep it to myself.",
    name: "Name",
    serial: "Letter number",
    date: "Date",
    signature: "Signature",
  },
  lacking: (mark) => `${mark} stands for a character that this page's typeface does not have.`,
  specimen: { name: "Alex Example", username: "alex.example" },
};
