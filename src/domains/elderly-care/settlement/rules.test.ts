import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Checked, deductionOf, type FlagLimits, flagsOf, type Line, sampleOf } from './rules.ts';

const at = (time: string): string => new Date(`2026-11-22T${time}:00+08:00`).toISOString();
const limits: FlagLimits = {
  kmh: 60,
  accuracy: 100,
  pairPercent: 60,
  pairLines: 5,
  ownPlace: null,
  ownMetres: 100,
  devicePersons: 3,
  alikeBits: 6,
};
/** A degree of latitude is 111 km. */
const north = (km: number) => ({ latitude: 29.8 + km / 111.19, longitude: 114.3, metres: 10 });
const line = (id: string, given: Partial<Line> = {}): Line => ({
  id,
  workerId: 'w',
  personId: id,
  inAt: at('09:00'),
  outAt: at('10:00'),
  place: north(0),
  metres: 50,
  accuracy: 20,
  fenceMetres: 200,
  minMinutes: 40,
  sentLate: false,
  inInstitution: false,
  inHospital: false,
  device: null,
  likeness: null,
  fen: 100_00,
  alwaysCall: false,
  ...given,
});
const found = (lines: readonly Line[]) => Object.fromEntries(flagsOf(lines, limits));

describe('可疑的服务', () => {
  test('两次签到隔1小时、相距70公里：快得不可能；隔2小时的没有问题', () => {
    const second = (inAt: string) => line('b', { inAt: at(inAt), outAt: at('12:30'), place: north(70) });
    expect(found([line('a', { outAt: at('09:40') }), second('10:00')])).toEqual({ a: [], b: ['fast'] });
    expect(found([line('a', { outAt: at('09:40') }), second('11:00')])).toEqual({ a: [], b: [] });
  });
  test('同一护理员时间重叠，两条都标；不同护理员不算', () => {
    const other = line('b', { inAt: at('09:59'), outAt: at('11:00') });
    expect(found([line('a'), other])).toEqual({ a: ['overlap'], b: ['overlap'] });
    expect(found([line('a'), { ...other, workerId: 'v' }])).toEqual({ a: [], b: [] });
  });
  test('超过200米、误差超过100米、不到最短时长、补传的，分别标出；正好不算', () => {
    expect(found([line('a', { metres: 200, accuracy: 100, outAt: at('09:40') })])).toEqual({ a: [] });
    expect(found([line('a', { metres: 201, accuracy: 101, outAt: at('09:39'), sentLate: true })])).toEqual({
      a: ['far', 'blurred', 'short', 'late'],
    });
  });
  test('照片：同一护理员在两家的差6位，两条都标，差7位不标；同一位老人家里的要一模一样才标；上个月的也比', () => {
    const photo = '01'.repeat(32);
    const off = (bits: number) => [...photo].map((bit, i) => (i < bits ? (bit === '1' ? '0' : '1') : bit)).join('');
    const [a, b] = [line('a', { likeness: photo }), line('b', { likeness: off(6), inAt: at('11:00'), outAt: at('12:00') })];
    expect(found([a, b])).toEqual({ a: ['alike'], b: ['alike'] });
    expect(found([a, { ...b, likeness: off(7) }])).toEqual({ a: [], b: [] });
    expect(found([a, { ...b, workerId: 'v' }])).toEqual({ a: [], b: [] });
    expect(found([a, { ...b, personId: 'a', likeness: off(1) }])).toEqual({ a: [], b: [] });
    expect(found([a, { ...b, personId: 'a', likeness: photo }])).toEqual({ a: ['alike'], b: ['alike'] });
    const before = [{ id: 'z', workerId: 'w', personId: 'z', likeness: off(2) }];
    expect(Object.fromEntries(flagsOf([a], limits, before))).toEqual({ a: ['alike'] });
  });
  test('签到的地方离服务商自己的地址100米以内：标出；101米外的、没有登记地址的不标', () => {
    const own = { ...limits, ownPlace: north(0) };
    const at100 = line('a', { place: north(0.099) });
    expect(Object.fromEntries(flagsOf([at100, line('b', { workerId: 'v', place: north(0.103) })], own))).toEqual({
      a: ['own-place'],
      b: [],
    });
    expect(found([at100])).toEqual({ a: [] });
  });
  test('一部手机替三位老人确认：三条都标；老两口共用一部不标', () => {
    const by = (id: string, device: string | null) => line(id, { workerId: id, device });
    expect(found([by('a', 'x'), by('b', 'x'), by('c', 'x'), by('d', 'y')])).toEqual({
      a: ['one-phone'],
      b: ['one-phone'],
      c: ['one-phone'],
      d: [],
    });
    expect(found([by('a', 'x'), by('b', 'x'), by('c', null)])).toEqual({ a: [], b: [], c: [] });
  });
  test('老人那天住在养老机构，却有上门服务：标出，由县里打电话查', () => {
    expect(found([line('a', { inInstitution: true }), line('b', { workerId: 'v' })])).toEqual({ a: ['stayed'], b: [] });
  });
  test('老人那天在住院，却有上门服务：标出，由县里打电话查', () => {
    expect(found([line('a', { inHospital: true }), line('b', { workerId: 'v' })])).toEqual({ a: ['hospital'], b: [] });
  });
  test('一个月5单里有4单是同一老人：超过60%，标出；3单不算', () => {
    const month = (same: number) =>
      Array.from({ length: 5 }, (_, i) =>
        line(`l${i}`, { personId: i < same ? 'same' : `p${i}`, inAt: at(`${10 + i}:00`), outAt: at(`${10 + i}:50`) }),
      );
    expect(Object.values(found(month(4))).filter((f) => f.includes('pair'))).toHaveLength(4);
    expect(Object.values(found(month(3))).flat()).toEqual([]);
  });
});

