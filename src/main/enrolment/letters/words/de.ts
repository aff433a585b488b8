import type { LetterWords } from "./words.ts";

export const de: LetterWords = {
  title: "Ihre Code-App für die Anmeldung",
  introduction:
    "Zum Schutz Ihres Kontos melden Sie sich künftig außer mit Ihrem Passwort auch mit einer Zahl von Ihrem Telefon an. " +
    "Mit diesem Brief richten Sie das selbst ein. Es dauert etwa fünf Minuten.",
  steps: ({ kind, digits, period }, expires) => [
    "Installieren Sie auf Ihrem Telefon eine Authenticator-App, falls Sie noch keine haben. Jede App, die QR-Codes für die Anmeldung scannt, ist geeignet.",
    "Wählen Sie in der App „Konto hinzufügen“ und richten Sie die Kamera auf das Quadrat weiter unten.",
    kind === "hotp"
      ? `Die App zeigt nun eine Zahl mit ${digits} Ziffern, und jedes Mal eine neue, wenn Sie danach verlangen.`
      : `Die App zeigt nun eine Zahl mit ${digits} Ziffern, und alle ${period} Sekunden eine neue.`,
    `Nennen Sie diese Zahl, wenn Sie das nächste Mal danach gefragt werden, spätestens am ${expires}. Mit der ersten richtigen Zahl ist die Einrichtung abgeschlossen.`,
  ],
  noCamera: "Keine Kamera? Wählen Sie in der App, einen Schlüssel einzutippen, und geben Sie diesen ein:",
  settings: "Stellen Sie in der App außerdem ein:",
  settingsOf: ({ kind, algorithm, digits, period }) =>
    kind === "hotp"
      ? `zählerbasiert, ${algorithm}, ${digits} Ziffern`
      : `${algorithm}, ${digits} Ziffern, ${period} Sekunden`,
  serial: "Nummer dieses Briefs",
  useUntil: "Zu verwenden bis",
  warning:
    "Geben Sie diesen Brief niemandem und zerreißen Sie ihn, sobald die App funktioniert: Wer ihn hat, kann Ihre Zahlen erzeugen. " +
    "Wenn Sie glauben, dass ihn jemand anderes gesehen hat, verlangen Sie einen neuen.",
  slip: {
    title: "Bitte unterschrieben zurückgeben",
    statement: "Ich habe den Brief mit dieser Nummer ungeöffnet erhalten und gebe ihn an niemanden weiter.",
    name: "Name",
    serial: "Nummer des Briefs",
    date: "Datum",
    signature: "Unterschrift",
  },
  lacking: (mark) => `${mark} steht für ein Zeichen, das die Schrift dieser Seite nicht hat.`,
  specimen: { name: "Alex Beispiel", username: "alex.beispiel" },
};
