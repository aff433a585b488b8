import { headerKeys, plain } from "./header-key.ts";

/**
 * How the cells of a column express a status.
 * - `words`: a word names it
 * - `enabled`: yes means active
 * - `blocked`: yes means disabled, no means active
 * - `locked`: yes means disabled, no says nothing: an account that is not locked out may still be disabled
 * - `left`: yes, or a date that is over, means left; no says nothing
 * - `since`: any value (a time, a name, a reason) means disabled
 * - `until`: the last day
 * - `bits`: userAccountControl of Active Directory
 * - `asked`: a column that a person has chosen, with a heading that does not say what yes means
 */
export type StatusSense = "words" | "enabled" | "blocked" | "locked" | "left" | "since" | "until" | "bits" | "asked";

export interface StatusHeader {
  sense: StatusSense;
  /** Whether the heading alone is enough; otherwise the values decide whether it is a status at all. */
  firm: boolean;
  /** Whether the heading is just as often a province, a condition or a country. */
  twofold: boolean;
}

const headings: Readonly<Record<Exclude<StatusSense, "asked">, string>> = {
  words: `
    status, user status, employment status, employee status, worker status, hr status, lifecycle state, lifecycle status
    record status, person status, member status, student status, account state, user state, sign-in status, login status
    activation status, current status, statut, statut du compte, situation administrative, statuss, státusz, állapot
    mitarbeiterstatus, beschäftigungsstatus, personalstatus, benutzerstatus, status benutzer, statuskennzeichen
    estatus, situação, situacion laboral, estado del usuario, estado de la cuenta, estado empleado, stato account
    stato utente, stan konta, stav účtu, dienststatus, dienstverband status, tila, durum, статус, ステータス, 在職状況
    stat2, trạng thái, tình trạng, الحالة, סטטוס, สถานะ, 在籍区分, 在籍状況, 在職区分, 在职状态, 员工状态, 账户状态, 재직상태`,
  enabled: `
    enabled, active, account enabled, is enabled, is active, sign in allowed, sign-in enabled, login enabled
    login allowed, can sign in, can log in, employed, is employed, activated, account active, still employed
    access, access granted, system access, portal access, zugang, zugriff, accès, acceso, accesso, acesso, toegang
    aktiv, aktiviert, freigeschaltet, anmeldung erlaubt, aktiver benutzer, aktiver mitarbeiter, beschäftigt
    actif, active, activé, compte actif, compte activé, en activité, activo, activa, habilitado, cuenta activa
    cuenta habilitada, en activo, attivo, attiva, abilitato, ativo, ativa, habilitado, conta ativa, actief
    ingeschakeld, aktywny, aktywne, konto aktywne, aktivní, aktívny, aktív, aktiven, aktivan, aktivert, aktiverad, aktif
    активен, активный, 有効, 有効フラグ, 在職, 在籍, 启用, 是否启用, 是否在职, 활성`,
  blocked: `
    blocked, block credential, disabled, is disabled, account disabled, blocked sign-in, sign-in blocked, block sign in
    suspended, is suspended, deactivated, inactive, is inactive, login disabled, login blocked, barred, is blocked
    gesperrt, konto gesperrt, deaktiviert, inaktiv, sperre, kontosperre, sperrkennzeichen, anmeldung gesperrt
    benutzersperre, zugang gesperrt, bloqué, compte bloqué, désactivé, compte désactivé, inactif, suspendu
    bloqueado, cuenta bloqueada, deshabilitado, desactivado, inactivo, suspendido, bloccato, disabilitato, disattivato
    inattivo, sospeso, desativado, desabilitado, inativo, suspenso, geblokkeerd, uitgeschakeld, inactief
    zablokowany, konto zablokowane, nieaktywny, wyłączone, blokada, zablokovaný, neaktivní, letiltva, inaktív, zárolt
    inaktiverad, avstängd, sperret, spærret, 無効, 無効フラグ, 停止, 停止フラグ, 利用停止, 禁用, 停用, 是否禁用
    заблокирован, отключен, ns account lock, nsaccountlock, blocked user, on leave, is on leave, leave of absence, beurlaubt, elternzeit, loa`,
  locked: `
    locked, locked out, account locked, account locked out, is locked, lock out, archived, is archived, expired
    account expired, account is locked, lockout time, lockouttime, pwdaccountlockedtime
    verrouillé, compte verrouillé, ロック, ロック中, アカウントロック, 锁定, uflag, quarantined, abgelaufen, konto abgelaufen`,
  left: `
    terminated, is terminated, left, has left, leaver, is leaver, deleted, is deleted, soft deleted, removed, departed
    deprovisioned, former employee, retired, deceased, ausgeschieden, ausgetreten, gelöscht, ehemalig, verstorben
    parti, sorti, supprimé, retraité, baja, eliminado, cessato, eliminato, demitido, desligado, uit dienst, verwijderd
    zwolniony, usunięty, kilépett, odešel, slutat, sluttet, уволен, удален, 退職, 退職済, 退職フラグ, 削除フラグ, 离职, 是否离职`,
  since: `
    disabled at, disabled on, disabled date, suspended at, suspended on, suspended date, blocked at, blocked on, locked at
    deactivated at, deactivated on, deactivation date, deactivation reason, suspension reason, disabled reason
    gesperrt am, gesperrt seit, sperrdatum, deaktiviert am, sperrgrund, bloqué le, désactivé le, date de désactivation
    fecha de bloqueo, fecha de desactivación, archived at, archived on, block reason, motif de blocage`,
  until: `
    termination date, end date, leaving date, leave date, date of leaving, last day, last day of work, last working day
    last day worked, exit date, separation date, end of employment, employment end date, contract end date, contract end
    contract until, employee leave date time, employee leave date, account expires, accountexpires, account expiration
    account expiration date, account expiry date, expires, expires on, expires at, expiration date, expiry date, expiry
    active to, active until, employed until, access until, access expires, until, to, bis, aktiv bis, zugang bis, jusqu'au
    hasta, fino al, t/m, valid to, valid until, valid thru, shadow expire, termination, terminated on, terminated at, deleted at, deleted on
    deleted date time, deletion time, retirement date, left on, leaving on, resignation date, krb principal expiration
    austritt, austritt am, austrittsdatum, ausgeschieden am, ausgetreten am, enddatum, vertragsende, beschäftigt bis
    beschäftigungsende, dienstende, letzter arbeitstag, gültig bis, befristet bis, ende, vertrag bis, ablaufdatum
    konto läuft ab, endda, gltgb, kündigungsdatum, gekündigt zum, date de sortie, date de fin, date de départ, fin de contrat
    date fin de contrat, date d'expiration, date de fin de contrat, sortie le, fecha de baja, fecha baja, fecha fin
    fecha de salida, fecha de fin, fin de contrato, fecha de cese, fecha de expiración, data cessazione
    data di cessazione, data fine, data fine rapporto, data di uscita, scadenza, data de saída, data de demissão
    data de desligamento, data demissão, einddatum, datum uit dienst, uit dienst datum, uitdienstdatum, laatste werkdag
    data zwolnienia, data zakończenia, data odejścia, koniec umowy, ważne do, datum odchodu, datum ukončení, platnost do
    kilépés dátuma, kilépés, munkaviszony vége, slutdatum, slutdato, fratrædelsesdato, sluttdato, ayrılış tarihi
    дата увольнения, ngày nghỉ việc, işten çıkış tarihi, ayrılış tarihi, תאריך עזיבה, تاريخ انتهاء الخدمة, дата звільнення, 退職日, 退社日, 契約終了日, 有効期限, 离职日期, 合同到期日, 퇴사일, 퇴직일`,
  bits: "user account control, useraccountcontrol, uac, msds-user-account-control-computed",
};

