export interface Person {
  username: string;
  name: string;
  email: string;
}

/** A name as its bearer writes it, and its Latin form for the account. */
type Written = readonly [native: string, latin: string];

interface Script {
  given: readonly Written[];
  family: readonly Written[];
  familyFirst?: true;
}

const scripts: readonly Script[] = [
  {
    given: [
      ["Amélie", "amelie"],
      ["Björn", "bjorn"],
      ["Łucja", "lucja"],
      ["Íñigo", "inigo"],
      ["Zoë", "zoe"],
      ["Søren", "soren"],
      ["Núria", "nuria"],
      ["Jürgen", "jurgen"],
    ],
    family: [
      ["Müller", "mueller"],
      ["O’Connor", "oconnor"],
      ["Dvořák", "dvorak"],
      ["García", "garcia"],
      ["Sørensen", "soerensen"],
    ],
  },
  {
    given: [
      ["Ελένη", "eleni"],
      ["Νίκος", "nikos"],
      ["Μαρία", "maria"],
      ["Γιώργος", "giorgos"],
      ["Σοφία", "sofia"],
      ["Δημήτρης", "dimitris"],
      ["Άννα", "anna"],
      ["Πέτρος", "petros"],
    ],
    family: [
      ["Ιωάννου", "ioannou"],
      ["Γεωργίου", "georgiou"],
      ["Νικολάου", "nikolaou"],
      ["Βασιλείου", "vasileiou"],
      ["Αντωνίου", "antoniou"],
    ],
  },
  {
    given: [
      ["Олена", "olena"],
      ["Тарас", "taras"],
      ["Ірина", "iryna"],
      ["Богдан", "bohdan"],
      ["Ольга", "olha"],
      ["Максим", "maksym"],
      ["Дарина", "daryna"],
      ["Степан", "stepan"],
    ],
    family: [
      ["Шевченко", "shevchenko"],
      ["Коваленко", "kovalenko"],
      ["Бондаренко", "bondarenko"],
      ["Ткаченко", "tkachenko"],
      ["Марченко", "marchenko"],
    ],
  },
  {
    given: [
      ["ليلى", "layla"],
      ["يوسف", "yusuf"],
      ["فاطمة", "fatima"],
      ["عمر", "omar"],
      ["مريم", "maryam"],
      ["خالد", "khalid"],
      ["نور", "nour"],
      ["سلمى", "salma"],
    ],
    family: [
      ["حداد", "haddad"],
      ["منصور", "mansour"],
      ["خوري", "khoury"],
      ["سالم", "salem"],
      ["ناصر", "nasser"],
    ],
  },
  {
    given: [
      ["花", "hana"],
      ["蓮", "ren"],
      ["葵", "aoi"],
      ["湊", "minato"],
      ["結衣", "yui"],
      ["大翔", "hiroto"],
      ["凛", "rin"],
      ["陽菜", "hina"],
    ],
    family: [
      ["山田", "yamada"],
      ["佐藤", "sato"],
      ["鈴木", "suzuki"],
      ["高橋", "takahashi"],
      ["田中", "tanaka"],
    ],
    familyFirst: true,
  },
];

function personOf(script: Script, given: Written, family: Written): Person {
  const username = `${given[1]}.${family[1]}`;
  const parts = script.familyFirst ? [family[0], given[0]] : [given[0], family[0]];
  // RFC 2606 section 3: nobody's address.
  return { username, name: parts.join(" "), email: `${username}@example.org` };
}

const ofScript = (script: Script): Person[] =>
  script.family.flatMap((family) => script.given.map((given) => personOf(script, given, family)));

/** 200 invented people, always the same, the scripts taking turns. */
export const people: readonly Person[] = (() => {
  const columns = scripts.map((script) => ofScript(script));
  const rows = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: rows }, (_, row) => columns.flatMap((column) => column[row] ?? [])).flat();
})();