describe('抽查和扣减', () => {
  const lotOf = (message: string) => createHmac('sha256', 'seed').update(message).digest('hex');
  const draw = { percent: 5, least: 10, allFen: 300_00 };
  test('助浴、陪诊和300元以上的全部电话回访；其余300条抽5%，15条；40条的抽10条；换一个种子就是另外的人', () => {
    const lines = [
      line('bath', { alwaysCall: true }),
      line('dear', { fen: 300_00 }),
      ...Array.from({ length: 300 }, (_, i) => line(`l${i}`, { fen: 299_99 })),
    ];
    const sample = sampleOf('s', lines, draw, lotOf);
    expect(sample.all).toEqual(['bath', 'dear']);
    expect(sample.random).toHaveLength(15);
    expect(sampleOf('s', lines.toReversed(), draw, lotOf).random).toEqual(sample.random);
    expect(sampleOf('other', lines, draw, lotOf).random).not.toEqual(sample.random);
    expect(sampleOf('s', lines.slice(0, 42), draw, lotOf).random).toHaveLength(10);
  });
  const checked = (count: number, given: Partial<Checked>): Checked[] =>
    Array.from({ length: count }, () => ({ fen: 100_00, sample: null, wrong: false, ...given }));
  const month = (wrong: number) => [
    ...checked(80, {}),
    ...checked(20 - wrong, { sample: 'random' }),
    ...checked(wrong, { sample: 'random', wrong: true }),
  ];
  const rates = { errorPercent: 5, stopPercent: 20 };
  test('抽20条错1条，正好5%：只扣这一条；错2条，10%：没抽的8000元也扣10%', () => {
    expect(deductionOf(month(1), rates)).toMatchObject({ badFen: 100_00, restFen: 0, payFen: 9_900_00, full: false });
    expect(deductionOf(month(2), rates)).toMatchObject({ badFen: 200_00, restFen: 800_00, payFen: 9_000_00, full: false });
  });
  test('错4条，正好20%：照扣；错5条，停下来全部核查', () => {
    expect([deductionOf(month(4), rates).full, deductionOf(month(5), rates).full]).toEqual([false, true]);
  });
  test('必查的错了只扣那一条，不算进抽查的差错率', () => {
    expect(deductionOf([...checked(1, { sample: 'all', wrong: true }), ...month(0)], rates)).toMatchObject({
      wrong: 0,
      badFen: 100_00,
      restFen: 0,
    });
  });
});
