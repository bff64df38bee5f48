/** 进出双预警: by which day somebody had to notice. */
import { expect, test } from 'vitest';
import type { PlainDate } from '../../kernel/schema/index.ts';
import { cluesDue } from '../oracle.ts';
import type { Step, TrueFamily } from '../world.ts';
import { certificate, city, doing, expense, family, person, type Sketch, spell, step, wage } from './fixtures.ts';
import { cardUse, type Money } from './traces.ts';

const parameters = city();
const granted = [step('granted', '2026-03-31', { openedOn: '2026-03-02' })];
const allClues = (home: TrueFamily, steps: readonly Step[], until: PlainDate = '2026-12-31', money: Partial<Money> = {}) =>
  cluesDue(home, parameters, steps, { until, ...money }).map((c) => `${c.rule} ${c.person ?? '全家'} ${c.by}`);
/** Nobody in these stories uses a card: OUT-7 has its own test. */
const clues = (...asked: Parameters<typeof allClues>) => allClues(...asked).filter((c) => !c.startsWith('OUT-7'));
const old = (sketch: Sketch = {}) => person('老人', '1955-01-01', { does: 'old', ...sketch });
const sentOn = (on: PlainDate) => ({ on, by: 'department' as const });

test('领低保的人去世：报告当天就该有预警；没有领的没有', () => {
  const home = family([old({ dies: '2026-05-20', deathTold: '2026-07-03' })]);
  expect(clues(home, granted)).toEqual(['OUT-1 老人 2026-07-03']);
  expect(clues(home, [])).toEqual([]);
  expect(clues(home, granted, '2026-07-02')).toEqual([]);
});

test('领低保的家庭有人新就业，收入不低于标准：社保看得到的次月底前；低于标准不算', () => {
  const hired = (yuan: number) =>
    family([
      person('母', '1985-01-01', {
        does: [doing('caring', { to: '2026-04-30' }), doing('working', { from: '2026-05-01' })],
        incomes: [wage(yuan, { from: '2026-05-01', told: { on: null, by: 'family' }, seenBy: '2026-06-10' })],
      }),
      person('子', '2016-01-01', { relation: 'child', does: 'pupil' }),
    ]);
  expect(clues(hired(2000), granted)).toEqual(['OUT-3 母 2026-07-31']);
  expect(clues(hired(1999.99), granted)).toEqual([]);
});

test('新买的车次月底前；存款超限次季度底前', () => {
  const seen = { from: '2026-05-15', told: { on: null, by: 'family' as const }, seenBy: '2026-05-20' } as const;
  expect(clues(family([old()], { cars: [spell({ valueFen: 50_000_00 }, seen)] }), granted)).toEqual(['OUT-4 全家 2026-06-30']);
  expect(clues(family([old()], { deposits: [spell(19_200_01, seen)] }), granted)).toEqual(['OUT-5 全家 2026-09-30']);
  expect(clues(family([old()], { deposits: [spell(19_200_00, seen)] }), granted)).toEqual([]);
});

test('没有救助的人新领一级残疾证，当天；自付医疗费达到月标准的12倍，次月底前', () => {
  const issued = certificate('physical', 1, { from: '2026-05-10', told: sentOn('2026-05-12') });
  expect(clues(family([old({ certificates: [issued] })]), [])).toEqual(['IN-2 老人 2026-05-12']);
  expect(clues(family([old({ certificates: [issued] })]), granted)).toEqual([]);
  const paid = (yuan: number) =>
    clues(
      family([
        old({
          expenses: [expense('medical', yuan, { from: '2026-05-10', told: { on: null, by: 'family' }, seenBy: '2026-05-20' })],
        }),
      ]),
      [],
    );
  expect([paid(9600), paid(9599)]).toEqual([['IN-1 老人 2026-06-30'], []]);
});

test('唯一挣钱的人去世：报告当天；失业停保满三个月：次月底前', () => {
  const earner = (sketch: Sketch) =>
    family([person('父', '1980-01-01', { does: 'working', ...sketch }), person('母', '1982-01-01', { relation: 'spouse' })]);
  expect(clues(earner({ incomes: [wage(3000)], dies: '2026-05-20', deathTold: '2026-05-25' }), [])).toEqual([
    'IN-4 父 2026-05-25',
  ]);
  expect(clues(earner({ incomes: [wage(3000, { to: '2026-05-31', seenBy: '2025-01-01' })] }), [])).toEqual([
    'IN-3 父 2026-09-30',
  ]);
});

