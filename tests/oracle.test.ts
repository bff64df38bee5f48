/**
 * Two ways to the same amount: families made up by chance are judged by the platform's rule and by the oracle of the simulation, which knows
 * nothing of it. Quicker and stranger than a played city: thresholds, odd households, incomes that begin and end within the window.
 */
import { describe, expect, test } from 'vitest';
import { determineDibao, redetermineDibao } from '../src/domains/social-assistance/dibao/rules.ts';
import { FamilyFacts, type FamilyFactsInput } from '../src/domains/social-assistance/family/facts.ts';
import { makeParameters, type ParameterRow } from '../src/kernel/policy/index.ts';
import type { Fen, PlainDate } from '../src/kernel/schema/index.ts';
import { loadCity } from '../src/server/city.ts';
import { truth } from '../src/simulate/oracle/eyes.ts';
import {
  certificate,
  city,
  doing,
  expense,
  family,
  income,
  person,
  son,
  spell,
  step,
  wage,
} from '../src/simulate/oracle/fixtures.ts';
import { pictureOf } from '../src/simulate/oracle/picture.ts';
import { classOf, reckon } from '../src/simulate/oracle/reckoning.ts';
import { standardsOf } from '../src/simulate/oracle/standards.ts';
import { dueMonths } from '../src/simulate/oracle.ts';
import { makeRandom, type Random } from '../src/simulate/random.ts';
import type { Ask, Farm, Income, PublishedParameter, Situation, Spell, TrueFamily, TruePerson } from '../src/simulate/world.ts';

const APPLIED: PlainDate = '2026-03-02';
const DECIDED: PlainDate = '2026-03-31';

const published = city();
const units = new Map(loadCity('xianning').parameters.map((row) => [row.key, row.unit]));
const asRow = ({ publishedOn: _, ...row }: PublishedParameter, i: number): ParameterRow => ({
  ...row,
  id: String(i),
  unit: units.get(row.key)!,
  knownSince: '2020-01-01',
  source: '',
  nature: 'assumption',
  note: '',
});
const parameters = makeParameters(published.map(asRow));

const DIVISIONS = ['421202101201', '421221100201', '421224100201'];
const monthStart = (random: Random): PlainDate => `2025-${String(random.between(1, 12)).padStart(2, '0')}-01` as PlainDate;
const monthEnd = (start: PlainDate): PlainDate => `${start.slice(0, 8)}28` as PlainDate;

function situationOf(random: Random, born: PlainDate): Situation {
  if (born > '2010-03-02') return { employment: 'child', capacity: 'none', exempt: null, student: 'school' };
  return {
    employment: 'unemployed',
    capacity: random.pick(['full', 'full', 'partial', 'none']),
    exempt: random.pick([null, null, 'caring', 'ill', 'hard-to-employ']),
    student: born > '2000-01-01' ? random.pick(['none', 'school', 'undergraduate']) : 'none',
  };
}

/** Ages near the ones that matter, on the days around the application. */
const birth = (random: Random, ages: readonly number[]): PlainDate =>
  `${2026 - random.pick(ages)}-${random.pick(['01-15', '02-28', '03-01', '03-02', '03-03', '03-31', '04-01', '04-30', '05-01', '11-11'])}` as PlainDate;

function incomesOf(random: Random, works: boolean): Spell<Income>[] {
  const made: Spell<Income>[] = [];
  const yuan = () => random.pick([random.between(10, 300), random.between(300, 2500)]) + random.pick([0, 0.01, 0.5, 0.99]);
  if (works) {
    const start = monthStart(random);
    made.push(random.chance(0.3) ? wage(yuan(), { from: start }) : wage(yuan()));
  } else if (random.chance(0.15)) {
    made.push(wage(yuan(), { to: monthEnd(monthStart(random)) }));
  }
  for (const type of [
    'rent',
    'resident-pension',
    'employee-pension',
    'regular-gift',
    'old-age-allowance',
    'unemployment-benefit',
  ] as const)
    if (random.chance(0.12)) made.push(income(type, yuan(), random.chance(0.3) ? { from: monthStart(random) } : {}));
  return made;
}

function anybody(random: Random, ref: string, relation: TruePerson['relation'], ages: readonly number[]): TruePerson {
  const born = birth(random, ages);
  const now = situationOf(random, born);
  const works = now.employment !== 'child' && now.capacity !== 'none' && random.chance(0.5);
  const situation: Situation = works ? { ...now, employment: 'employed', exempt: null } : now;
  const ill = random.chance(0.15);
  return person(ref, born, {
    relation,
    does: [{ ...doing('caring'), value: situation }],
    incomes: incomesOf(random, works),
    certificates: random.chance(0.25)
      ? [
          certificate(random.pick(['physical', 'mental', 'intellectual', 'sight']), random.pick([1, 2, 3, 4]), {
            validTo: random.pick(['2026-02-28', '2026-03-01', '2034-01-01']),
          }),
        ]
      : [],
    seriousIllness: ill ? [spell<true>(true)] : [],
    expenses: [
      ...(random.chance(0.2) ? [expense('medical', random.between(100, 9000))] : []),
      ...(random.chance(0.15) ? [expense('rehabilitation', random.between(100, 5000))] : []),
    ],
    custody: random.chance(0.05) ? [spell<true>(true)] : [],
  });
}

