/** Families in few words, for the tests of the oracle: only what matters stands in the test. */
import fs from 'node:fs';
import path from 'node:path';
import { csvReader } from '../../kernel/csv/index.ts';
import type { Fen, PlainDate } from '../../kernel/schema/index.ts';
import type {
  Benefit,
  Certificate,
  Expense,
  Income,
  PublishedParameter,
  Relation,
  Situation,
  Spell,
  Step,
  TrueFamily,
  TrueObligor,
  TruePerson,
} from '../world.ts';

const FILE = path.resolve(import.meta.dirname, '../../../cities/xianning/parameters.csv');
/** Rows of the city that begin in 2026 and have nothing before: taken as always so, that 2025 can be reckoned too. */
const ALWAYS = '2020-01-01';

/** The standards of the city; `late`: rows of these keys that begin on 2026-01-01 become known on that day only. */
export function city(late: Readonly<Record<string, PlainDate>> = {}): PublishedParameter[] {
  const reader = csvReader();
  const [head, ...rows] = [...reader.push(fs.readFileSync(FILE, 'utf8')), ...reader.end()].map((row) => row.cells);
  const at = (row: readonly string[], name: string) => row[head!.indexOf(name)]!;
  return rows.map((row) => {
    const key = at(row, 'key');
    const before = rows.some(
      (r) => at(r, 'key') === key && at(r, 'division') === at(row, 'division') && at(r, 'valid_to') === '2026-01-01',
    );
    const alone = at(row, 'valid_from') === '2026-01-01' && !before && at(row, 'division') !== '421221000000';
    const validFrom = (alone ? ALWAYS : at(row, 'valid_from')) as PlainDate;
    const publishedOn = (validFrom === '2026-01-01' && late[key]) || validFrom;
    const validTo = (at(row, 'valid_to') || null) as PlainDate | null;
    return { key, value: at(row, 'value'), division: at(row, 'division'), validFrom, validTo, publishedOn };
  });
}

const LONG_AGO = '2020-01-01';
type Timing = Partial<Pick<Spell<unknown>, 'from' | 'to' | 'told' | 'endTold' | 'seenBy'>>;

/** True and told from long ago on, unless said otherwise; a beginning is told on its day. */
export function spell<T>(value: T, timing: Timing & { wrongly?: Spell<T>['wrongly'] } = {}): Spell<T> {
  const from = timing.from ?? LONG_AGO;
  const to = timing.to ?? null;
  return {
    value,
    from,
    to,
    told: timing.told ?? { on: from, by: 'family' },
    endTold: to ? (timing.endTold ?? { on: to, by: 'family' }) : null,
    ...(timing.wrongly ? { wrongly: timing.wrongly } : {}),
    seenBy: timing.seenBy ?? null,
  };
}

export const income = (type: Income['type'], yuan: number, timing: Timing = {}): Spell<Income> =>
  spell({ type, fen: Math.round(yuan * 100) }, timing);
export const wage = (yuan: number, timing: Timing = {}): Spell<Income> => income('wage', yuan, timing);
export const expense = (class_: Expense['class'], yuan: number, timing: Timing = {}): Spell<Expense> =>
  spell({ class: class_, totalFen: yuan * 100, reimbursedFen: 0 }, timing);

export const certificate = (
  category: Certificate['category'],
  level: Certificate['level'],
  more: Timing & { care?: boolean; validTo?: PlainDate } = {},
): Spell<Certificate> =>
  spell(
    { category, level, issuedOn: more.from ?? LONG_AGO, validTo: more.validTo ?? '2034-12-31', longTermCare: more.care ?? true },
    more,
  );

const situations = {
  working: { employment: 'employed', capacity: 'full', exempt: null, student: 'none' },
  jobless: { employment: 'unemployed', capacity: 'full', exempt: null, student: 'none' },
  caring: { employment: 'unemployed', capacity: 'full', exempt: 'caring', student: 'none' },
  unable: { employment: 'unemployed', capacity: 'none', exempt: null, student: 'none' },
  old: { employment: 'retired', capacity: 'none', exempt: null, student: 'none' },
  pupil: { employment: 'child', capacity: 'none', exempt: null, student: 'school' },
} as const satisfies Record<string, Situation>;

type Parts = Partial<
  Pick<
    TruePerson,
    | 'incomes'
    | 'certificates'
    | 'seriousIllness'
    | 'expenses'
    | 'custody'
    | 'unableTo'
    | 'others'
    | 'together'
    | 'birthTold'
    | 'seen'
  >
>;
export interface Sketch extends Parts {
  relation?: Relation;
  does?: keyof typeof situations | readonly Spell<Situation>[];
  dies?: PlainDate;
  deathTold?: PlainDate;
}

export const doing = (what: keyof typeof situations, timing: Timing = {}): Spell<Situation> => spell(situations[what], timing);

export function person(ref: string, birthDate: PlainDate, sketch: Sketch = {}): TruePerson {
  const { relation = 'self', does = 'caring', dies, deathTold, ...parts } = sketch;
  const death: TruePerson['death'] = dies ? { on: dies, told: { on: deathTold ?? dies, by: 'department' } } : null;
  const from = birthDate > LONG_AGO ? birthDate : LONG_AGO;
  return {
    ref,
    name: ref,
    sex: 'female',
    birthDate,
    idNumber: '',
    relation,
    birthTold: null,
    death,
    together: [spell<true>(true, { from })],
    situations: typeof does === 'string' ? [doing(does, { from })] : does,
    incomes: [],
    certificates: [],
    seriousIllness: [],
    expenses: [],
    custody: [],
    unableTo: [],
    ...parts,
  };
}

export const family = (people: readonly TruePerson[], more: Partial<TrueFamily> = {}): TrueFamily => ({
  key: 'F1',
  division: '421202101201',
  urbanRural: 'urban',
  story: '',
  people,
  obligors: [],
  farms: [],
  deposits: [],
  houses: [],
  cars: [],
  asks: [],
  ...more,
});

export const son = (monthlyYuan: number, supports: readonly string[], householdSize: number): TrueObligor => ({
  relation: 'child',
  name: '儿子',
  supports,
  mustSupport: supports.length,
  householdSize,
  division: '421202101201',
  urbanRural: 'urban',
  monthlyIncome: [spell<Fen>(monthlyYuan * 100)],
});

/** A step of the platform: decided on a day, of an application some weeks before unless `openedOn` says otherwise. */
export function step(kind: Step['kind'], decidedOn: PlainDate, more: Partial<Step> = {}): Step {
  return {
    family: 'F1',
    benefit: 'dibao' as Benefit,
    person: null,
    kind,
    openedOn: decidedOn,
    checkedOn: null,
    decidedOn,
    ...more,
  };
}
