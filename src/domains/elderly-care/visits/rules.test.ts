import { describe, expect, test } from 'vitest';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type KnockLimits, knockDue, knockNext, knockTimes } from './knock.ts';
import { compareLevels, groupsOf, type Known, mayLower, standingOf } from './risk.ts';
import { type Around, judge, type Limits, type Visit } from './valid.ts';

const day = (text: string) => text as PlainDate;
const at = (text: string) => new Date(`${text}:00+08:00`).toISOString();
const TODAY = day('2026-11-22');
const bands = { red: 60, yellow: 35 };
const nobody: Known = {
  birthDate: day('1960-01-01'),
  living: null,
  capacity: null,
  demented: false,
  disability: null,
  onlyChildLost: false,
  suddenIllness: false,
  dischargedOn: null,
  bereavedOn: null,
  contactOn: null,
  poor: false,
  hazard: false,
  unreachable: false,
};
const standing = (of: Partial<Known>, on = TODAY) => standingOf({ ...nobody, ...of }, on, bands);

describe('谁在册、多少分、哪一级', () => {
  test('例4 八十二岁独居、部分失能、35天没有和子女联系、低保：15+20+15+15+10＝75，红', () => {
    const { score, level, groups } = standing({
      birthDate: day('1944-05-01'),
      living: 'alone',
      capacity: 2,
      contactOn: plusDays(TODAY, -35),
      poor: true,
    });
    expect({ score, level, groups }).toEqual({ score: 75, level: 'red', groups: ['ELD_ALONE', 'ELD_FUNC'] });
  });
  test('例4 六十六岁和老伴住、出院40天、电线不安全：20+10＝30，绿；再过51天只剩10分', () => {
    const man = { birthDate: day('1960-02-01'), living: 'empty-nest', dischargedOn: plusDays(TODAY, -40), hazard: true };
    expect(standing(man)).toMatchObject({ score: 30, level: 'green', reviewOn: plusDays(TODAY, 51) });
    expect(standing(man, plusDays(TODAY, 50)).score).toBe(30);
    expect(standing(man, plusDays(TODAY, 51)).score).toBe(10);
  });
  test('独居又失能的，分数不够也是红；独居满80的至少是黄', () => {
    expect(standing({ living: 'alone', capacity: 2 })).toMatchObject({ score: 35, level: 'red' });
    expect(standing({ living: 'alone', birthDate: day('1946-11-22') })).toMatchObject({ score: 35, level: 'yellow' });
    expect(standing({ living: 'alone', birthDate: day('1946-11-23') })).toMatchObject({ score: 20, level: 'green' });
  });
  test('正好60分是红，正好35分是黄', () => {
    const base = { birthDate: day('1950-01-01'), suddenIllness: true, dischargedOn: TODAY };
    expect(standing({ ...base, poor: true, hazard: true })).toMatchObject({ score: 60, level: 'red' });
    expect(standing({ ...base, poor: true })).toMatchObject({ score: 50, level: 'yellow' });
    expect(standing({ suddenIllness: true, disability: 2 })).toMatchObject({ score: 35, level: 'yellow' });
    expect(standing({ suddenIllness: true, poor: true })).toMatchObject({ score: 30, level: 'green' });
  });
  test('六类各一条；未满60的、轻度失能的、三级残疾的不在册', () => {
    const of = (given: Partial<Known>) => groupsOf({ ...nobody, ...given }, TODAY);
    expect(of({ living: 'empty-nest' })).toEqual(['ELD_EMPTY']);
    expect(of({ living: 'left-behind' })).toEqual(['ELD_LEFT']);
    expect(of({ capacity: 2 })).toEqual(['ELD_FUNC']);
    expect(of({ disability: 2 })).toEqual(['ELD_DIS']);
    expect(of({ onlyChildLost: true })).toEqual(['ELD_ONLY']);
    expect([...of({ capacity: 1 }), ...of({ disability: 3 }), ...of({ living: 'with-children' })]).toEqual([]);
    expect(of({ living: 'alone', birthDate: day('1966-11-23') })).toEqual([]);
  });
  test('调低要满30天', () => {
    expect(mayLower(day('2026-10-23'), TODAY, 30)).toBe(true);
    expect(mayLower(day('2026-10-24'), TODAY, 30)).toBe(false);
    expect(compareLevels('red', 'yellow')).toBeGreaterThan(0);
  });
});

