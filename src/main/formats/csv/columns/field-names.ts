import type { ImportField } from "#shared/contract/exchange.ts";
import { plain } from "./header-key.ts";

/** What a column is for, according to its heading; a status is recognised elsewhere. */
export type NamedField = Exclude<ImportField, "status"> | "middleName" | "prefix" | "secondLastName";

/**
 * What columns are called in real exports: directories (Active Directory, Entra, LDAP, Okta, Keycloak, Google
 * Workspace, Jamf) and personnel systems, by language. The surest first: of two columns for one field, the one whose
 * name comes first in the list is used.
 */
const names: Readonly<Record<NamedField, string>> = {
  username: `
    username, user name, benutzername, nom d'utilisateur, nombre de usuario, nome utente, nome de usuário
    nome de utilizador, nome do usuário, gebruikersnaam, nazwa użytkownika, uživatelské jméno, používateľské meno
    felhasználónév, käyttäjätunnus, käyttäjänimi, tunnus, användarnamn, brukernavn, brugernavn, kullanıcı adı
    имя пользователя, όνομα χρήστη, ユーザー名, ユーザ名, ユーザーid, ユーザid, ログインid, ログイン名, アカウント名, 用户名, 登录名, 登录账号, 账号, 帐号
    사용자 이름, 사용자명, 아이디
    login, loginname, login id, logon, logonname, sam account name, samaccountname, anmeldename, accountname
    ad-konto, ad-login, windows-konto, windows-kennung, netzwerk-login, nt account, windows account, windows login, ad account, ad login, netzwerkkennung, network id, account
    kontoname, kennung, benutzerkennung, benutzerkonto, benutzer-id, uid, preferred_username, mail nickname
    userprincipalname, user principal name, upn, nsid, user id, user, benutzer, utilisateur, usuario, utente, usuário
    utilizador, gebruiker, użytkownik, uživatel, felhasználó, användare, bruker, bruger, kullanıcı, логин, пользователь
    identifiant, identifiant de connexion, cuenta, inicio de sesión, usrid, bname, アカウント, 账户
    tên đăng nhập, tên người dùng, tài khoản, اسم المستخدم, שם משתמש, ชื่อผู้ใช้, nama pengguna, sap-benutzer, sap user, логін`,
  name: `
    name, display name, anzeigename, full name, vollername, vollständiger name, preferred name, legal name
    preferred full name, legal full name, nom complet, nombre completo, nom affiché, nom d'affichage
    nombre para mostrar, nome completo, nome visualizzato, nome de exibição, volledige naam, weergavenaam, naam
    imię i nazwisko, nazwisko i imię, celé jméno, jméno a příjmení, příjmení a jméno, teljes név, név, megjelenítendő név
    koko nimi, nimi, fullständigt namn, visningsnamn, namn, fullt navn, visningsnavn, navn, ad soyad, adı soyadı
    фио, полное имя, отображаемое имя, ονοματεπώνυμο, 氏名, 社員名, 員工姓名, 员工姓名, 表示名, 名前, フルネーム, 姓名, 显示名称, 显示名, 名称, 이름, 성명, 표시 이름
    nachname und vorname, vor- und nachname, vorname und nachname, nom et prénom, prénom et nom, apellidos y nombre
    nombre y apellidos, apellidos nombre, apellidos y nombres, cognome e nome, nome e cognome, first and last name
    common name, cn, gecos, real name, realname, employee name, worker name, person name, mitarbeitername
    mitarbeiter, employee, worker, salarié, collaborateur, empleado, dipendente, person, contact name
    họ và tên, họ tên, tên đầy đủ, الاسم, الاسم الكامل, שם מלא, ชื่อ-นามสกุล, nama lengkap, піб, payroll name`,
  firstName: `
    first name, given name, given names, first names, forenames, vorname, prénom, nombre, forename, rufname, nombre de pila, primer nombre, nombres
    nome, nome proprio, primo nome, primeiro nome, voornaam, imię, imiona, křestní jméno, jméno, meno, keresztnév, utónév
    etunimi, förnamn, fornavn, ad, adı, имя, όνομα, 名, 名（漢字）, メイ, 名字, 이름（名）, fname, firstname, christian name
    vornamen, prénoms, prénom usuel, tilltalsnamn, vorna
    roepnaam, tên, الاسم الأول, שם פרטי, ชื่อ, nama depan, legal first name`,
  lastName: `
    last name, surname, family name, last names, surnames, family names, nachname, familienname, zuname, nom de famille, nom, nom d'usage, apellido
    apellidos, primer apellido, apellido paterno, apellido 1, apellido1, cognome, sobrenome, apelido, último nome
    último apellido, achternaam, familienaam, nazwisko, příjmení, priezvisko, vezetéknév, családnév, családi név
    sukunimi, efternamn, etternavn, efternavn, soyad, soyadı, фамилия, επώνυμο, επίθετο, 姓, 姓（漢字）, 氏, 苗字, セイ, 성
    sn, lname, nachn
    họ, اسم العائلة, الاسم الأخير, שם משפחה, นามสกุล, nama belakang, прізвище`,
  middleName: `
    middle name, middle names, middlename, zweiter vorname, weitere vornamen, deuxième prénom, autres prénoms, legal middle name, tên đệm, по батькові
    segundo nombre, secondo nome, nome do meio, drugie imię, отчество, patronymic, other forenames, other names`,
  prefix:
    "tussenvoegsel, tussenvoegsels, infix, voorvoegsel, namensvorsatz, vorsatzwort, namensvorsatzwort, name prefix particle, particule, nobiliary particle",
  secondLastName: "segundo apellido, apellido materno, apellido 2, apellido2, second last name, second surname",
  email: `
    email, email address, mail, mail address, emailadresse, mailadresse, courriel, adresse mail, adresse e-mail
    adresse courriel, adresse électronique, correo, correo electrónico, dirección de correo
    dirección de correo electrónico, posta elettronica, indirizzo e-mail, indirizzo email, indirizzo mail
    endereço de e-mail, endereço de email, e-mailadres, adres e-mail, emailová adresa, e-mail cím, emailcím, email cím
    sähköposti, sähköpostiosoite, e-post, e-postadress, epostadresse, e-posta, e-posta adresi, электронная почта
    почта, メールアドレス, メール, eメール, 邮箱, 电子邮件, 电子邮箱, 邮件地址, 이메일, 이메일 주소
    primary smtp address, windowsemailaddress, work email, business email, work email address, primary work email, email work, work mail
    company email, geschäftliche e-mail, e-mail dienstlich, dienstliche e-mail, primary email, primaryemail, emails
    adresse mail professionnelle, mail professionnel, correo corporativo, e-mail cím munkahelyi
    البريد الإلكتروني, อีเมล, địa chỉ email, thư điện tử, surel, work contact work email`,
  externalId: `
    external id, employee id, employee number, personalnummer, personalnr, persnr, pers nr, pernr, mitarbeiternummer
    mitarbeiternr, mitarbeiter-id, stammnummer, personal-nr, matricule, numéro employé, numéro d'employé
    numéro de matricule, numéro de salarié, número de empleado, nº de empleado, nº empleado, num empleado, n empleado
    número de personal, matrícula, número de matrícula, matricola, numero matricola, codice dipendente
    codice fiscale dipendente, número mecanográfico, número de funcionário, personeelsnummer, medewerkernummer
    numer pracownika, nr pracownika, numer ewidencyjny, osobní číslo, osobné číslo, törzsszám, dolgozói azonosító
    dolgozó azonosító, henkilönumero, anställningsnummer, ansattnummer, medarbejdernummer, personel numarası
    sicil no, табельный номер, αριθμός μητρώου, 社員番号, 社員コード, 従業員番号, 職員番号, 社員id, 工号, 员工编号, 员工号, 사번, 직원번호
    worker id, staff id, staff number, payroll id, payroll number, personnel number, person id, person number, badge
    badge number, student id, student number, matrikelnummer, matrikelnr, martikelnummer, ausweisnummer, emp id
    emp no, empid, empno, employee no, ident-nr, identnummer, immutable id, object guid, object id, objectid
    source anchor, ms-ds-consistencyguid, entryuuid, global id, gid
    mã nhân viên, mã số nhân viên, الرقم الوظيفي, מספר עובד, รหัสพนักงาน, nomor induk karyawan, табельний номер, personeelsnr
    idnumber, file number, employee identifier`,
  groups: `
    groups, group, gruppen, gruppe, groupes, groupe, grupos, grupo, gruppi, gruppo, groepen, groep, grupy, grupa
    skupiny, skupina, csoportok, csoport, ryhmät, ryhmä, grupper, grupp, gruplar, группы, группа, グループ, 群组, 组, 그룹
    member of, memberof, group memberships, group membership, membership groups, memberships, user groups
    security groups, assigned groups, group names, groupnames, mitglied von, membre de, miembro de
    department, departments, dept, dept name, department name, abteilung, abteilungen, bereich, département, service
    departamento, reparto, ufficio, dipartimento, setor, área, afdeling, dział, oddział, oddělení, oddelenie, osztály
    szervezeti egység, osasto, avdelning, avdeling, bölüm, departman, отдел, подразделение, τμήμα, 部署, 部署名, 部門, 所属
    部门, 부서, team, org unit, organizational unit, org unit path, org path, organisationseinheit, orgeinheit
    kostenstelle bezeichnung, supervisory organization, business unit
    phòng ban, القسم, מחלקה, แผนก, departemen, memberof group, 所属部署, komórka organizacyjna, відділ`,
  notes: `
    notes, note, comment, comments, remarks, remark, info, notizen, notiz, bemerkung, bemerkungen, kommentar
    anmerkung, anmerkungen, remarque, remarques, commentaire, commentaires, notas, nota, comentario, comentarios
    observaciones, observación, observações, osservazioni, commento, annotazioni, opmerking, opmerkingen, uwagi
    poznámka, poznámky, megjegyzés, huomautus, anteckning, merknad, bemærkning, açıklama, примечание, 備考, メモ, 备注, 비고
    description, beschreibung, descripción, descrição, descrizione`,
};

