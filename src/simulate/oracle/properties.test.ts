/** What must hold of every history, whatever it is: over families made up by chance. */
import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { dueMonths } from '../oracle.ts';
import { makeRandom, type Random } from '../random.ts';
import type { Ask, Benefit, MonthDue, Step, TrueFamily, TruePerson } from '../world.ts';
import { certificate, city, doing, expense, family, income, person, son, spell, step, wage } from './fixtures.ts';
import { daysLater } from './measure.ts';

const parameters = city({ 'DB-STD-U': '2026-04-20', 'DB-STD-R': '2026-04-20', LIV: '2026-04-25', NUR: '2026-04-25' });
const UNTIL: PlainDate = '2027-02-28';
const dayIn2026 = (random: Random, from = 0, to = 350): PlainDate => daysLater('2026-01-01', random.between(from, to));

function anybody(random: Random, ref: string, relation: TruePerson['relation'], bornFrom: number): TruePerson {
  const born =
    `${random.between(bornFrom, bornFrom + 12)}-${random.pick(['01', '07', '12'])}-${random.pick(['01', '15', '28'])}` as PlainDate;
  const changes = random.chance(0.4) ? dayIn2026(random) : null;
  const grown = born < '2008-01-01';
  const told = changes && { on: daysLater(changes, random.between(0, 90)), by: 'department' as const };
  const earns = grown && random.chance(0.5);
  const death = random.chance(0.2) ? dayIn2026(random) : undefined;
  return person(ref, born, {
    relation,
    does: grown ? (earns ? 'working' : random.pick(['jobless', 'caring', 'unable'])) : 'pupil',
    incomes: [
      ...(earns ? [wage(random.between(200, 4000), changes ? { from: changes, told: told! } : {})] : []),
      ...(grown && random.chance(0.4) ? [income('resident-pension', random.between(100, 400))] : []),
    ],
    certificates: random.chance(0.4)
      ? [
          certificate(random.pick(['physical', 'mental', 'sight']), random.pick([1, 2, 3, 4]), {
            care: random.chance(0.7),
            validTo: random.pick(['2026-08-15', '2030-01-01']),
          }),
        ]
      : [],
    seriousIllness: random.chance(0.2) ? [spell<true>(true)] : [],
    expenses: random.chance(0.2) ? [expense('medical', random.between(1000, 20_000))] : [],
    custody: random.chance(0.05) ? [spell<true>(true, { from: dayIn2026(random) })] : [],
    unableTo: [spell(random.between(0, 6))],
    ...(death ? { dies: death, deathTold: daysLater(death, random.between(0, 120)) } : {}),
  });
}

function anyHistory(seed: number): { home: TrueFamily; steps: Step[] } {
  const random = makeRandom(seed);
  const people = [anybody(random, 'p0', 'self', random.pick([1945, 1960, 1980]))];
  if (random.chance(0.6)) people.push(anybody(random, 'p1', 'spouse', random.pick([1945, 1960, 1980])));
  for (let i = people.length; random.chance(0.5); i++)
    people.push(anybody(random, `p${i}`, 'child', random.pick([1998, 2006, 2012])));
  const asks: Ask[] = people.map((p) => ({
    item: 'dibao',
    on: '2026-01-05',
    person: p.ref,
    single: random.pick(['disability', 'illness', 'jobless-severe']),
  }));
  const home = family(people, {
    urbanRural: random.pick(['urban', 'rural']),
    obligors: random.chance(0.2) ? [son(random.between(3000, 8000), ['p0'], 3)] : [],
    deposits: [spell(random.between(0, 30_000) * 100)],
    asks,
  });
  const decide = (benefit: Benefit, ref: string | null, first: PlainDate): Step[] => {
    const days = [first, ...Array.from({ length: random.between(0, 3) }, () => dayIn2026(random, 60))].sort();
    return days.map((day, i) =>
      step(i === 0 ? 'granted' : 'reviewed', day, {
        benefit,
        person: ref,
        openedOn: daysLater(day, -20),
        checkedOn: daysLater(day, -10),
      }),
    );
  };
  const steps = decide('dibao', null, dayIn2026(random, 20, 60));
  for (const { ref } of people) {
    if (random.chance(0.3)) steps.push(...decide('dibao', ref, dayIn2026(random, 60)));
    if (random.chance(0.3))
      steps.push(...decide('tekun', ref, dayIn2026(random, 40)), ...decide('tekun-care', ref, dayIn2026(random, 40)));
    for (const benefit of ['disability-living', 'disability-nursing'] as const)
      if (random.chance(0.5))
        steps.push(step('granted', dayIn2026(random, 40), { benefit, person: ref, openedOn: dayIn2026(random, 20, 40) }));
  }
  return { home, steps };
}

const seeds = Array.from({ length: 250 }, (_, i) => i + 1);
const histories = seeds.map((seed) => ({ seed, ...anyHistory(seed) }));
const dueOf = ({ home, steps }: { home: TrueFamily; steps: readonly Step[] }, asKnown: boolean): MonthDue[] =>
  dueMonths(home, parameters, steps, { asKnown, until: UNTIL });
const total = (due: readonly MonthDue[], benefit: Benefit) =>
  due.filter((d) => d.benefit === benefit).reduce((sum, d) => sum + d.fen, 0);

/** 低保边缘、刚性支出的认定 counts as one when it is decided, and pays nothing. */
const isRecognition = (benefit: Benefit): boolean => benefit === 'edge' || benefit === 'rigid';

