/** 两个人才能办的事，谁和谁算一个人. */
import { expect, test } from 'vitest';
import { type Actor, isHeadOf, isOwnHand, mayStandIn, ownHands, publicActor, responsible } from './index.ts';

const wang: Actor = { ...publicActor, kind: 'staff', id: 'wang', name: '王芳', role: 'township-clerk' };
const march = (userId: string) => [{ userId, from: '2026-03-02', to: '2026-03-06' }] as const;

test('自己经手的算自己的；别人经手的不算；没有人经手的不算', () => {
  expect([
    isOwnHand(wang, 'wang', '2026-03-02'),
    isOwnHand(wang, 'li', '2026-03-02'),
    isOwnHand(wang, null, '2026-03-02'),
  ]).toEqual([true, false, false]);
});

test('以代理的岗位办：被代理的人经手的，不论哪一天都算自己的', () => {
  const acting: Actor = {
    ...wang,
    name: '王芳（代李建国）',
    actingFor: { id: 'li', name: '李建国', ownPersonId: null },
    oneWith: march('li'),
  };
  expect([isOwnHand(acting, 'li', '2026-01-15'), isOwnHand(acting, 'zhao', '2026-03-03')]).toEqual([true, false]);
  expect(responsible(acting)).toEqual({ id: 'li', name: '李建国（王芳代）' });
});

test('代理的那几天两人算一个人：从第一天到最后一天经手的，以后也不能互相复核；前一天、后一天的可以', () => {
  const li: Actor = { ...wang, id: 'li', name: '李建国', oneWith: march('wang') };
  const on = (day: string) => isOwnHand(li, 'wang', day);
  expect(['2026-03-01', '2026-03-02', '2026-03-06', '2026-03-07'].map(on)).toEqual([false, true, true, false]);
  // 3月6日23:30 在北京时间还是6日，UTC 是15:30；7日0:30 已经是7日。
  expect([on('2026-03-06T15:30:00.000Z'), on('2026-03-06T16:30:00.000Z')]).toEqual([true, false]);
  expect([ownHands(li, '2026-03-06'), ownHands(li, '2026-03-07')]).toEqual([['li', 'wang'], ['li']]);
});

test('谁的负责人是谁：乡镇的由乡镇负责人，县级各岗位由县级负责人，别的部门不归这里管', () => {
  const township = { ...wang, role: 'township-leader', division: '421202100000' } as const satisfies Actor;
  const county = { ...wang, role: 'county-leader', division: '421202000000' } as const satisfies Actor;
  expect([isHeadOf(township, 'township-clerk', '421202100000'), isHeadOf(township, 'village-worker', '421202100001')]).toEqual([
    true,
    true,
  ]);
  expect([isHeadOf(township, 'township-clerk', '421202101000'), isHeadOf(township, 'township-leader', '421202100000')]).toEqual([
    false,
    false,
  ]);
  expect([isHeadOf(county, 'finance-reviewer', '421202000000'), isHeadOf(county, 'treasury-officer', '421202000000')]).toEqual([
    true,
    false,
  ]);
});

test('谁能代理：同一级或者上一级的在岗人员；村里不能代乡镇，别的部门谁也不代', () => {
  expect([mayStandIn('township-clerk', ['township-clerk']), mayStandIn('township-clerk', ['county-clerk'])]).toEqual([
    true,
    true,
  ]);
  expect([mayStandIn('township-clerk', ['village-worker']), mayStandIn('village-worker', ['county-clerk'])]).toEqual([
    false,
    false,
  ]);
  expect([mayStandIn('county-clerk', ['dept-user']), mayStandIn('dept-user', ['county-clerk'])]).toEqual([false, false]);
});
