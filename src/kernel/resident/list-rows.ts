/** 批量登记: what a row of the list says of a person, and the village that its text names. Asks nobody who is registered; pure. */
import type { Divisions, PlaceFlag } from '../division/index.ts';
import { type DivisionCode, formats, type PlainDate, residentIdFacts, residentIdProblem } from '../schema/index.ts';
import type { SheetRow } from '../sheet/index.ts';
import {
  type HouseholdRelation,
  type IdKind,
  idKinds,
  idNumberProblem,
  type NewPerson,
  type Sex,
  sexes,
  type UrbanRural,
} from './index.ts';

/** A person of the list. */
export interface Listed {
  readonly person: NewPerson & { idKind: IdKind; registeredDivision: DivisionCode };
  readonly household: string | null;
  readonly relation: HouseholdRelation | null;
  /** Null: as the village is. */
  readonly urbanRural: UrbanRural | null;
  readonly since: PlainDate;
  /** What the officer says of somebody who looks like one who is registered already. */
  readonly note: string | null;
}

export interface ListPlace {
  readonly divisions: Divisions;
  /** Where the officer works: what a text leaves out. */
  readonly hint: DivisionCode;
  readonly today: PlainDate;
}

/** A village as it is called today, or why the text names none. */
export type Village = { readonly code: DivisionCode } | { readonly problem: string };

/** Found, but not surely the place that was meant. */
const doubts = ['AMBIGUOUS', 'SEVERAL', 'LOW_CONFIDENCE', 'NAME_INSIDE', 'UNKNOWN_VILLAGE'] as const satisfies PlaceFlag[];

/** The village or community that a text or a code names, as it is called today. */
export function villageOf(text: string, { divisions, hint, today }: ListPlace): Village {
  const full = (code: DivisionCode): string => divisions.fullName(code);
  const coded = /^\d{12}$/.test(text);
  const place = coded ? null : divisions.resolvePlace(text, hint);
  const code = coded ? text : place!.code;
  if (code === null || !divisions.get(code)) return { problem: `没有认出“${text}”，请写明乡镇和村（社区）的全名` };
  if (place && place.candidates.length > 0)
    return { problem: `“${text}”有几个：${place.candidates.slice(0, 4).map(full).join('、')}，请写明乡镇` };
  if (place && (divisions.get(code)!.level !== 'village' || doubts.some((flag) => place.flags.includes(flag))))
    return { problem: `“${text}”只认出${full(code)}，请写明乡镇和村（社区）的全名` };
  if (divisions.get(code)!.level !== 'village') return { problem: `${full(code)}不是村（社区），请写到村（社区）` };
  const now = divisions.current(code, today);
  return now.length === 1
    ? { code: now[0]! }
    : { problem: `${full(code)}已经分开，现在是${now.map(full).join('、')}，请写明是哪一个` };
}

/** Where somebody is registered who may come from another city: a code is enough. */
function registeredIn(text: string, place: ListPlace): Village {
  const own = place.hint.slice(0, 4);
  if (/^(\d{6}|\d{12})$/.test(text) && !text.startsWith(own)) return { code: text.padEnd(12, '0') };
  return villageOf(text, place);
}

/** What the number of an identity card says goes before what is written; where both are there, they agree. */
function cardProblems(row: SheetRow, today: PlainDate): string[] {
  const number = String(row.idNumber);
  const wrong = residentIdProblem(number);
  if (wrong) return [wrong];
  const { sex, birthDate } = residentIdFacts(number);
  return [
    ...(birthDate > today ? ['身份证号码中的出生日期在今天之后'] : []),
    ...(row.sex !== null && row.sex !== sex ? [`性别与身份证号码不一致（号码是${sexes[sex]}）`] : []),
    ...(row.birthDate !== null && row.birthDate !== birthDate ? [`出生日期与身份证号码不一致（号码是${birthDate}）`] : []),
  ];
}

function documentProblems(row: SheetRow, idKind: IdKind, today: PlainDate): string[] {
  if (idKind === 'resident-id') return cardProblems(row, today);
  const wrong = idNumberProblem(idKind, String(row.idNumber));
  if (wrong) return [wrong];
  if (row.sex === null || row.birthDate === null) return [`${idKinds[idKind]}没有载明出生日期和性别，请一并填写`];
  return String(row.birthDate) > today ? ['出生日期在今天之后'] : [];
}

function familyProblems(row: SheetRow, today: PlainDate): string[] {
  return [
    ...(row.household !== null && row.relation === null ? ['填了户号，没有填与户主关系'] : []),
    ...(row.household === null && row.relation !== null ? ['填了与户主关系，没有填户号'] : []),
    ...(row.since !== null && String(row.since) > today ? ['共同生活起始日期在今天之后'] : []),
  ];
}

const MULTIPLE_SPACES = /[\s·•．]+/g;
/** A name as the register keeps it: no blanks inside a Chinese one, one dot between the parts of others. */
const nameIn = (written: string): string =>
  /^\p{Script=Han}[\p{Script=Han}\s]*$/u.test(written)
    ? written.replace(/\s/g, '')
    : written.replace(MULTIPLE_SPACES, (gap) => (/^\s+$/.test(gap) ? ' ' : '·'));

/** A row that could be read, or everything that is wrong with it, in one sentence. */
export function listedIn(
  row: SheetRow,
  place: ListPlace,
  villages: Map<string, Village> = new Map(),
): Listed | { problem: string } {
  const remembered = (key: string, find: () => Village): Village => {
    const found = villages.get(key) ?? find();
    villages.set(key, found);
    return found;
  };
  const living = remembered(String(row.living), () => villageOf(String(row.living), place));
  const registered =
    row.registered === null ? living : remembered(`户籍 ${row.registered}`, () => registeredIn(String(row.registered), place));
  const idKind = (row.idKind ?? 'resident-id') as IdKind;
  const problems = [
    ...documentProblems(row, idKind, place.today),
    ...(row.phone !== null && formats.mobile(String(row.phone)) ? [formats.mobile(String(row.phone))!] : []),
    ...('problem' in living ? [`居住地${living.problem}`] : []),
    ...('problem' in registered && registered !== living ? [`户籍地${registered.problem}`] : []),
    ...familyProblems(row, place.today),
  ];
  if (problems.length > 0 || 'problem' in living || 'problem' in registered) return { problem: problems.join('；') };
  return {
    person: {
      name: nameIn(String(row.name)),
      idKind,
      idNumber: String(row.idNumber),
      ...(row.sex === null ? {} : { sex: row.sex as Sex }),
      ...(row.birthDate === null ? {} : { birthDate: row.birthDate as PlainDate }),
      ethnicity: row.ethnicity === null || row.ethnicity === '汉' ? '汉族' : String(row.ethnicity),
      ...(row.phone === null ? {} : { phone: String(row.phone) }),
      ...(row.address === null ? {} : { address: String(row.address) }),
      division: living.code,
      registeredDivision: registered.code,
    },
    household: row.household === null ? null : String(row.household),
    relation: row.relation as HouseholdRelation | null,
    urbanRural: row.urbanRural as UrbanRural | null,
    since: (row.since as PlainDate | null) ?? place.today,
    note: row.note === null ? null : String(row.note),
  };
}