test('挣钱的人最后一个去世：家里没有别人了，没有谁要帮', () => {
  const home = family([
    person('父', '1980-01-01', { dies: '2026-04-10', deathTold: '2026-04-12' }),
    person('母', '1982-01-01', {
      relation: 'spouse',
      does: 'working',
      incomes: [wage(3000)],
      dies: '2026-05-20',
      deathTold: '2026-05-25',
    }),
  ]);
  expect(clues(home, [])).toEqual([]);
});

test('停保不满三个月又上班了，或者三个月里别人上班了：不算；满三个月以后才上班，照算', () => {
  const lost = wage(3000, { to: '2026-05-31', seenBy: '2025-01-01' });
  const home = (his: readonly ReturnType<typeof wage>[], hers: readonly ReturnType<typeof wage>[] = []) =>
    clues(
      family([
        person('父', '1980-01-01', { does: 'working', incomes: [lost, ...his] }),
        person('母', '1982-01-01', { relation: 'spouse', incomes: hers }),
      ]),
      [],
    );
  expect(home([wage(3000, { from: '2026-08-01' })])).toEqual([]);
  expect(home([], [wage(3000, { from: '2026-08-01' })])).toEqual([]);
  expect(home([wage(3000, { from: '2026-11-01' })])).toEqual(['IN-3 父 2026-09-30']);
});

test('曾被拒绝，一年内又没了工资：部门送来的当天，社保看得到的次月底前；只有家里自己知道的没有', () => {
  const home = (timing: Parameters<typeof wage>[1]) =>
    family([
      person('父', '1980-01-01', { does: 'working', incomes: [wage(3000, { to: '2026-05-31', ...timing })] }),
      person('母', '1982-01-01', { relation: 'spouse' }),
    ]);
  const refused = [step('refused', '2026-03-20', { openedOn: '2026-03-02' })];
  expect(clues(home({ endTold: sentOn('2026-06-08') }), refused)).toEqual(['IN-7 父 2026-06-08']);
  expect(clues(home({ seenBy: '2025-01-01' }), refused)).toContain('IN-7 父 2026-07-31');
  expect(clues(home({ endTold: { on: '2026-06-08', by: 'family' } }), refused)).toEqual([]);
  expect(clues(home({ endTold: sentOn('2026-06-08') }), [])).toEqual([]);
});

test('一年没有复核，再过30天：从第31天起算超期，次月底前；那以前复核了的没有', () => {
  const home = family([old()]);
  const late = [step('granted', '2025-05-10', { openedOn: '2025-04-20' })];
  expect(clues(home, late)).toEqual(['OUT-8 全家 2026-07-31']);
  expect(clues(home, [...late, step('reviewed', '2026-07-30', { openedOn: '2026-05-20' })])).toEqual([]);
});

test('低保边缘家庭的成员新领二级残疾证：单人保的预警，不是IN-2；认定过了一年、还没有复核完，仍按边缘', () => {
  const home = (issued: PlainDate) =>
    family([
      person('父', '1980-01-01', { does: 'working', incomes: [wage(2000)] }),
      person('母', '1982-01-01', {
        relation: 'spouse',
        certificates: [certificate('physical', 2, { from: issued, told: sentOn(issued) })],
      }),
    ]);
  const refused = [step('refused', '2026-03-20', { openedOn: '2026-03-02' })];
  expect(clues(home('2026-05-10'), refused)).toEqual(['IN-6 母 2026-05-10']);
  expect(clues(home('2027-05-20'), refused, '2027-06-30')).toEqual(['IN-6 母 2027-05-20']);
});

test('低保边缘家庭有人看病自付达到月标准的12倍：单人保的预警，不是IN-1', () => {
  const home = family([
    person('父', '1980-01-01', { does: 'working', incomes: [wage(2000)] }),
    person('母', '1982-01-01', {
      relation: 'spouse',
      expenses: [expense('medical', 9600, { from: '2026-05-10', told: { on: null, by: 'family' }, seenBy: '2026-05-20' })],
    }),
  ]);
  expect(clues(home, [step('refused', '2026-03-20', { openedOn: '2026-03-02' })])).toEqual(['IN-6 母 2026-06-30']);
});

test('防返贫监测、学校、退役军人事务送来的：当天；在领低保的，防返贫监测不用预警', () => {
  const noticed = (kind: 'poverty-listed' | 'school-hardship' | 'veteran-hardship') =>
    family([old()], { signals: [{ kind, person: '老人', on: '2026-05-10' }] });
  expect(clues(noticed('poverty-listed'), [])).toEqual(['IN-5 老人 2026-05-10']);
  expect(clues(noticed('poverty-listed'), granted)).toEqual([]);
  // 因存款未获低保：基本生活支出占收入八成以上，可能已认定为刚性支出困难家庭
  const saved = { ...noticed('poverty-listed'), deposits: [spell(19_200_01)] };
  expect(clues(saved, [step('refused', '2026-03-31', { openedOn: '2026-03-02' })])).toEqual([]);
  expect(clues(noticed('school-hardship'), granted)).toEqual(['IN-8 老人 2026-05-10']);
  expect(clues(noticed('veteran-hardship'), granted)).toEqual(['IN-9 老人 2026-05-10']);
});