const limits: Limits = {
  radius: 200,
  accuracy: 100,
  homeMinutes: 5,
  phoneMinutes: 2,
  syncHours: 72,
  speed: 60,
  clockMinutes: 10,
};
/** Along one road to the north, by metres from the home. */
const spot = (metres: number, accuracy = 10) => ({ longitude: 114.3, latitude: 29.8 + metres / 111_194.9, accuracy });
const visit = (of: Partial<Visit> = {}): Visit => ({
  mode: 'home',
  outcome: 'well',
  startedAt: at('2026-11-27T15:00'),
  endedAt: at('2026-11-27T15:06'),
  sentAt: at('2026-11-27T15:06'),
  place: spot(0),
  ...of,
});
const around = (of: Partial<Around> = {}): Around => ({
  level: 'green',
  receivedAt: at('2026-11-27T15:06'),
  home: spot(0),
  before: null,
  lastAtHome: true,
  homeInQuarter: true,
  quarterGoesOn: true,
  countedToday: false,
  photoUsedOn: null,
  photoLikeOn: null,
  ...of,
});
const verdict = (v: Partial<Visit>, a: Partial<Around> = {}) => judge(visit(v), around(a), limits);

describe('什么算一次有效探访', () => {
  test('入户六分钟，人在家里：有效', () => expect(verdict({})).toEqual({ validity: 'valid', reasons: [] }));
  test('正好5分钟有效，差一点存疑；电话正好2分钟有效', () => {
    expect(verdict({ endedAt: at('2026-11-27T15:05') }).validity).toBe('valid');
    expect(verdict({ endedAt: at('2026-11-27T15:04') })).toEqual({ validity: 'suspect', reasons: ['不到5分钟'] });
    expect(verdict({ mode: 'phone', place: null, endedAt: at('2026-11-27T15:02') }).validity).toBe('valid');
  });
  test('红色的打电话不算；黄色的上一次也是电话就不算；绿色的一个季度至少入户一次', () => {
    expect(verdict({ mode: 'phone', place: null }, { level: 'red' })).toEqual({
      validity: 'invalid',
      reasons: ['红色等级须入户走访'],
    });
    expect(verdict({ mode: 'phone', place: null }, { level: 'yellow' }).validity).toBe('valid');
    expect(verdict({ mode: 'phone', place: null }, { level: 'yellow', lastAtHome: false }).validity).toBe('invalid');
    expect(verdict({ mode: 'phone', place: null }, { homeInQuarter: false }).validity).toBe('valid');
    expect(verdict({ mode: 'phone', place: null }, { homeInQuarter: false, quarterGoesOn: false }).validity).toBe('invalid');
  });
  test('离住处200米以内、误差100米以内才算到了；没有定位的存疑；住处还没有记的，有定位就算', () => {
    expect(verdict({ place: spot(200) }).validity).toBe('valid');
    expect(verdict({ place: spot(202) }).reasons).toEqual(['定位异常，待乡镇核实']);
    expect(verdict({ place: spot(0, 100) }).validity).toBe('valid');
    expect(verdict({ place: spot(0, 101) }).validity).toBe('suspect');
    expect(verdict({ place: null }).validity).toBe('suspect');
    expect(verdict({ place: spot(5000) }, { home: null }).validity).toBe('valid');
  });
  test('例9 10:04离开甲家，10:10到12公里外的乙家，时速120公里：乙家的存疑', () => {
    const between = (metres: number, time: string) =>
      verdict(
        { startedAt: at(`2026-11-27T${time}`), endedAt: at('2026-11-27T15:00'), sentAt: at('2026-11-27T15:06') },
        { before: { endedAt: at('2026-11-27T10:04'), place: spot(metres) } },
      ).validity;
    expect(between(12_000, '10:10')).toBe('suspect');
    expect(between(12_000, '10:16')).toBe('valid');
    expect(between(150, '10:04')).toBe('valid');
    expect(between(300, '10:04')).toBe('suspect');
  });
  test('例10 27日15时走访，12月1日9时才送到：90小时，超过72小时，存疑；隔一天送到的有效', () => {
    const late = { receivedAt: at('2026-12-01T09:00') };
    expect(verdict({ endedAt: at('2026-11-27T15:06'), sentAt: at('2026-12-01T09:00') }, late)).toEqual({
      validity: 'suspect',
      reasons: ['超过72小时才送到'],
    });
    expect(verdict({ sentAt: at('2026-11-28T16:00') }, { receivedAt: at('2026-11-28T16:00') }).validity).toBe('valid');
  });
  test('手机时间错了11分钟、夜里九点以后、一天里第二次、旧照片：各有说法', () => {
    expect(verdict({ sentAt: at('2026-11-27T14:55') }).reasons).toEqual(['手机时间差11分钟']);
    expect(verdict({ endedAt: at('2026-11-27T21:01') }, { receivedAt: at('2026-11-27T21:01') }).validity).toBe('suspect');
    expect(verdict({}, { countedToday: true })).toEqual({ validity: 'invalid', reasons: ['同一天只算一次'] });
    expect(verdict({}, { photoUsedOn: '2026-10-03' }).reasons).toEqual(['照片已用于2026-10-03走访']);
    expect(verdict({}, { photoLikeOn: '2026-10-03' })).toMatchObject({
      validity: 'suspect',
      reasons: ['照片和2026-10-03在别家走访的差不多，待乡镇核实'],
    });
  });
  test('没见到人的不算探访', () => expect(verdict({ outcome: 'no-answer' }).validity).toBe('invalid'));
});

