/** People are found by their e-mail address, which several may share. */
export const emailIndex = "CREATE INDEX users_email ON users (lower(email)) WHERE email <> '';";
