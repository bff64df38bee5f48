import { expect, test } from 'vitest';
import { appealBy, changesDecision } from './index.ts';

test('3月2日的决定：复议到5月1日（60日），诉讼到9月2日（6个月）', () => {
  expect(appealBy('reconsideration', '2026-03-02')).toBe('2026-05-01');
  expect(appealBy('lawsuit', '2026-03-02')).toBe('2026-09-02');
});

test('变更、撤销、责令重作的改变决定；维持、撤回的不改变', () => {
  expect((['changed', 'revoked', 'remade'] as const).map(changesDecision)).toEqual([true, true, true]);
  expect((['upheld', 'withdrawn'] as const).map(changesDecision)).toEqual([false, false]);
});