function anyFamily(seed: number): TrueFamily {
  const random = makeRandom(seed);
  const people = [anybody(random, 'p0', 'self', [30, 45, 58, 59, 60, 69, 70, 71])];
  if (random.chance(0.5)) people.push(anybody(random, 'p1', 'spouse', [30, 45, 58, 59, 60, 69, 70, 71]));
  for (let i = people.length; random.chance(0.45) && i < 6; i++)
    people.push(anybody(random, `p${i}`, 'child', [1, 5, 15, 16, 17, 18, 19, 25]));
  if (random.chance(0.2)) people.push(anybody(random, 'old', 'parent', [69, 70, 80]));
  const heads = people.length;
  return family(people, {
    division: random.pick(DIVISIONS),
    urbanRural: random.pick(['urban', 'rural']),
    obligors: random.chance(0.25)
      ? [son(random.between(2000, 9000), random.chance(0.5) && people[1] ? ['p0', people[1].ref] : ['p0'], random.between(1, 4))]
      : [],
    farms: random.chance(0.2)
      ? [spell<Farm>({ person: 'p0', kind: random.pick(['rice', 'tea', 'bamboo', 'pig']), scale: random.between(1, 20) })]
      : [],
    deposits: random.chance(0.3) ? [spell<Fen>(random.pick([19_200_00, 19_200_01, 15_840_00, 28_800_00]) * heads)] : [],
    houses: Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => spell({ areaSqm: random.between(10, 30) * heads })),
    cars: random.chance(0.03) ? [spell({ valueFen: 1_000_00 })] : [],
  });
}

const monthIn = (day: PlainDate | null) => (day && !day.startsWith('2020') ? (day.slice(0, 7) as never) : null);

/** The same family as the application form and the check would have it. */
function factsOf(home: TrueFamily, single: FamilyFactsInput['single'] = null): FamilyFacts {
  // 全家申请看全家的；单人保看申报在谁名下
  const owner = 'p0';
  const members = home.people.map((p) => {
    const { employment, capacity, exempt, student } = p.situations[0]!.value;
    return {
      ref: p.ref,
      relation: p.relation,
      birthDate: p.birthDate,
      livesTogether: true,
      status: p.custody.length > 0 ? ('imprisoned' as const) : ('none' as const),
      student,
      cannotLiveIndependently: capacity === 'none',
      workCapacity: capacity,
      employment: employment === 'child' ? null : employment,
      exemptReason: exempt,
      disabilities: p.certificates.map(({ value }) => ({ type: value.category, level: value.level, validTo: value.validTo })),
      seriousIllness: p.seriousIllness.length > 0,
    };
  });
  const of = <T>(list: (p: TruePerson) => readonly T[]) =>
    home.people.flatMap((p) => list(p).map((item) => ({ member: p.ref, item })));
  return FamilyFacts.parse({
    division: home.division,
    urbanRural: home.urbanRural,
    applicationMonth: APPLIED.slice(0, 7) as never,
    members,
    incomes: of((p) => p.incomes).map(({ member, item }) => ({
      member,
      type: item.value.type,
      amountFen: item.value.fen,
      per: 'month',
      from: monthIn(item.from),
      to: monthIn(item.to),
    })),
    farms: home.farms.map(({ value }) => ({ member: value.person, kind: value.kind, scale: String(value.scale) })),
    expenses: of((p) => p.expenses).map(({ member, item }) => ({ member, ...item.value })),
    obligors: home.obligors.map((o) => ({
      relation: 'child',
      supports: [...o.supports],
      mustSupport: o.mustSupport,
      householdSize: o.householdSize,
      monthlyIncomeFen: o.monthlyIncome[0]!.value,
      division: o.division,
      urbanRural: o.urbanRural,
    })),
    assets: {
      financial: home.deposits.map((s) => ({ owner, kind: 'deposit', valueFen: s.value })),
      vehicles: home.cars.map((s) => ({ owner, kind: 'car', valueFen: s.value.valueFen })),
      houses: home.houses.map((s) => ({ owner, areaSqm: String(s.value.areaSqm) })),
      firms: [],
    },
    check: { status: 'complete' },
    single,
  } satisfies FamilyFactsInput);
}

