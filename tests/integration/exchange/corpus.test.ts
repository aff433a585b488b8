import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { CsvFacts, ImportField, ImportReport } from "#shared/contract/exchange.ts";
import type { InputOf } from "#shared/contract/index.ts";
import { root } from "../../support/bundles.ts";
import { type Harness, openHarness, setUp } from "../../support/harness.ts";

/** Exports as the systems write them, with invented people. */
const folder = join(root, "tests/corpus/tables");

interface Expected {
  /** What the console proposes, by headings. */
  mapping: Partial<Record<ImportField, string | string[]>>;
  /** Columns that are left out although they look like something. */
  unused?: Record<string, "name" | "id" | "status">;
  /** username -> name, status, groups. */
  people: Record<string, string[]>;
  /** Row -> what is missing for it, or "fault". */
  refused?: Record<number, string>;
  passedOver?: number;
  options?: Partial<InputOf<"imports.run">>;
}

const corpus: Record<string, Expected> = {
  "entra-users.csv": {
    mapping: {
      username: "userPrincipalName",
      name: "displayName",
      firstName: "givenName",
      lastName: "surname",
      email: "mail",
      groups: "department",
      status: "accountEnabled",
    },
    unused: { state: "status", id: "id" },
    people: {
      "anna.berg@contoso.example": ["Anna Berg", "active", "Legal, Risk and Compliance"],
      "bela.nagy@contoso.example": ["Béla Nagy", "disabled", "Sales"],
      "cleo.on@contoso.example": ["Cleo On", "active", "Sales"],
    },
  },
  "m365-admin.csv": {
    mapping: {
      username: "User principal name",
      name: "Display name",
      firstName: "First name",
      lastName: "Last name",
      externalId: "Object Id",
      groups: "Department",
      status: "Block credential",
    },
    unused: { "State or Province": "status" },
    people: {
      "anna.berg@contoso.example": ["Anna Berg", "active", "Sales"],
      "bela.nagy@contoso.example": ["Béla Nagy", "disabled", "Sales"],
    },
  },
  "ad-powershell.csv": {
    mapping: {
      username: "SamAccountName",
      name: "Name",
      firstName: "GivenName",
      lastName: "Surname",
      email: "EmailAddress",
      externalId: "EmployeeID",
      groups: "memberOf",
      status: ["Enabled", "LockedOut", "AccountExpirationDate"],
    },
    people: {
      aberg: ["Anna Berg", "active", "Legal, Risk and Compliance"],
      bnagy: ["Béla Nagy", "disabled", "Büro", "VPN Users"],
      clock: ["Cleo Lock", "disabled"],
      dend: ["Dora End", "left"],
    },
    passedOver: 1,
  },
  "csvde.csv": {
    mapping: {
      username: "sAMAccountName",
      name: "displayName",
      email: "mail",
      groups: "memberOf",
      status: "userAccountControl",
    },
    people: {
      aberg: ["Anna Berg", "active", "Sales"],
      bnagy: ["Bela Nagy", "disabled", "Night shift", "Sales"],
      csmart: ["Cleo Smart", "disabled"],
      dfine: ["Dora Fine", "active"],
    },
  },
  "google-workspace.csv": {
    mapping: {
      username: "Email Address [Required]",
      firstName: "First Name [Required]",
      lastName: "Last Name [Required]",
      email: "Email Address [Required]",
      externalId: "Employee ID",
      groups: "Department",
      status: "Status [READ ONLY]",
    },
    people: {
      "anna.berg@school.example": ["Anna Berg", "active", "Science"],
      "bela.nagy@school.example": ["Béla Nagy", "disabled", "Arts"],
    },
  },
  "okta.csv": {
    mapping: {
      username: "profile.login",
      firstName: "profile.firstName",
      lastName: "profile.lastName",
      email: "profile.email",
      externalId: "profile.employeeNumber",
      groups: "profile.department",
      status: "status",
    },
    unused: { id: "id" },
    people: {
      "anna.berg@corp.example": ["Anna Berg", "active", "Sales"],
      "bela.nagy@corp.example": ["Béla Nagy", "left", "Sales"],
      "cleo.lund@corp.example": ["Cleo Lund", "disabled", "Sales"],
      "dora.ek@corp.example": ["Dora Ek", "disabled", "Sales"],
    },
    refused: { 6: "statusWord" },
  },
  "workday.csv": {
    mapping: {
      username: "User Name",
      name: "Worker",
      firstName: "Preferred Name - First Name",
      lastName: "Preferred Name - Last Name",
      email: "Email - Work",
      externalId: "Employee ID",
      status: ["Worker Status", "Termination Date"],
    },
    unused: { "Legal Name - First Name": "name" },
    people: {
      aberg: ["Anna Berg", "active"],
      bnagy: ["Béla Nagy (On Leave)", "disabled"],
      clund: ["Cleo Lund (Terminated)", "left"],
      dek: ["Dora Ek", "active"],
      egone: ["Eva Gone", "left"],
    },
    passedOver: 3,
  },
  "datev.csv": {
    mapping: {
      username: "Benutzer",
      firstName: "Vorname",
      lastName: "Name",
      email: "E-Mail (dienstlich)",
      externalId: "Personalnummer",
      groups: "Abteilung",
      status: "Austritt",
    },
    people: {
      jmueller: ["Jörg Müller", "active", "Einkauf"],
      avheide: ["Änne von der Heide", "left", "Lohn, Gehalt und Reisekosten"],
      uweiss: ["Uwe Weiß", "active", "Einkauf"],
    },
    passedOver: 1,
  },
  "sap-hr.csv": {
    mapping: {
      username: "USRID",
      firstName: "VORNA",
      lastName: "NACHN",
      externalId: "PERNR",
      status: ["STAT2", "ENDDA"],
    },
    people: { ABERG: ["Anna Berg", "active"] },
    refused: { 3: "statusWord", 4: "statusWord" },
    options: { statusWords: { "3": "active" } },
  },
  "german-hr.csv": {
    mapping: { username: "Benutzerkennung", name: "Nachname, Vorname", status: "Status", notes: "Bemerkung" },
    people: {
      "berg.a": ["Anna Berg", "active"],
      "nagy.b": ["Dr. Béla Nagy", "left"],
      "lund.c": ["Cleo Lund", "disabled"],
      "ek.d": ["Dora Ek", "disabled"],
      "fink.u": ["Ute Fink", "disabled"],
    },
    refused: { 6: "statusColumn" },
  },
  "ldapsearch.csv": {
    mapping: {
      username: "uid",
      name: "cn",
      firstName: "givenName",
      lastName: "sn",
      email: "mail",
      externalId: "employeeNumber",
      groups: "memberOf",
      status: ["nsAccountLock", "pwdAccountLockedTime"],
    },
    people: {
      aberg: ["Anna Berg", "active", "night", "staff"],
      bnagy: ["Béla Nagy", "disabled", "staff"],
      clund: ["Cleo Lund", "disabled"],
    },
  },
  "keycloak.csv": {
    mapping: {
      username: "username",
      firstName: "firstName",
      lastName: "lastName",
      email: "email",
      groups: "groups",
      status: "enabled",
    },
    people: {
      anna: ["Anna Berg", "active", "/night", "/staff"],
      bela: ["Béla Nagy", "disabled", "/staff"],
    },
  },
  "jamf.csv": {
    mapping: { username: "Username", name: "Full Name", email: "Email Address" },
    people: { anna: ["Anna Berg", "active"], bela: ["Béla Nagy", "active"] },
  },
  "french.csv": {
    mapping: {
      username: "Identifiant",
      firstName: "Prénom",
      lastName: "Nom",
      email: "Adresse e-mail",
      externalId: "Matricule",
      groups: "Service",
      status: ["Date de sortie", "Compte désactivé"],
    },
    unused: { "Nom d'usage": "name" },
    people: {
      hdupont: ["Hélène DUPONT", "active", "Achats, Juridique et Conformité"],
      lmartin: ["Luc MARTIN", "left", "Achats"],
      zpetit: ["Zoé PETIT", "disabled", "Achats"],
    },
  },
  "spanish.csv": {
    mapping: {
      username: "Usuario",
      firstName: "Nombre",
      lastName: ["Apellido 1", "Apellido 2"],
      email: "Correo electrónico",
      externalId: "Nº de empleado",
      groups: "Departamento",
      status: "Situación",
    },
    people: {
      jgarcia: ["José Luis García Pérez", "active", "Ventas"],
      lnunez: ["Lucía Núñez", "left", "Ventas"],
      aruiz: ["Ana Ruiz Gil", "disabled", "Ventas"],
    },
  },
  "polish.csv": {
    mapping: {
      username: "Nazwa użytkownika",
      firstName: "Imię",
      lastName: "Nazwisko",
      email: "Adres e-mail",
      groups: "Dział",
      status: "Stan konta",
    },
    people: {
      jkowalski: ["Jan Kowalski", "active", "Księgowość"],
      anowak: ["Anna Nowak", "disabled", "Księgowość"],
    },
    refused: { 4: "statusWord" },
  },
  "hungarian.csv": {
    mapping: {
      username: "Felhasználónév",
      firstName: "Keresztnév",
      lastName: "Vezetéknév",
      email: "E-mail cím",
      externalId: "Törzsszám",
      groups: "Osztály",
      status: "Állapot",
    },
    people: { nagyb: ["Nagy Béla", "active", "Beszerzés"], szucsa: ["Szűcs Ágnes", "left", "Beszerzés"] },
  },
  "japanese.csv": {
    mapping: {
      username: "ユーザー名",
      firstName: "名",
      lastName: "姓",
      email: "メールアドレス",
      externalId: "社員番号",
      groups: "部署",
      status: "在籍状況",
    },
    people: {
      "yamada.t": ["山田 太郎", "active", "営業部"],
      "sato.h": ["佐藤 花子", "disabled", "総務部"],
      "suzuki.i": ["鈴木 一郎", "left", "総務部"],
    },
  },
  "italian.csv": {
    mapping: {
      username: "Nome utente",
      firstName: "Nome",
      lastName: "Cognome",
      email: "Indirizzo e-mail",
      externalId: "Matricola",
      groups: "Reparto",
      status: "Attivo",
    },
    people: { mrossi: ["Mario Rossi", "active", "Acquisti"], nbianchi: ["Niccolò Bianchi", "disabled", "Acquisti"] },
  },
  "dutch.csv": {
    mapping: {
      username: "Gebruikersnaam",
      firstName: "Voornaam",
      lastName: ["Tussenvoegsel", "Achternaam"],
      email: "E-mailadres",
      externalId: "Personeelsnummer",
      groups: "Afdeling",
      status: "Datum uit dienst",
    },
    people: { jvdberg: ["Jan van der Berg", "active", "Inkoop"], ethart: ["Els 't Hart", "left", "Inkoop"] },
  },
  "excel-damage.csv": {
    mapping: { username: "Login", name: "Vor- und Nachname", externalId: "Personalnr.", status: "Aktiv" },
    people: { anna: ["Anna Berg", "active"], "0042": ["Lea Null", "active"] },
    refused: { 3: "fault", 4: "fault", 6: "statusBlank" },
  },
  "export-ids.csv": {
    mapping: { username: "Login ID", name: "User", groups: "Membership Groups", status: "Is Locked Out?" },
    people: {
      anna: ["Anna Berg", "active", "Sales", "Staff"],
      bela: ["Béla Nagy", "disabled", "Night shift", "Sales"],
      cleo: ["Cleo Lund", "active", "Legal, Risk and Compliance"],
    },
  },
  "without-header.csv": {
    mapping: {},
    people: { anna: ["Anna Berg", "active"], bela: ["Béla Nagy", "active"] },
    options: { mapping: { username: 0, name: 1, email: 2 } },
  },
};

