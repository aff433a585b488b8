/** The settings of an authenticator, as people compare them with those of an app or a device. */
export const parameters = {
  counter: "{algorithm} and {digits} digits",
  time: "{algorithm}, {digits} digits and {period} seconds",
  ofCounter: "counter-based (HOTP), {parameters}",
  ofTime: "time-based (TOTP), {parameters}",
  totp: "time-based codes (TOTP)",
  hotp: "counter-based codes (HOTP)",
  digits: "{digits} digits",
  period: "time steps of {period} seconds",
  notAllowed: "The policy does not allow {what}.",
} as const;
