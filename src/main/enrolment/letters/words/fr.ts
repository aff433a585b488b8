import type { LetterWords } from "./words.ts";

export const fr: LetterWords = {
  title: "Votre application de codes de connexion",
  introduction:
    "Pour protéger votre compte, vous vous connecterez désormais avec votre mot de passe et un nombre affiché par votre téléphone. " +
    "Cette lettre vous permet de tout préparer vous-même, en cinq minutes environ.",
  steps: ({ kind, digits, period }, expires) => [
    "Installez une application d’authentification sur votre téléphone, si vous n’en avez pas encore. Toute application qui lit les codes QR de connexion convient.",
    "Dans l’application, choisissez d’ajouter un compte et dirigez l’appareil photo vers le carré ci-dessous.",
    kind === "hotp"
      ? `L’application affiche alors un nombre de ${digits} chiffres, et un nouveau chaque fois que vous le demandez.`
      : `L’application affiche alors un nombre de ${digits} chiffres, et un nouveau toutes les ${period} secondes.`,
    `Donnez ce nombre la prochaine fois qu’on vous le demande, au plus tard le ${expires}. Le premier nombre correct termine l’installation.`,
  ],
  noCamera: "Pas d’appareil photo\u00A0? Choisissez dans l’application de saisir une clé, et saisissez celle-ci\u00A0:",
  settings: "Réglez aussi dans l’application\u00A0:",
  settingsOf: ({ kind, algorithm, digits, period }) =>
    kind === "hotp"
      ? `par compteur, ${algorithm}, ${digits} chiffres`
      : `${algorithm}, ${digits} chiffres, ${period} secondes`,
  serial: "Numéro de cette lettre",
  useUntil: "À utiliser jusqu’au",
  warning:
    "Gardez cette lettre pour vous et déchirez-la dès que l’application fonctionne\u00A0: quiconque la possède peut produire vos nombres. " +
    "Si vous pensez que quelqu’un d’autre l’a vue, demandez-en une nouvelle.",
  slip: {
    title: "À signer et à renvoyer",
    statement: "J’ai reçu fermée la lettre portant ce numéro et je la garde pour moi.",
    name: "Nom",
    serial: "Numéro de la lettre",
    date: "Date",
    signature: "Signature",
  },
  lacking: (mark) => `${mark} remplace un caractère que la police de cette page ne possède pas.`,
  specimen: { name: "Alex Exemple", username: "alex.exemple" },
};
