/** What a file names twice goes back; a family goes in whole or not at all. */
import { describe, expect, test } from 'vitest';
import { groupRows } from './import-groups.ts';
import type { Verdict } from './import-kinds.ts';

const NEW: Verdict = { does: '新登记' };
const WRONG: Verdict = { problem: '证件号码有误' };
const kind = {
  once: { zh: '证件号码', of: (row: { number?: unknown }) => (row.number === undefined ? null : String(row.number)) },
  together: {
    zh: '户',
    max: 3,
    of: (row: { household?: unknown }) => (row.household === undefined ? null : String(row.household)),
    part: (row: { relation?: unknown }) => String(row.relation),
    problem: (relations: readonly string[]) => (relations.includes('户主') ? null : '这一户没有户主'),
  },
};
const row = (household: string, relation: string, number: string) => ({ household, relation, number });

describe('同一个号码', () => {
  test('第二次出现的退回，指出第一次在第几行', () => {
    const groups = groupRows(kind);
    expect(groups.place(2, { number: 'a' }, NEW).verdict).toEqual(NEW);
    expect(groups.place(9, { number: 'a' }, NEW).verdict).toEqual({ problem: '与第2行是同一个证件号码，请核对' });
  });
  test('第一次那一行本来就有错：第二次的照收', () => {
    const groups = groupRows(kind);
    groups.place(2, { number: 'a' }, WRONG);
    expect(groups.place(3, { number: 'a' }, NEW).verdict).toEqual(NEW);
  });
});

describe('一户', () => {
  test('一行有错，同户其余的行也退回，写明是哪一行；别的户不受影响；不挨着写也是一户', () => {
    const groups = groupRows(kind);
    expect(groups.place(2, row('1', '户主', 'a'), NEW).lead).toBe(2);
    expect(groups.place(3, row('2', '户主', 'b'), NEW).lead).toBe(3);
    expect(groups.place(4, row('1', '配偶', 'c'), WRONG).lead).toBe(2);
    expect(groups.place(5, { number: 'd' }, NEW).lead).toBe(5);
    expect(groups.returned()).toEqual([{ lead: 2, problem: '同一户的第4行有问题，整户退回' }]);
    expect(groups.count()).toBe(2);
  });
  test('没有户主的退回；三人正好，四人超过上限', () => {
    const groups = groupRows(kind);
    groups.place(2, row('1', '配偶', 'a'), NEW);
    for (const no of [3, 4, 5]) groups.place(no, row('2', '户主', `b${no}`), NEW);
    for (const no of [6, 7, 8, 9]) groups.place(no, row('3', '户主', `c${no}`), NEW);
    expect(groups.returned()).toEqual([
      { lead: 2, problem: '这一户没有户主' },
      { lead: 6, problem: '这一户有4行，最多3行，请核对是不是写了同一个号' },
    ]);
  });
});