test('领低保的家庭迁出本县：报告后15个工作日内；没有领的没有', () => {
  const moved = family([old()], {
    move: { on: '2026-05-12', division: '421221103001', urbanRural: 'urban', told: { on: '2026-05-20', by: 'family' } },
  });
  expect(clues(moved, granted)).toEqual(['OUT-9 全家 2026-06-10']);
  expect(clues(moved, [])).toEqual([]);
  const within = family([old()], { move: { ...moved.move!, division: '421202100001' } });
  expect(clues(within, granted)).toEqual([]);
});

test('领取的人半年没有用卡、就诊：满六个月的次月底前；用过卡的重新算；知道去世了就没有', () => {
  const unseen = (sketch: Sketch) => allClues(family([old(sketch)]), granted, '2027-03-31').filter((c) => c.startsWith('OUT-7'));
  expect(unseen({})).toEqual(['OUT-7 老人 2026-10-31']);
  expect(unseen({ seen: ['2026-07-20', '2026-12-20'] })).toEqual([]);
  expect(unseen({ seen: ['2026-07-20'] })).toEqual(['OUT-7 老人 2027-02-28']);
  // 去世了没有人报：没有人再用卡
  expect(unseen({ seen: ['2026-07-20'], dies: '2026-08-02', deathTold: '2027-03-30' })).toEqual(['OUT-7 老人 2027-02-28']);
  expect(unseen({ seen: ['2026-07-20'], dies: '2026-08-02', deathTold: '2026-09-01' })).toEqual([]);
});

test('两家互不相干的钱打到同一张卡：后一家确认的次月底前', () => {
  const shared = (...paidOn: PlainDate[]) =>
    clues(family([old()], { card: '6217799000000001' }), granted, '2026-12-31', {
      others: paidOn.map((day) => ({ namedOn: day, paidOn: day })),
    });
  expect(shared()).toEqual([]);
  expect(shared('2026-02-10')).toEqual(['OUT-10 全家 2026-04-30']);
  expect(shared('2026-06-10')).toEqual(['OUT-10 全家 2026-07-31']);
});
test('从第一次往那张卡打钱起算：单人保、支出型救助也是；乡镇当面给的急难救助不是', () => {
  const aid = (ground: string, on: PlainDate) => step('granted', on, { benefit: 'temporary-aid', person: 'p0', ground });
  const alone = step('granted', '2026-06-10', { person: 'p0' });
  expect(cardUse([aid('first-aid', '2026-02-01'), aid('expense', '2026-04-01'), alone])?.paidOn).toBe('2026-04-01');
  expect(cardUse([step('granted', '2026-02-01', { person: 'p1' }), alone])?.paidOn).toBe('2026-06-10');
  expect(cardUse([step('refused', '2026-02-01')])).toBeNull();
});
test('县级没有批的那次已经登记了这张卡：那以后的预警都算，不用等到第一次打钱', () => {
  const rest = (kind: 'granted' | 'refused', openedOn: PlainDate, on: PlainDate) =>
    step(kind, on, { benefit: 'temporary-aid', person: 'p0', ground: 'rest', openedOn });
  const other = cardUse([rest('refused', '2026-06-08', '2026-06-10'), rest('granted', '2026-09-28', '2026-10-02')])!;
  expect(other).toEqual({ namedOn: '2026-06-08', paidOn: '2026-10-02' });
  const home = family([old()], { card: '6217799000000001' });
  const [due] = cluesDue(home, parameters, granted, { until: '2026-12-31', others: [other] }).filter((c) => c.rule === 'OUT-10');
  expect(due).toMatchObject({ since: '2026-06-08', by: '2026-11-30' });
});

test('同一个月又领特困又领残疾人补贴：次月底前；先后领的不算', () => {
  const paid = (second: string) =>
    clues(family([old()]), [], '2026-12-31', {
      paid: [
        { benefit: 'disability-nursing', person: '老人', month: '2026-05', fen: 100_00 },
        { benefit: 'tekun', person: '老人', month: second as '2026-05', fen: 1_000_00 },
      ],
    });
  expect(paid('2026-05')).toEqual(['OUT-6 老人 2026-06-30']);
  expect(paid('2026-06')).toEqual([]);
});
