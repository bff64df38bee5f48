/** A report that was filled in before the unit got its new code. */
import { expect, test } from 'vitest';
import { type Division, makeDivisions } from '../../../kernel/division/index.ts';
import { workbookOf } from '../../../kernel/sheet/fixtures.ts';
import type { SheetView } from './content.ts';
import { readReport } from './read-report.ts';

const unit = (code: string, name: string, parent: string | null, more: Partial<Division> = {}): Division => ({
  code,
  name,
  rawName: name,
  core: name.slice(0, -1),
  level: parent === null ? 'county' : 'township',
  kind: '镇',
  parent,
  pinyin: '',
  legal: true,
  validFrom: null,
  validTo: null,
  ...more,
});
const [COUNTY, OLD, NEW, OTHER] = ['421281000000', '421281201000', '421281105000', '421281106000'];
const divisions = makeDivisions(
  [
    unit(COUNTY, '赤壁市', null),
    unit(OLD, '车埠乡', COUNTY, { validTo: '2026-07-01' }),
    unit(NEW, '车埠镇', COUNTY, { validFrom: '2026-07-01' }),
    unit(OTHER, '官塘驿镇', COUNTY),
  ],
  [],
  [{ from: OLD, to: NEW, effectiveOn: '2026-07-01', weight: 1 }],
);
const sheet = {
  form: 'MZ-Q05',
  name: '基层政权季报',
  period: '2026-Q3',
  periodZh: '2026年第三季度',
  unit: NEW,
  unitName: '赤壁市车埠镇',
  cells: [{ key: 'c601', label: '村委会', unit: '个', computed: false }],
} as unknown as SheetView;
const file = (code: string) =>
  workbookOf([
    [`报表编号：MZ-Q05　报表期：2026-Q3　单位代码：${code}`, null],
    ['代码', '填报数'],
    ['c601', 12],
  ]);
const read = (code: string) => readReport(sheet, file(code), { divisions, today: '2026-10-08' });

test('表头是撤乡设镇以前的代码：就是这个镇，照读', async () => {
  expect(await read(OLD)).toMatchObject({ ok: true, value: { typed: { c601: '12' } } });
  expect((await read(NEW)).ok).toBe(true);
});
test('别的镇的代码、没有这个代码：不收，说出是谁的', async () => {
  expect(await read(OTHER)).toMatchObject({ ok: false, params: { problem: '表头写的是赤壁市官塘驿镇' } });
  expect(await read('421281999000')).toMatchObject({ ok: false, params: { problem: '表头写的是代码421281999000' } });
});
