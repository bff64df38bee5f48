/** Families in need as a village worker knows them, and where their income lies against the line: far below, a fen below, exactly on it, a fen above. */
import { plusDays } from '../kernel/calendar/index.ts';
import type { Fen, PlainDate } from '../kernel/schema/index.ts';
import {
  addCertificate,
  addIncome,
  type DraftFamily,
  type DraftPerson,
  makePerson,
  type NewPersonDraft,
  since,
  situations,
} from './people.ts';
import type { Birthplace } from './place.ts';
import { weighted } from './random.ts';
import type { Income } from './world.ts';

const YUAN = 100;
/** Central basic pension, not income. */
const BASIC_PENSION = 163 * YUAN;

/** Where the income a head lies, as a multiple of the standard; the two ends of a class are apart by design. */
type Level = 'far-below' | 'below' | 'fen-below' | 'on-the-line' | 'fen-above' | 'edge' | 'above';
const level = weighted<Level>([
  ['far-below', 34],
  ['below', 34],
  ['fen-below', 6],
  ['on-the-line', 6],
  ['fen-above', 6],
  ['edge', 9],
  ['above', 5],
]);

function targetOf({ random, standardFen }: Birthplace, which: Level, persons: number): Fen {
  const line = standardFen * persons;
  const share = (low: number, high: number): Fen => Math.round((line * random.between(low, high)) / 1000 / YUAN) * YUAN;
  switch (which) {
    case 'far-below':
      return share(0, 450);
    case 'below':
      return share(450, 970);
    case 'fen-below':
      return line - 1;
    case 'on-the-line':
      return line;
    case 'fen-above':
      return line + 1;
    case 'edge':
      return share(1030, 1470);
    case 'above':
      return share(1530, 2400);
  }
}

type Kind = (at: Birthplace, family: DraftFamily) => { earner: DraftPerson; type: Income['type'] };

const person = (at: Birthplace, given: NewPersonDraft): DraftPerson =>
  makePerson(at.random, { today: at.plan.from, county: at.county, numbers: at.numbers }, given);

function add(at: Birthplace, family: DraftFamily, given: Omit<NewPersonDraft, 'ref'>): DraftPerson {
  const made = person(at, { ...given, ref: `p${family.people.length}` });
  family.people.push(made);
  return made;
}

/** A birthday that falls into what is played, so that an age is passed. */
const turning = ({ plan, random }: Birthplace, years: number): PlainDate => {
  const span = Math.max(1, Math.round((Date.parse(plan.to) - Date.parse(plan.from)) / 86_400_000) - 150);
  const birthday = plusDays(plan.from, 70 + random.between(0, Math.max(0, span - 70)));
  return `${Number(birthday.slice(0, 4)) - years}-${birthday.slice(5, 7)}-${birthday.slice(8) === '29' ? '28' : birthday.slice(8)}` as PlainDate;
};

const elderBirth = (at: Birthplace): NewPersonDraft['birth'] => (at.random.chance(0.25) ? turning(at, 70) : [62, 88]);
const childBirth = (at: Birthplace): NewPersonDraft['birth'] => (at.random.chance(0.2) ? turning(at, 18) : [3, 16]);

function pension(at: Birthplace, elder: DraftPerson): void {
  addIncome(elder, { type: 'resident-pension', fen: BASIC_PENSION + at.random.between(0, 60) * YUAN });
  if (at.random.chance(0.3)) addIncome(elder, { type: 'old-age-allowance', fen: 50 * YUAN });
}

const severe = (at: Birthplace, who: DraftPerson, level: 1 | 2 = at.random.pick([1, 2])): void =>
  addCertificate(who, {
    category: at.random.pick(['physical', 'intellectual', 'mental', 'sight']),
    level,
    issuedOn: plusDays(at.plan.from, -at.random.between(200, 2000)),
    validTo: plusDays(at.plan.from, 3650),
    longTermCare: true,
  });