describe.each([
  ['按知道的', true],
  ['按事实', false],
])('%s，二百五十个随机的家庭', (_, asKnown) => {
  const all = histories.map((history) => ({ ...history, due: dueOf(history, asKnown) }));

  test('每一种都出现过：不是空的检查', () => {
    for (const benefit of ['dibao', 'tekun', 'tekun-care', 'disability-living', 'disability-nursing'] as const)
      expect(all.filter(({ due }) => due.some((d) => d.benefit === benefit)).length, benefit).toBeGreaterThan(5);
    expect(all.some(({ due }) => due.some((d) => d.why === '渐退期'))).toBe(true);
    expect(all.some(({ due }) => due.some((d) => d.benefit === 'dibao' && d.person !== null))).toBe(true);
  });

  test('金额都是整元的正数，一个人一种补助一个月只有一份', () => {
    for (const { seed, due } of all) {
      expect(
        due.every((d) => isRecognition(d.benefit) || (d.fen > 0 && d.fen % 100 === 0)),
        `seed ${seed}`,
      ).toBe(true);
      const keys = due.map((d) => `${d.benefit} ${d.person} ${d.month}`);
      expect(new Set(keys).size, `seed ${seed}`).toBe(keys.length);
    }
  });

  test('去世的次月起，本人名下什么也没有；全家都去世了，低保也没有', () => {
    for (const { seed, home, due } of all) {
      const gone = new Map(home.people.map((p) => [p.ref, p.death?.on.slice(0, 7) ?? '9999-12']));
      for (const d of due) {
        const last = d.person ? gone.get(d.person)! : [...gone.values()].sort().at(-1)!;
        expect(d.month <= last, `seed ${seed} ${d.benefit} ${d.month}`).toBe(true);
      }
    }
  });

  test('互斥的不在同一个月：特困与低保单人户、与两项补贴；全家低保与单人保', () => {
    for (const { seed, due } of all)
      for (const d of due) {
        const same = (benefit: Benefit, ref: string | null) =>
          due.some((o) => o.benefit === benefit && o.person === ref && o.month === d.month);
        const who = `seed ${seed} ${d.benefit} ${d.person} ${d.month}`;
        if (d.benefit === 'tekun')
          for (const other of ['dibao', 'disability-living', 'disability-nursing'] as const)
            expect(same(other, d.person), who).toBe(false);
        if (d.benefit === 'dibao' && d.person) expect(same('dibao', null), who).toBe(false);
        if (d.benefit === 'tekun-care') expect(same('tekun', d.person), who).toBe(true);
      }
  });

  test('两项补贴之外的钱，从决定的次月起才有', () => {
    for (const { seed, steps, due } of all)
      for (const d of due) {
        if (d.benefit.startsWith('disability-') || isRecognition(d.benefit)) continue;
        const first = steps
          .filter((s) => s.benefit === d.benefit && s.person === d.person)
          .map((s) => s.decidedOn)
          .sort()[0];
        const basis =
          d.benefit === 'tekun-care' ? steps.filter((s) => s.benefit === 'tekun' && s.person === d.person)[0]!.decidedOn : first!;
        expect(d.month > basis.slice(0, 7), `seed ${seed} ${d.benefit}`).toBe(true);
      }
  });
});

test('同一个申请，收入越多低保越少', () => {
  for (const { seed, home } of histories) {
    const steps = [step('granted', '2026-03-31', { openedOn: '2026-03-02' })];
    const richer = (yuan: number): TrueFamily => ({
      ...home,
      people: home.people.map((p, i) => (i === 0 ? { ...p, incomes: [...p.incomes, income('rent', yuan)] } : p)),
    });
    const amounts = [0, 0.01, 150, 900].map((yuan) => total(dueOf({ home: yuan ? richer(yuan) : home, steps }, false), 'dibao'));
    expect(amounts, `seed ${seed}`).toEqual([...amounts].sort((a, b) => b - a));
  }
});

test('没有什么晚报、错报的，按知道的和按事实是一样的', () => {
  for (const { seed, home, steps } of histories) {
    const prompt: TrueFamily = {
      ...home,
      people: home.people.map((p) => ({
        ...p,
        death: p.death && { ...p.death, told: { ...p.death.told, on: p.death.on } },
        incomes: p.incomes.map((s) => ({ ...s, told: { ...s.told, on: s.from } })),
        custody: p.custody.map((s) => ({ ...s, told: { ...s.told, on: s.from } })),
      })),
    };
    const published = parameters.map((p) => ({ ...p, publishedOn: p.validFrom }));
    const [known, true_] = [true, false].map((asKnown) => dueMonths(prompt, published, steps, { asKnown, until: UNTIL }));
    expect(known, `seed ${seed}`).toEqual(true_);
  }
});

test('一个家庭只看它自己：换一个顺序交来不同日子的步骤，结果一样', () => {
  for (const { seed, home, steps } of histories.slice(0, 100))
    expect(dueOf({ home, steps: [...steps].reverse() }, true).length, `seed ${seed}`).toBe(dueOf({ home, steps }, true).length);
});

test('doing 的家庭：同一个人先后两种身份也算得出', () => {
  const home = family([
    person('父', '1980-01-01', { does: [doing('caring', { to: '2026-05-31' }), doing('jobless', { from: '2026-06-01' })] }),
    person('子', '2016-01-01', { relation: 'child', does: 'pupil' }),
  ]);
  const steps = [step('granted', '2026-03-31'), step('reviewed', '2026-06-20', { openedOn: '2026-06-10' })];
  const due = dueMonths(home, parameters, steps, { asKnown: true, until: '2026-07-31' });
  // 有劳动能力、没有正当理由不工作：视同收入 1950 × 0.8 = 1560 元
  expect(due.map((d) => d.fen / 100)).toEqual([1760, 1760, 1760, 200]);
});
