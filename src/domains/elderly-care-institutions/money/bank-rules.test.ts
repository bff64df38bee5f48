import { expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { type BankEntry, pairUp, type Stated } from './bank-rules.ts';

const entry = (id: string, onDate: string, yuan: number, payer: string | null = null): BankEntry => ({
  id,
  onDate: onDate as PlainDate,
  amountFen: yuan * 100,
  payer,
});
const item = (key: string, onDate: string, yuan: number, name = '甲'): Stated => ({
  key,
  onDate: onDate as PlainDate,
  amountFen: yuan * 100,
  dueOn: `${onDate.slice(0, 8)}${String(Number(onDate.slice(8)) + 3).padStart(2, '0')}` as PlainDate,
  notBefore: onDate as PlainDate,
  name,
});
const pairs = (...given: Parameters<typeof pairUp>) => [...pairUp(...given)].map(([id, { key }]) => `${id}=${key}`);

test('同一天同样的金额，户名对得上的先配；一笔流水只抵一笔押金', () => {
  const items = [item('张', '2026-09-01', 1000, '张桂兰'), item('李', '2026-09-01', 1000, '李元')];
  expect(pairs([entry('银1', '2026-09-02', 1000, '李元')], items)).toEqual(['银1=李']);
  expect(pairs([entry('银1', '2026-09-02', 1000), entry('银2', '2026-09-03', 1000, '张桂兰')], items)).toEqual([
    '银2=张',
    '银1=李',
  ]);
});

test('过了三天才进账的，只认户名；金额碰巧一样的不抵，免得盖住没有进账的那一笔', () => {
  const items = [item('张', '2026-09-01', 1000, '张桂兰')];
  expect(pairs([entry('银', '2026-09-04', 1000)], items)).toEqual(['银=张']);
  expect(pairs([entry('银', '2026-09-05', 1000)], items)).toEqual([]);
  expect(pairs([entry('银', '2026-09-20', 1000, '张桂兰（现金）')], items)).toEqual(['银=张']);
});

test('金额差一分不配；支出只配退出去的', () => {
  expect(pairs([{ ...entry('银', '2026-09-02', 1000), amountFen: 100_001 }], [item('张', '2026-09-01', 1000)])).toEqual([]);
  expect(pairs([entry('银', '2026-09-02', -1000)], [item('张', '2026-09-01', 1000), item('退', '2026-09-02', -1000)])).toEqual([
    '银=退',
  ]);
});
