/** 认定和待遇每月比对 (OUT-6): somebody of a recognised family draws basic living support elsewhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { monthOf, plusMonths } from '../../src/kernel/calendar/index.ts';
import { grantEntitlement } from '../../src/kernel/payment/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, carry, startApi } from '../api.ts';

let api: Api;
const mixed = storyOf('single-edge');
beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(mixed);
});
afterAll(() => api?.stop());

test('低保边缘家庭的人在别处领了低保：下个月比对出一条重复享受的线索，钱不停，由人核实；只领残疾人补贴的没有', async () => {
  const kase = await (await api.staff('xiang')).case(await carry(api, mixed, 'decided'));
  expect(kase.sections.recognition).toMatchObject({ kind: 'edge', state: 'active' });
  const [self, other] = kase.sections.members.map((m: { personId: string }) => m.personId);
  const grant = (personId: string, programme: string, group: string) =>
    api.context.write(systemActor('test', api.context.city), (tx) =>
      grantEntitlement(tx, {
        programme,
        exclusiveGroups: [group],
        householdId: null,
        personId,
        division: kase.division,
        memberIds: [personId],
        fromMonth: monthOf(api.clock.today()),
        amountFen: 100_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      }),
    );
  await grant(self, 'dibao', 'basic-living');
  await grant(other, 'disability-living', 'disability-living');
  await api.moveTo(`${plusMonths(monthOf(api.clock.today()), 1)}-03` as PlainDate);
  const { rows } = await api.owner.query(
    "select r.person_id, c.red from clue_reason r join clue c on c.id = r.clue_id where r.rule = 'OUT-6'",
  );
  expect(rows).toEqual([{ person_id: self, red: false }]);
  expect((await api.owner.query('select count(*)::int as n from payment_hold')).rows).toEqual([{ n: 0 }]);
});