const decided = (facts: FamilyFacts) => {
  const decision = determineDibao(facts, parameters, DECIDED);
  if (!decision.ok) throw new Error(decision.code);
  if (decision.value.outcome === 'undetermined') throw new Error('the facts are complete');
  return decision.value;
};
const byRule = (facts: FamilyFacts): Fen => {
  const { outcome, amountFen } = decided(facts);
  return outcome === 'eligible' ? (amountFen ?? 0) : 0;
};

const byOracle = (home: TrueFamily, ref: string | null = null): Fen => {
  const steps = [step('granted', DECIDED, { openedOn: APPLIED, person: ref })];
  return (
    dueMonths(home, published, steps, { asKnown: true, until: '2026-04-30' }).find(
      (d) => d.benefit === 'dibao' && d.person === ref,
    )?.fen ?? 0
  );
};

/** 低保, 边缘 or neither, by the oracle on the day of the decision. */
function classByOracle(home: TrueFamily): string {
  const picture = pictureOf(home, { eyes: truth, judgedOn: DECIDED, day: APPLIED, reach: 'window', except: new Set() });
  return classOf(picture, reckon(picture, { standards: standardsOf(published), day: DECIDED, knownBy: null })) ?? 'none';
}

const seeds = Array.from({ length: 1500 }, (_, i) => i + 1);
/** What differs, in words; and how often there was something to pay. */
function differences(compare: (home: TrueFamily, seed: number) => { rule: unknown; oracle: unknown } | null) {
  const differ: string[] = [];
  let paid = 0;
  for (const seed of seeds) {
    const both = compare(anyFamily(seed), seed);
    if (!both) continue;
    const [rule, oracle] = [JSON.stringify(both.rule), JSON.stringify(both.oracle)];
    if (rule !== oracle) differ.push(`seed ${seed}: rule ${rule}, oracle ${oracle}`);
    if (rule !== '0') paid++;
  }
  return { differ: differ.slice(0, 20), paid };
}

describe('低保：平台的规则和对照算法，一千五百个随机家庭', () => {
  test('申请决定的次月，金额一分不差', () => {
    const { differ, paid } = differences((home) => ({ rule: byRule(factsOf(home)), oracle: byOracle(home) }));
    expect(differ).toEqual([]);
    expect(paid).toBeGreaterThan(300);
  });

  test('低保、低保边缘还是都不是', () => {
    const classes = new Set<string>();
    const { differ } = differences((home) => {
      const oracle = classByOracle(home);
      classes.add(oracle);
      const { category, persons } = decided(factsOf(home));
      return { rule: persons === 0 ? 'none' : category, oracle };
    });
    expect(differ).toEqual([]);
    expect([...classes].sort()).toEqual(['dibao', 'edge', 'none']);
  });

  test('此后十八个月逐月：七十岁、十八岁、提高的标准，都在同一个月起作用', () => {
    const raised = published.flatMap((p) =>
      p.key.startsWith('DB-STD') && p.validFrom === '2026-01-01'
        ? [
            { ...p, validTo: '2026-09-01' as PlainDate },
            {
              ...p,
              value: String(Number(p.value) + 3700),
              validFrom: '2026-09-01' as PlainDate,
              publishedOn: '2026-09-01' as PlainDate,
            },
          ]
        : [p],
    );
    const table = makeParameters(raised.map(asRow));
    const { differ } = differences((home, seed) => {
      if (seed % 5 > 0) return null;
      const steps = [step('granted', DECIDED, { openedOn: APPLIED })];
      const due = dueMonths(home, raised, steps, { asKnown: true, until: '2027-09-30' }).filter((d) => d.benefit === 'dibao');
      const facts = { ...factsOf(home), decisionDate: DECIDED };
      if (decided(facts).outcome !== 'eligible') return { rule: [], oracle: due };
      const rule = due.map(({ month }) => {
        const then = redetermineDibao(facts, table, `${month}-01` as PlainDate);
        return then.ok ? then.value.amountFen : then.code;
      });
      return { rule, oracle: due.map((d) => d.fen) };
    });
    expect(differ).toEqual([]);
  });

  test('单人保：残疾、重病、成年无业重度残疾', () => {
    const grounds = ['disability', 'illness', 'jobless-severe'] as const;
    const { differ, paid } = differences((home, seed) => {
      const random = makeRandom(seed);
      const ask: Ask = { item: 'dibao', on: APPLIED, person: random.pick(home.people).ref, single: random.pick(grounds) };
      const facts = factsOf(home, { applicant: ask.person, ground: ask.single as 'disability' });
      return { rule: byRule(facts), oracle: byOracle({ ...home, asks: [ask] }, ask.person) };
    });
    expect(differ).toEqual([]);
    expect(paid).toBeGreaterThan(5);
  });
});