describe('例11 敲门没有人应，红色', () => {
  const knock: KnockLimits = { callsRed: 30, calls: 120, secondRed: 240, second: 1440 };
  const { callsBy, secondBy } = knockTimes('red', at('2026-11-23T09:00'), knock);
  const of = { level: 'red' as const, callsBy, secondBy, calledAt: null, secondAt: null, townshipAt: null, deskAt: null };
  test('9时敲门：9:30前打完电话，13时前再上门，没有踪迹的13时转应急', () => {
    expect([callsBy, secondBy]).toEqual([at('2026-11-23T09:30'), at('2026-11-23T13:00')]);
    expect(knockDue(of, at('2026-11-23T09:29'))).toEqual({ township: false, desk: false });
    expect(knockDue(of, at('2026-11-23T09:30'))).toEqual({ township: true, desk: false });
    const called = { ...of, calledAt: at('2026-11-23T09:20') };
    expect(knockDue(called, at('2026-11-23T12:59'))).toEqual({ township: false, desk: false });
    expect(knockDue(called, at('2026-11-23T13:00'))).toEqual({ township: true, desk: true });
    expect(knockNext(called)).toBe(at('2026-11-23T13:00'));
  });
  test('第二次还是没有人应：乡镇和应急呼叫台当时就知道；不是红色的先报乡镇，到时限再转应急', () => {
    const twice = { ...of, calledAt: at('2026-11-23T09:20'), secondAt: at('2026-11-23T11:00') };
    expect(knockDue(twice, at('2026-11-23T11:00'))).toEqual({ township: true, desk: true });
    const green = { ...twice, level: 'green' as const, secondBy: at('2026-11-24T09:00') };
    expect(knockDue(green, at('2026-11-23T11:00'))).toEqual({ township: true, desk: false });
    expect(knockDue({ ...green, townshipAt: at('2026-11-23T11:00') }, at('2026-11-24T09:00'))).toEqual({
      township: false,
      desk: true,
    });
  });
});