/** Headings that are a province, a condition or a country as often as a status. */
const twofold =
  "state, zustand, etat, état, estado, stato, stan, stav, situation, condition, 状態, 状态, состояние, 상태, valid, gültig, ende, until, to, bis, hasta, access, zugang, zugriff, accès, acceso, accesso, acesso, toegang, uac, alta, employed, removed, left, 停止, 正常";

const listed = (text: string): string[] =>
  text
    .split(/[,\n]/u)
    .map(plain)
    .filter((key) => key !== "");

const known = new Map(
  Object.entries(headings).flatMap(([sense, list]) => listed(list).map((key) => [key, sense as StatusSense] as const)),
);
for (const key of listed(twofold)) if (!known.has(key)) known.set(key, "words");
const unsure = new Set(listed(twofold));

/** What surrounds the word: `Konto gesperrt`, `is_locked_out`, `User status`. */
const around =
  /^(?:is|has|ist|was|est|esta|user|account|konto|benutzer|mitarbeiter|employee|worker|personal|kunden|compte|cuenta|utilisateur|usuario|ad|hr|aad|entra|okta|ldap|login|signin|current)|(?:flag|kennzeichen|kz|yn|jn|yesno|janein|account|konto|user|benutzer|compte|cuenta|value|name|code|text|description|bezeichnung|status|state)$/u;