let harness: Harness;

beforeEach(async () => {
  harness = await openHarness();
  await setUp(harness);
});

const headings = ({ mapping, columns }: CsvFacts): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(mapping).map(([field, at]) => [
      field,
      Array.isArray(at) ? at.map((index) => columns[index]?.header ?? "") : (columns[at]?.header ?? ""),
    ]),
  );

const refusals = ({ verdicts }: ImportReport): Record<number, string> =>
  Object.fromEntries(
    verdicts.filter(({ verdict }) => verdict === "refused").map(({ row, decision }) => [row, decision ?? "fault"]),
  );

const peopleNow = async (): Promise<Record<string, string[]>> => {
  const { rows } = await harness.call("users.list", {});
  return Object.fromEntries(
    rows.map((user) => [user.username, [user.name, user.status, ...user.groups.map(({ name }) => name)]]),
  );
};

describe("exports of other systems", () => {
  test("each file has its expectation", () => {
    expect(readdirSync(folder).toSorted()).toEqual(Object.keys(corpus).toSorted());
  });

  test.each(Object.entries(corpus))("%s", async (name, expected) => {
    const file = join(folder, name);
    const facts = await harness.call("imports.inspect", { file });
    expect(headings(facts)).toEqual(expected.mapping);
    const input = { file, mapping: facts.mapping, rows: "good" as const, ...expected.options };
    const dry = await harness.call("imports.dryRun", input);
    const unused = dry.columns.filter(({ looksLike }) => looksLike !== null);
    expect(Object.fromEntries(unused.map(({ header, looksLike }) => [header, looksLike]))).toMatchObject(
      expected.unused ?? {},
    );
    expect(refusals(dry)).toEqual(expected.refused ?? {});
    expect(dry.passedOver.rows).toBe(expected.passedOver ?? 0);
    await harness.call("imports.run", input);
    expect(await peopleNow()).toEqual(expected.people);
  });
});
