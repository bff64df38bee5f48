/** 双随机抽取: the worked examples with their digests, and that the draw is fair and hangs on nothing but what was published. */
import { createHash, createHmac, hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  type DrawInput,
  type DrawInspector,
  type DrawObject,
  draw,
  drawnIds,
  drawnOf,
  drawObjects,
  objectMessages,
  pairMessages,
  poolText,
  seedText,
} from './draw.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const lotsOf =
  (seed: Buffer) =>
  (message: string): string =>
    createHmac('sha256', seed).update(message).digest('hex');

/** The same lots in a tenth of the time: RFC 2104 on the one-shot digest, for the test that takes a million of them. */
function quickLotsOf(seed: Buffer): (message: string) => string {
  const [inner, outer] = [0x36, 0x5c].map((pad) => Buffer.alloc(64, pad));
  for (const [i, byte] of seed.entries()) {
    inner![i]! ^= byte;
    outer![i]! ^= byte;
  }
  return (message) =>
    hash('sha256', Buffer.concat([outer!, hash('sha256', Buffer.concat([inner!, Buffer.from(message)]), 'buffer')]));
}

const county = '421281000000';
const object = (no: number, given: Partial<DrawObject> = {}): DrawObject => ({
  id: `INS-${String(no).padStart(3, '0')}`,
  name: `养老院${no}`,
  county,
  riskClass: 'B',
  excluded: null,
  ...given,
});
const inspector = (no: number, given: Partial<DrawInspector> = {}): DrawInspector => ({
  id: `P-0${no}`,
  name: `执法${no}`,
  certNo: `鄂L${no}`,
  load: 0,
  unfit: null,
  ...given,
});
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

/** X7, X8. */
const input: DrawInput = {
  drawId: 'DR-2026-4-01',
  rates: { A: 10, B: 20, C: 50, D: 100 },
  inspectorCap: 1,
  objects: upTo(8).map((no) => object(no)),
  inspectors: upTo(5).map((no) => inspector(no)),
  recusals: [{ objectId: 'INS-007', inspectorId: 'P-05', reason: 'relation' }],
};
const secret = 'xianning-draw-secret-0001';
const seed = sha256(seedText(secret, 'BEACON-2026-11-20'));

describe('X7 抽对象', () => {
  test('承诺值和种子', () => {
    expect(sha256(secret).toString('hex')).toBe('47cfd35f241af281b7240d4732995fdcad5bfffa5470f1cdc076e465b7985675');
    expect(seed.toString('hex')).toBe('01d7a4234f18125708093af7cdffdff874618f6c0ddb547a53d919aaadf7ec8e');
  });

  test('B层8家，20%取2家：007、008；每家的签都和规格一样', () => {
    const [stratum] = drawObjects(input, lotsOf(seed));
    expect(stratum).toMatchObject({ riskClass: 'B', county, of: 8, draws: 2 });
    expect(stratum!.ranking.map(({ id, lot }) => `${id} ${lot.slice(0, 12)}`)).toEqual([
      'INS-007 07122ca8081e',
      'INS-008 2f740276e632',
      'INS-005 37de31803b52',
      'INS-002 50e8b91cde5b',
      'INS-004 6146ae9401f9',
      'INS-006 735084cdc952',
      'INS-003 8f9de24ba430',
      'INS-001 f14d6c6f6c01',
    ]);
    expect(drawnIds([stratum!])).toEqual(['INS-007', 'INS-008']);
  });

  test('取几家按整数算，有就至少一家：0家取0，1家取1，8家20%取2，10家10%取1，11家10%取2，D类全取', () => {
    expect([drawnOf(20, 0), drawnOf(10, 1), drawnOf(20, 8), drawnOf(10, 10), drawnOf(10, 11), drawnOf(100, 3)]).toEqual([
      0, 1, 2, 1, 2, 3,
    ]);
  });
});

