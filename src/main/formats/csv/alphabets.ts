import type { Encoding } from "#shared/contract/exchange.ts";

export type SingleByte = Extract<Encoding, `windows-${string}`>;

/** The letters of a language beyond ASCII, small. */
interface Alphabet {
  letters: string;
  /** Where ASCII letters are none of it: a syllable cannot be without one of these. */
  vowels?: string;
}

const russian = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const russianVowels = "аеёиоуыэюя";

/** In the order in which they are preferred where a table fits several equally well. */
export const alphabets: Readonly<Record<SingleByte, readonly Alphabet[]>> = {
  "windows-1252": [
    { letters: "äöüß" },
    { letters: "àâçéèêëîïôùûüÿœ" },
    { letters: "áéíóúñü" },
    { letters: "áâãàçéêíóôõú" },
    { letters: "àèéìíòóùú" },
    { letters: "àèéíïòóúüç" },
    { letters: "åäöéü" },
    { letters: "æøåéöä" },
    { letters: "áéíóúýþæöð" },
    { letters: "áéëïóöüèê" },
  ],
  "windows-1250": [
    { letters: "áčďéěíňóřšťúůýž" },
    { letters: "áäčďéíĺľňóôŕšťúýž" },
    { letters: "ąćęłńóśźż" },
    { letters: "áéíóöőúüű" },
    { letters: "čćđšž" },
    { letters: "ăâîşţ" },
    { letters: "äöüß" },
  ],
  "windows-1254": [{ letters: "çğıiöşüâîû" }, { letters: "äöüß" }],
  "windows-1257": [{ letters: "āčēģīķļņšūž" }, { letters: "ąčęėįšųūž" }, { letters: "äõöüšž" }],
  "windows-1251": [
    { letters: russian, vowels: russianVowels },
    { letters: "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", vowels: "аеєиіїоуюя" },
    { letters: "абвгдежзийклмнопрстуфхцчшщъьюя", vowels: "аеиоуъюя" },
    { letters: "абвгдђежзијклљмнњопрстћуфхцчџш", vowels: "аеиоур" },
    { letters: "абвгдеёжзійклмнопрстуўфхцчшыьэюя", vowels: "аеёіоуыэюя" },
  ],
  "windows-1255": [{ letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת" }],
  "windows-1256": [{ letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ" }],
  "windows-1253": [{ letters: "αάβγδεέζηήθιίϊΐκλμνξοόπρστυύϋΰφχψωώς", vowels: "αάεέηήιίϊΐοόυύϋΰωώ" }],
};
