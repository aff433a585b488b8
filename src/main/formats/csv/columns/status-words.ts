import type { UserStatus } from "#shared/model/records.ts";
import { plain } from "./header-key.ts";

/**
 * What programs and personnel departments write for a status, by language. Compared as headings are: `LOCKED_OUT`,
 * `Locked out` and `locked-out` are one word. A word that is in none of the lists is asked about, never guessed.
 */
const words: Readonly<Record<UserStatus, string>> = {
  active: `
    active, activated, enabled, employed, hired, working, in service, in post, currently employed, current
    allowed, allow, permitted, granted, erlaubt, autorisé, permitido
    aktiv, aktive, aktiver, aktiviert, freigeschaltet, beschaftigt, angestellt, nicht gesperrt
    actif, active, activé, activée, en poste, en activité
    activo, activa, activado, habilitado, en activo, alta
    attivo, attiva, abilitato, in servizio, ativo, ativa, habilitado
    actief, in dienst, aktivní, aktivny, aktywny, aktywna, zatrudniony, aktív, bekapcsolva, aktiivinen
    aktif, đang làm việc, hoạt động, نشط, פעיל, активний, 在岗, zatrudniona, in actieve dienst, активен, активный, активна, работает, 有効, 在職, 在籍, 在职, 正常, 启用, 활성, 재직`,
  disabled: `
    disabled, inactive, not active, deactivated, blocked, locked, locked out, suspended, not enabled, expired, archived
    account disabled, account locked, account suspended, barred, banned, ldap blocked, closed, lockout, denied, deny, refused, access revoked, leave, revoked, frozen, quarantined, pending deletion
    on leave, leave of absence, loa, paid leave, unpaid leave, parental leave, maternity leave, paternity leave
    medical leave, sabbatical, garden leave, gardening leave, furloughed
    inaktiv, nicht aktiv, deaktiviert, gesperrt, blockiert, stillgelegt, abgelaufen, beurlaubt, freigestellt, ruhend
    elternzeit, in elternzeit, mutterschutz, karenz, in karenz, langzeitkrank, unbezahlter urlaub, zugang gesperrt
    désactivé, désactivée, inactif, inactive, bloqué, bloquée, suspendu, suspendue, verrouillé, en congé, congé parental
    inactivo, inactiva, desactivado, bloqueado, bloqueada, suspendido, suspendida, deshabilitado, excedencia
    inattivo, disattivato, disabilitato, bloccato, sospeso, in aspettativa
    inativo, inativa, desativado, desabilitado, suspenso, suspensa, afastado
    inactief, geblokkeerd, uitgeschakeld, met verlof, neaktivní, neaktivny, zablokovaný
    nieaktywny, nieaktywna, zablokowany, zawieszony, urlop macierzyński, urlop bezpłatny
    inaktív, letiltva, letiltott, zárolt, felfüggesztett, gyes, pasif, ei aktiivinen, inaktiverad, avstängd
    nologin, no login, urlop wychowawczy, ziek, tạm nghỉ, tạm khóa, nghỉ thai sản, موقوف, معطل, غير نشط, לא פעיל, חסום, декрет, в декрете
    停薪留职, 产假, 産休, 育休, неактивен, заблокирован, отключен, в отпуске, 無効, 停止, 停止中, 休職, 休職中, 禁用, 停用, 冻结, 비활성, 휴직`,
  left: `
    left, terminated, departed, former, former employee, gone, retired, deprovisioned, deleted, removed, resigned
    dismissed, separated, leaver, no longer employed, deceased, ex employee, offboarded, soft deleted
    ausgeschieden, ausgetreten, verlassen, entlassen, ehemalig, ehemalige, ehemaliger, pensioniert, im ruhestand
    ruhestand, verstorben, geloscht, geloescht, austritt
    parti, partie, sorti, sortie, licencié, licenciée, démissionné, démissionnaire, retraité, retraitée, supprimé
    baja, cesado, cesada, jubilado, jubilada, despedido, eliminado, cessato, cessata, dimesso, pensionato, eliminato
    desligado, desligada, demitido, demitida, aposentado, aposentada
    uit dienst, vertrokken, verwijderd, odešel, ukončen, zwolniony, zwolniona, usunięty, kilépett, nyugdíjas, törölt
    đã nghỉ việc, nghỉ việc, thôi việc, مستقيل, منتهي, עזב, звільнений, rentner, rentnerin, pensionär, pensioniste
    slutat, sluttet, fratrådt, eronnut, ayrıldı, уволен, уволена, удален, 退職, 退職済, 退職済み, 离职, 已离职, 퇴직, 퇴사`,
};