describe('X8 抽执法人员', () => {
  test('007的次序是01、05、03、02、04，05在那里工作过，回避；008：上限1，01和03已满，轮到05、04', () => {
    const { pairs, shortFor } = draw(input, lotsOf(seed));
    expect(shortFor).toBeNull();
    expect(pairs[0]!.candidates.map(({ id, lot }) => `${id} ${lot.slice(0, 8)}`)).toEqual([
      'P-01 097a4e9d',
      'P-05 1497fd76',
      'P-03 467af3d0',
      'P-02 b9cba9dc',
      'P-04 dce67657',
    ]);
    expect(pairs.map(({ objectId, lead, second }) => [objectId, lead, second])).toEqual([
      ['INS-007', 'P-01', 'P-03'],
      ['INS-008', 'P-05', 'P-04'],
    ]);
    expect(pairs[1]!.candidates.map(({ id, passed }) => [id, passed])).toEqual([
      ['P-05', null],
      ['P-01', 'load'],
      ['P-03', 'load'],
      ['P-04', null],
      ['P-02', null],
    ]);
  });

  test('有一家凑不齐两人，整批不生成', () => {
    const three = { ...input, inspectors: input.inspectors.slice(0, 3) };
    expect(draw(three, lotsOf(seed))).toMatchObject({ pairs: [], shortFor: 'INS-008' });
    expect(draw({ ...three, inspectorCap: 2 }, lotsOf(seed)).shortFor).toBeNull();
  });

  test('执法证期内失效、请假的不派；原有任务算在上限里', () => {
    const unfit = {
      ...input,
      inspectorCap: 3,
      inspectors: input.inspectors.map((one) =>
        one.id === 'P-01' ? { ...one, unfit: 'leave' as const } : one.id === 'P-03' ? { ...one, load: 3 } : one,
      ),
    };
    expect(draw(unfit, lotsOf(seed)).pairs[0]).toMatchObject({ lead: 'P-02', second: 'P-04' });
  });
});

describe('公平', () => {
  test('各层分开，D先C后，同层按县；排除的不进层', () => {
    const mixed: DrawInput = {
      ...input,
      objects: [
        object(1, { riskClass: 'A' }),
        object(2, { riskClass: 'D', county: '421221000000' }),
        object(3, { riskClass: 'D', county: '421202000000' }),
        object(4, { riskClass: 'C' }),
        object(5, { riskClass: 'C', excluded: 'recent' }),
      ],
    };
    expect(drawObjects(mixed, lotsOf(seed)).map(({ riskClass, county, of, draws }) => [riskClass, county, of, draws])).toEqual([
      ['D', '421202000000', 1, 1],
      ['D', '421221000000', 1, 1],
      ['C', county, 1, 1],
      ['A', county, 1, 1],
    ]);
  });

  test('名录怎么排都一样：哈希和结果不变', () => {
    const shuffled = {
      ...input,
      objects: [...input.objects].reverse(),
      inspectors: [input.inspectors[3]!, input.inspectors[0]!, input.inspectors[4]!, input.inspectors[2]!, input.inspectors[1]!],
    };
    expect(draw(shuffled, lotsOf(seed))).toEqual(draw(input, lotsOf(seed)));
    expect(poolText(shuffled.objects.map(({ id }) => id))).toBe(poolText(input.objects.map(({ id }) => id)));
  });

  test('两万个种子，50家抽5家：每家都在10%上下0.9个百分点以内', () => {
    const fifty: DrawInput = { ...input, rates: { A: 10, B: 10, C: 10, D: 10 }, objects: upTo(50).map((no) => object(no)) };
    expect(drawObjects(fifty, quickLotsOf(seed))).toEqual(drawObjects(fifty, lotsOf(seed)));
    const times = new Map(fifty.objects.map(({ id }) => [id, 0]));
    const seeds = 20_000;
    for (let i = 0; i < seeds; i++)
      for (const id of drawnIds(drawObjects(fifty, quickLotsOf(sha256(`seed ${i}`))))) times.set(id, times.get(id)! + 1);
    for (const [id, n] of times) {
      expect(n / seeds, id).toBeGreaterThan(0.091);
      expect(n / seeds, id).toBeLessThan(0.109);
    }
  });

  test('别人一步一步地算（先签后排）也是同一个结果', () => {
    const lot = lotsOf(seed);
    const objectLots = new Map(objectMessages(input).map((message) => [message, lot(message)]));
    const strata = drawObjects(input, (message) => objectLots.get(message)!);
    const pairLots = new Map(pairMessages(input, strata).map((message) => [message, lot(message)]));
    const all = new Map([...objectLots, ...pairLots]);
    expect(draw(input, (message) => all.get(message)!)).toEqual(draw(input, lot));
  });
});