/** A part of a heading that makes its values worth checking. */
const parts: readonly (readonly [RegExp, StatusSense])[] = [
  [/lockedout|lockout/u, "locked"],
  [
    /(?:deactivat|deaktiv|disabl|suspen|block|sperr|inactiv|inaktiv|bloque|bloqu|bloccat|desactiv|desativ|disattiv|lock(?:ed)?$)/u,
    "blocked",
  ],
  [
    /(?:onleave|leaveofabsence|parentalleave|elternzeit|mutterschutz|karenz|sabbat|furlough|beurlaub|freigestellt)/u,
    "blocked",
  ],
  [/(?:terminat|austritt|ausgeschied|leaving|fechadebaja|cessazione|退職|离职)/u, "left"],
  [
    /(?:exit|ausgesch|austr|offboard|resign|departure|abgang|weggang|ended|sortie|cese|uscita|saida|slutt|ansatttil|anstalldtill|kilep|zwoln|退社|離職)/u,
    "left",
  ],
  [/(?:onhold)/u, "blocked"],
  [/(?:enddate|enddatum|expir|gultigbis|validto|validuntil|lastday)/u, "until"],
  [/(?:enabled|aktiviert|activ[eo]?$|aktiv|actif)/u, "enabled"],
  [/(?:status|statut|^state|state$|zustand|lifecycle)/u, "words"],
];

/** What is enabled, locked or expires there is not the person. */
const somethingElse =
  /passwor|kennwort|motdepasse|contrasen|パスワード|mfa|2fa|2sv|twofactor|factor|otp|token|licen[sc]|zertifikat|certif|device|gerat|mailbox|postfach|subscription|lastsign|lastlog|delegat|deletion|protect|emailverif|marital|civil|familienstand/u;

function firmly(key: string): StatusHeader | null {
  for (let stem = key, before = ""; stem !== before;) {
    const sense = known.get(stem);
    if (sense) return { sense, firm: !unsure.has(stem), twofold: unsure.has(stem) };
    before = stem;
    const rest = stem.replace(around, "");
    if (rest !== "") stem = rest;
  }
  return null;
}

/** What a yes is about that says nothing of whether somebody may sign in. */
const everyday =
  /newsletter|consent|einwillig|gdpr|dsgvo|gender|geschlecht|sex$|parking|parkplatz|driver|fuhrerschein|vehicle|firmenwagen|dienstwagen|union|betriebsrat|erste?hilfe|firstaid|vaccin|geimpft|disabilit|behinder|manager|leitung|supervisor|remote|homeoffice|telearbeit|fulltime|parttime|vollzeit|teilzeit|overtime|uberstunden|smoker|raucher|vegetar|lunch|kantine|dependent|child|kinder|married|verheiratet|mobile|phone|telefon|publish|visible|sichtbar|hidden|primary|default|changepw|mustchange|neverexpire|nopassword/u;

/** Whether a heading says that its column is about something else than the person's status. */
export const isAboutElse = (header: string): boolean =>
  headerKeys(header).some((key) => (somethingElse.test(key) && !known.has(key)) || everyday.test(key));

/** Dates that begin something, or of what happened otherwise. */
const beginnings =
  /birth|geburt|naissance|nacim|nascita|born|hire|hiring|start|begin|entry|eintritt|einstell|embauche|entree|ingreso|alta$|assunzione|admiss|joined|join(?:ing)?date|created|erstellt|angelegt|creat|changed|modified|geandert|update|last|letzte|login|logon|since|seit|anniversary|probation|probezeit|review|training|schulung|入社|入职|生年月日|出生|生日|採用/u;

/** Whether a heading names the date of something else than an end. */
export const isOfBeginning = (header: string): boolean => headerKeys(header).some((key) => beginnings.test(key));

/** @returns how a column with this heading speaks of a status; null where nothing in it points to one */
export function statusHeader(header: string): StatusHeader | null {
  const keys = headerKeys(header);
  if (keys.some((key) => somethingElse.test(key) && !known.has(key))) return null;
  for (const key of keys) {
    const found = firmly(key);
    if (found) return found;
  }
  for (const key of keys) {
    const part = parts.find(([pattern]) => pattern.test(key));
    if (part) return { sense: part[1], firm: false, twofold: key.startsWith("state") };
  }
  return null;
}