const elderAlone: Kind = (at, family) => {
  const elder = add(at, family, { relation: 'self', birth: elderBirth(at), situation: situations.old });
  pension(at, elder);
  return { earner: elder, type: 'land-rent' };
};

const elderCouple: Kind = (at, family) => {
  const one = add(at, family, { relation: 'self', birth: elderBirth(at), sex: 'male', situation: situations.old });
  const other = add(at, family, { relation: 'spouse', birth: elderBirth(at), sex: 'female', situation: situations.old });
  pension(at, one);
  pension(at, other);
  return { earner: one, type: 'land-rent' };
};

const coupleWithChildren: Kind = (at, family) => {
  const father = add(at, family, { relation: 'self', birth: [28, 48], sex: 'male', situation: situations.working });
  add(at, family, { relation: 'spouse', birth: [26, 46], sex: 'female', situation: situations.caring });
  const surname = father.name.slice(0, 1);
  for (let i = at.random.between(1, 2); i > 0; i--) {
    const child = add(at, family, { relation: 'child', birth: childBirth(at), surname, situation: situations.pupil });
    if (at.random.chance(0.25)) severe(at, child);
  }
  return { earner: father, type: 'wage' };
};

const singleParent: Kind = (at, family) => {
  const parent = add(at, family, { relation: 'self', birth: [27, 45], situation: situations.working });
  add(at, family, { relation: 'child', birth: childBirth(at), surname: parent.name.slice(0, 1), situation: situations.pupil });
  return { earner: parent, type: 'wage' };
};

const illBreadwinner: Kind = (at, family) => {
  const man = add(at, family, { relation: 'self', birth: [35, 56], sex: 'male', situation: situations.ill });
  const wife = add(at, family, { relation: 'spouse', birth: [33, 54], sex: 'female', situation: situations.working });
  man.seriousIllness.push(since(true as const, plusDays(at.plan.from, -400)));
  const total = at.random.between(40, 200) * 100 * YUAN;
  man.expenses.push(
    since({ class: 'medical', totalFen: total, reimbursedFen: Math.round(total * 0.6) }, plusDays(at.plan.from, -400)),
  );
  if (at.random.chance(0.5))
    add(at, family, { relation: 'child', birth: childBirth(at), surname: man.name.slice(0, 1), situation: situations.pupil });
  return { earner: wife, type: 'wage' };
};

const disabledAdult: Kind = (at, family) => {
  const parent = add(at, family, { relation: 'self', birth: elderBirth(at), situation: situations.old });
  pension(at, parent);
  const child = add(at, family, {
    relation: 'child',
    birth: [24, 45],
    surname: parent.name.slice(0, 1),
    situation: situations.unable,
  });
  severe(at, child);
  return { earner: parent, type: 'employee-pension' };
};

const threeGenerations: Kind = (at, family) => {
  const daughter = add(at, family, { relation: 'self', birth: [36, 50], sex: 'female', situation: situations.working });
  const elder = add(at, family, { relation: 'parent', birth: elderBirth(at), situation: situations.old });
  if (at.random.chance(0.5)) pension(at, elder);
  add(at, family, { relation: 'child', birth: childBirth(at), situation: situations.pupil });
  return { earner: daughter, type: 'wage' };
};

/** Nobody works although somebody could: what is imputed decides. */
const jobless: Kind = (at, family) => {
  const man = add(at, family, {
    relation: 'self',
    birth: [30, 55],
    sex: 'male',
    situation: at.random.chance(0.5) ? situations.idle : situations.hardToEmploy,
  });
  add(at, family, { relation: 'spouse', birth: [30, 52], sex: 'female', situation: situations.caring });
  add(at, family, { relation: 'child', birth: childBirth(at), surname: man.name.slice(0, 1), situation: situations.pupil });
  return { earner: man, type: 'land-rent' };
};

const kinds = weighted<[string, Kind]>([
  [['elder-alone', elderAlone], 22],
  [['elder-couple', elderCouple], 16],
  [['couple-with-children', coupleWithChildren], 20],
  [['single-parent', singleParent], 11],
  [['ill-breadwinner', illBreadwinner], 10],
  [['disabled-adult', disabledAdult], 9],
  [['three-generations', threeGenerations], 8],
  [['jobless', jobless], 4],
]);

