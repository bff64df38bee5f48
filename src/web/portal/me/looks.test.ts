import { expect, test } from 'vitest';
import { byDay, type Look } from './looks.ts';

const look = (at: string, more: Partial<Look> = {}): Look => ({
  at,
  actorName: '胡晓梅',
  roleZh: '财务经办',
  actionZh: '在发放明细中列出',
  purpose: null,
  ...more,
});

test('同一个人同一天同样的查看合成一行，写明次数；换一天、换一种查看、换一个事由，各是一行', () => {
  const lines = byDay([
    look('2026-11-28T09:00:00+08:00'),
    look('2026-11-28T08:00:00+08:00', { actionZh: '查看档案' }),
    look('2026-11-28T07:00:00+08:00'),
    look('2026-11-28T06:30:00+08:00', { purpose: '核对账户' }),
    look('2026-11-27T23:59:00+08:00'),
  ]);
  expect(lines.map((l) => [l.at.slice(0, 16), l.actionZh, l.times])).toEqual([
    ['2026-11-28T09:00', '在发放明细中列出', 2],
    ['2026-11-28T08:00', '查看档案', 1],
    ['2026-11-28T06:30', '在发放明细中列出', 1],
    ['2026-11-27T23:59', '在发放明细中列出', 1],
  ]);
});
