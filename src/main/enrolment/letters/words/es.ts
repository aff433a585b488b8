import type { LetterWords } from "./words.ts";

export const es: LetterWords = {
  title: "Su aplicación de códigos para iniciar sesión",
  introduction:
    "Para proteger su cuenta, a partir de ahora iniciará sesión con su contraseña y con un número de su teléfono. " +
    "Con esta carta puede prepararlo usted mismo en unos cinco minutos.",
  steps: ({ kind, digits, period }, expires) => [
    "Instale en su teléfono una aplicación de autenticación, si todavía no tiene ninguna. Sirve cualquiera que lea códigos QR para iniciar sesión.",
    "En la aplicación, elija añadir una cuenta y apunte la cámara al cuadrado de más abajo.",
    kind === "hotp"
      ? `La aplicación muestra entonces un número de ${digits} cifras, y uno nuevo cada vez que lo pide.`
      : `La aplicación muestra entonces un número de ${digits} cifras, y uno nuevo cada ${period} segundos.`,
    `Indique ese número la próxima vez que se lo pidan, a más tardar el ${expires}. El primer número correcto completa la configuración.`,
  ],
  noCamera: "¿Sin cámara? Elija en la aplicación escribir una clave y escriba esta:",
  settings: "Ajuste también en la aplicación:",
  settingsOf: ({ kind, algorithm, digits, period }) =>
    kind === "hotp"
      ? `por contador, ${algorithm}, ${digits} cifras`
      : `${algorithm}, ${digits} cifras, ${period} segundos`,
  serial: "Número de esta carta",
  useUntil: "Úsela hasta el",
  warning:
    "No muestre esta carta a nadie y rómpala en cuanto la aplicación funcione: quien la tenga puede generar sus números. " +
    "Si cree que alguien más la ha visto, pida una nueva.",
  slip: {
    title: "Firme y devuelva esta parte",
    statement: "He recibido cerrada la carta con este número y no la mostraré a nadie.",
    name: "Nombre",
    serial: "Número de la carta",
    date: "Fecha",
    signature: "Firma",
  },
  lacking: (mark) => `${mark} representa un carácter que el tipo de letra de esta página no tiene.`,
  specimen: { name: "Alex Ejemplo", username: "alex.ejemplo" },
};
