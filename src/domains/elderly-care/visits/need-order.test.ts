import { expect, test } from 'vitest';
import { soonest } from './need-order.ts';

const at = (time: string) => new Date(`2026-12-01T${time}:00+08:00`).toISOString();

test('不急的约明天9点；急的约两小时以后的下一个半点，当天来不及的约明天9点', () => {
  expect(soonest(at('10:10'), { urgent: false, leadHours: 2 })).toEqual({ on: '2026-12-02', time: '09:00' });
  expect(soonest(at('10:10'), { urgent: true, leadHours: 2 })).toEqual({ on: '2026-12-01', time: '13:00' });
  expect(soonest(at('18:40'), { urgent: true, leadHours: 2 })).toEqual({ on: '2026-12-02', time: '09:00' });
});