const listed = (text: string): string[] =>
  text
    .split(/[,\n]/u)
    .map(plain)
    .filter((key) => key !== "");

export interface NameEntry {
  field: NamedField;
  /** 0 is surest. */
  rank: number;
}

const entries = (Object.keys(names) as NamedField[]).flatMap((field) =>
  listed(names[field]).map((key, rank) => [key, { field, rank }] as const),
);

/** Heading, as `plain` returns it -> field. Of two meanings the first one listed is the usual one. */
export const namedFields: ReadonlyMap<string, NameEntry> = new Map(entries.toReversed());

/** A heading that means a whole name on its own, and only a part of it beside the other part. */
export const wholeOrPart: ReadonlyMap<string, "firstName" | "lastName"> = new Map([
  ...listed("name, nom, naam, namn, navn, név, nimi, 名前").map((key) => [key, "lastName"] as const),
  ...listed("nome, nombre, jméno, meno, nombres, ad, adı, имя, όνομα, 名, 이름").map(
    (key) => [key, "firstName"] as const,
  ),
]);

const lastNames = new Set([...listed(names.lastName), ...listed("name, nom, naam, last, family, név")]);
const firstNames = new Set([...listed(names.firstName), ...listed("nome, first, given")]);
const joints = ["", "und", "and", "et", "y", "e", "en", "i", "a", "és", "och", "og"].map(plain);

/** Whether a heading names both parts of a name, the last one first: `Nachname, Vorname`. */
export function namesLastFirst(key: string): boolean {
  for (const last of lastNames) {
    if (!key.startsWith(last)) continue;
    const rest = key.slice(last.length);
    if (joints.some((joint) => rest.startsWith(joint) && firstNames.has(rest.slice(joint.length)))) return true;
  }
  return false;
}

/** Whether a heading names both parts of a name, the first one first: `Vorname Nachname`. */
export function namesFirstLast(key: string): boolean {
  for (const first of firstNames) {
    if (!key.startsWith(first)) continue;
    const rest = key.slice(first.length);
    if (joints.some((joint) => rest.startsWith(joint) && lastNames.has(rest.slice(joint.length)))) return true;
  }
  return false;
}

/** Languages that put the family name first. */
export const familyFirst = new Set(
  listed(
    "vezetéknév, családnév, családi név, 姓, 姓（漢字）, 氏, 苗字, セイ, 성, keresztnév, utónév, 名, 名（漢字）, メイ, 名字, 이름（名）, 이름",
  ),
);