/** What says yes and no, and nothing else. */
const yes =
  "1, true, t, wahr, vrai, verdadero, vero, verdadeiro, waar, prawda, igaz, yes, y, ja, j, oui, o, si, sí, s, sim, tak, igen, ano, kyllä, evet, да, on, x, はい, 是, 예";
const no =
  "0, false, f, falsch, faux, falso, onwaar, fałsz, hamis, no, n, nein, non, nee, não, nie, nem, ne, ei, hayır, нет, off, いいえ, 否, 아니요";
const signs: ReadonlyMap<string, boolean> = new Map([
  ...["✓", "✔", "☑", "✅"].map((sign) => [sign, true] as const),
  ...["✗", "✘", "☐", "❌"].map((sign) => [sign, false] as const),
]);

const listed = (text: string): string[] =>
  text
    .split(/[,\n]/u)
    .map(plain)
    .filter((word) => word !== "");

const known = new Map(
  (["active", "disabled", "left"] as const).flatMap((status) => listed(words[status]).map((word) => [word, status])),
);
const truths = new Map<string, boolean>([
  ...listed(yes).map((word) => [word, true] as const),
  ...listed(no).map((word) => [word, false] as const),
]);

/** @returns the status that a word names; null for an unknown word, and for a mere yes or no */
export const statusOf = (cell: string): UserStatus | null => known.get(plain(cell)) ?? null;

/** @returns whether a cell says yes; null if it says neither yes nor no */
export function truthOf(cell: string): boolean | null {
  const text = cell.trim();
  // Microsoft's databases write yes as -1; no other sign is known.
  if (text === "-1") return true;
  return signs.get(text) ?? truths.get(plain(text)) ?? null;
}

/** Words that mean something else just as often: the left hand, the station that was left. */
const everyday = new Set(
  listed(
    "left, gone, parti, partie, sorti, sortie, current, former, removed, deleted, expired, archived, revoked, closed, leave, deny, denied, refused, verlassen, alta, verwijderd, eliminado, eliminato, supprimé, usunięty",
  ),
);

const opening =
  /^\W*(?:(?:account|konto|zugang|user|benutzer|compte|cuenta)\W+(?:(?:is|ist|wurde|est|has been)\W+)?)?(?:ausgeschieden|ausgetreten|gesperrt|deaktiviert|terminated|deprovisioned|suspended|blocked|disabled|deactivated|no longer (?:with|employed|works)|left the (?:company|organi[sz]ation|school)|hat (?:das unternehmen|die firma|uns) verlassen|on leave\b|beurlaubt|uit dienst|désactivée?\b|bloquée?\b)/iu;

/** A folder of the directory, or a path, for people who have gone. */
const keptAway =
  /(?:\bOU=|\/)(?:[^,/]*[\s_-])?(?:disabled|deactivated|suspended|inactive|inaktive?|deaktivierte?|gesperrte?|ausgeschiedene?|leavers?|terminated|former|offboarded)\b/iu;

/** The shell of a Unix account that nobody signs in to. */
const noShell = /^\/(?:usr\/)?s?bin\/(?:nologin|false)$/u;

/**
 * Whether a cell of any column says that its person is blocked or has left, as far as that is clear without its
 * heading.
 */
export function saysBlocked(cell: string): boolean {
  if (cell.length > 400) return false;
  // No word for a status is longer, or contains a digit.
  if (cell.length <= 40 && !/\d/u.test(cell)) {
    const word = plain(cell);
    const status = known.get(word);
    if (status !== undefined && status !== "active" && !everyday.has(word)) return true;
  }
  if (opening.test(cell)) return true;
  return (cell.includes("/") || /ou=/iu.test(cell)) && (keptAway.test(cell) || noShell.test(cell));
}
