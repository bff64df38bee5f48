import { expect, test, vi } from 'vitest';
import { newId } from './server.ts';

test('同一毫秒里先后登记的，编号也有先后：两个岗位谁先登记，就先列谁', () => {
  const made = Array.from({ length: 20_000 }, newId);
  expect(made.toSorted()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
});

test('时钟拨快又拨回来的，编号里的时间不留在将来：按时间查得到', () => {
  const clock = vi.spyOn(Date, 'now');
  const msOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);
  try {
    const now = 1_796_000_000_000;
    clock.mockReturnValue(now + 7_200_000);
    newId();
    clock.mockReturnValue(now);
    expect(msOf(newId())).toBe(now);
    // 慢了几毫秒的，不回头
    clock.mockReturnValue(now - 5);
    expect(msOf(newId())).toBe(now);
  } finally {
    clock.mockRestore();
  }
});
