/** What is sent: bad values of every kind, the names that our shapes use, and what a good request has in their places. */

export const HUGE = '长'.repeat(70_000);
export const NEVER = '01900000-0000-7000-8000-000000000000';

/** Small and repeatable (mulberry32): a failure is found again. */
function dice(seed: number) {
  let state = seed;
  const roll = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { roll, of: <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]! };
}
export const { roll, of } = dice(20_261_123);

export const deep = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

export const texts = [
  '',
  ' ',
  '\u0000',
  '张\u0000三',
  '\ud800',
  '\udc00张',
  '𠮷野家',
  '👩‍👩‍👧‍👦',
  '\u202e倒写',
  "'; drop table person; --",
  "' or '1'='1",
  '%_\\',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{app}} {count} {name}',
  '../../../../etc/passwd',
  '0x1F',
  '1e308',
  'NaN',
  '-1',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '2026-13',
  '999999999999',
  '421202000000',
  '110101190001010000',
  NEVER,
  `${NEVER}~${NEVER}`,
  `2026-03-02~${NEVER}`,
  `2026-02-30/${NEVER}`,
  `2026-13-01T00:00:00Z/${NEVER}`,
  '~',
  '/',
  'a/b/c',
  '1970-01-01',
  '10000000000000000000000000',
  'x'.repeat(100),
  'x'.repeat(1_000),
];
export const values: readonly unknown[] = [
  ...texts,
  null,
  true,
  false,
  0,
  -1,
  -0.5,
  1e308,
  -1e308,
  2 ** 31,
  2 ** 53,
  9_007_199_254_740_991,
  [],
  {},
  [null],
  ['a', 'b'],
  [[[]]],
  { $ne: null },
  { toString: 1 },
  { length: -1 },
  HUGE,
];

/** Names that our own shapes use, so that a value reaches what lies behind the first check. */
export const names = [
  'id',
  'idNumber',
  'code',
  'login',
  'password',
  'itemId',
  'title',
  'content',
  'version',
  'form',
  'requestId',
  'draftId',
  'action',
  'input',
  'text',
  'name',
  'phone',
  'field',
  'purpose',
  'caseId',
  'diedOn',
  'source',
  'confirmed',
  'key',
  'division',
  'value',
  'unit',
  'validFrom',
  'validTo',
  'nature',
  'note',
  'to',
  'batchId',
  'returns',
  'personId',
  'dutyId',
  'programme',
  'county',
  'month',
  'kind',
  'lineIds',
  'bank',
  'number',
  'holder',
  'channel',
  'duties',
  'reason',
  'state',
  'down',
  'no-such-field',
];
export const parameters = [
  'text',
  'situation',
  'division',
  'cursor',
  'view',
  'light',
  'state',
  'itemId',
  'parent',
  'code',
  'within',
  'idNumber',
  'key',
  'month',
  'county',
  'actor',
  'person',
  'case',
  'action',
  'from',
  'to',
  'q',
  'no-such-parameter',
];

/** What a good request has in these places: one bad value at a time then meets the rest of the code. */
export const good: Record<string, unknown> = {
  itemId: 'SA-01',
  title: '低保申请',
  version: 1,
  channel: 'online',
  code: '123456',
  month: '2026-04',
  county: '421202000000',
  division: '421202000000',
  text: '王小明王小明',
  name: '王小明',
  phone: '13800001111',
  diedOn: '2026-02-01',
  source: '家属告知',
  requestId: 'fuzz-request-0',
  kind: 'regular',
  programme: 'dibao',
};