/** Monthly income that counts before the tunable one: pensions above the basic one, and what treatment takes off. */
function countedBefore(family: DraftFamily): Fen {
  const pensions = family.people
    .flatMap((p) => p.incomes)
    .filter((s) => s.value.type === 'resident-pension')
    .reduce((sum, s) => sum + s.value.fen - BASIC_PENSION, 0);
  const treatment = family.people
    .flatMap((p) => p.expenses)
    .reduce((sum, s) => sum + s.value.totalFen - s.value.reimbursedFen, 0);
  return pensions - Math.round(treatment / 12);
}

export function makeHardship(at: Birthplace, family: DraftFamily): void {
  const [name, kind] = kinds(at.random);
  const { earner, type } = kind(at, family);
  // Who is ill or disabled in a family just above the line may apply alone.
  const apart = (name === 'disabled-adult' || name === 'ill-breadwinner') && at.random.chance(0.3);
  const which = apart ? at.random.pick(['edge', 'edge', 'above'] as const) : level(at.random);
  const target = targetOf(at, which, family.people.length) - countedBefore(family);
  // Half a standard is taken off a wage for what working costs.
  const gross = type === 'wage' ? target + Math.round(at.standardFen / 2) : target;
  if (gross > 0) addIncome(earner, { type, fen: gross });
  else if (type === 'wage') earner.situations = [since(situations.hardToEmploy)];
  const understated = type === 'wage' && gross >= 1500 * YUAN && at.random.chance(0.15);
  if (understated) understate(earner);
  family.story = `${name}, ${which}${understated ? ', understated' : ''}`;
  if (name === 'elder-alone' && which !== 'edge' && at.random.chance(0.4)) withoutAnybody(at, family);
  else {
    obligors(at, family);
    belongings(at, family);
  }
}

/** Says less than is true, by more than a check lets pass: what the tax office shows takes its place. */
function understate(earner: DraftPerson): void {
  const [spell, ...rest] = earner.incomes.toReversed();
  if (!spell) return;
  const said = Math.round((spell.value.fen * 0.5) / YUAN) * YUAN;
  earner.incomes = [...rest.toReversed(), { ...spell, wrongly: { value: { ...spell.value, fen: said }, until: null } }];
}

/** Nobody who would have to support: asks for 特困, not for 低保. Every second can do less and less. */
function withoutAnybody(at: Birthplace, family: DraftFamily): void {
  const elder = family.people[0]!;
  family.story += ', 特困';
  elder.unableTo.push(since(at.random.pick([0, 0, 1, 2, 3, 4])));
}

/** A son elsewhere with little to spare, or with more than he thinks. */
function obligors(at: Birthplace, family: DraftFamily): void {
  const elders = family.people.filter((p) => p.situations[0]!.value === situations.old);
  if (elders.length === 0 || !at.random.chance(0.35) || /fen|line/.test(family.story)) return;
  const size = at.random.between(2, 4);
  family.obligors.push({
    relation: 'child',
    name: `${elders[0]!.name.slice(0, 1)}建军`,
    supports: elders.map((p) => p.ref),
    mustSupport: elders.length,
    householdSize: size,
    division: family.division,
    urbanRural: family.urbanRural,
    monthlyIncome: [since(Math.round((at.standardFen * size * at.random.between(9, 18)) / 10))],
  });
}

function belongings(at: Birthplace, family: DraftFamily): void {
  if (at.random.chance(0.6)) family.houses.push(since({ areaSqm: at.random.between(40, 110) }));
  if (at.random.chance(0.25)) {
    // Savings within the limit; now and then a little above it.
    const limit = 24 * at.standardFen * family.people.length;
    family.deposits.push(since(at.random.chance(0.06) ? limit + 1 : Math.round((limit * at.random.between(2, 80)) / 100)));
  }
}
