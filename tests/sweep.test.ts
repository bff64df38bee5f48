/** 月度比对: only households that something has happened to, and the page-by-page walk over what the calendar alone makes due. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '../src/kernel/access/index.ts';
import { emit } from '../src/kernel/event/server.ts';
import { family } from '../src/kernel/payment/fixtures.ts';
import { recordPayoutAccount } from '../src/kernel/payment/server.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
const everywhere = systemActor('test', '421200000000');
const VILLAGE = '421202100001';
const reasons = async () =>
  (await api.owner.query('select r.rule, p.name from clue_reason r join person p on p.id = r.person_id order by 1, 2')).rows.map(
    (r: { rule: string; name: string }) => `${r.rule} ${r.name}`,
  );
const sweeps = async () => (await api.owner.query('select month, stage, seen, raised from assistance_sweep order by month')).rows;

const tell = (
  type: 'life.proved' | 'employment.insured' | 'employment.insurance.ended',
  personId: string,
  on: string,
  payload = {},
) =>
  api.context.write(everywhere, (tx) =>
    emit(tx, {
      type,
      subject: { kind: 'person', id: personId },
      division: VILLAGE,
      payload: { personId, ...payload },
      occurredAt: `${on}T00:00:00+08:00`,
    }),
  );

beforeAll(async () => {
  api = await startApi({ start: '2026-01-05' });
});
afterAll(() => api?.stop());

describe('月度比对', () => {
  test('领取满六个月没有人见过：预警一次；用过卡的不预警；再比对一次不重复', async () => {
    await family(api.context, {
      names: ['独居甲'],
      amountFen: 500_00,
      fromMonth: '2026-01',
      village: VILLAGE,
      exclusiveGroups: ['a'],
    });
    const seen = await family(api.context, {
      names: ['用卡乙'],
      amountFen: 500_00,
      fromMonth: '2026-01',
      village: VILLAGE,
      exclusiveGroups: ['a'],
    });
    await api.run();
    expect(await reasons()).toEqual([]);
    api.clock.set('2026-05-20');
    await tell('life.proved', seen.holder, '2026-05-20', { way: 'card', seenOn: '2026-05-20' });
    await api.run();
    api.clock.set('2026-07-05');
    await api.run();
    expect(await reasons()).toEqual(['OUT-7 独居甲']);
    const village = await api.staff('cun');
    const feared = await village.get('/api/clues?view=all&about=death');
    expect(feared.rows.map((r: { name: string; reasons: string[] }) => [r.name, r.reasons])).toEqual([
      ['独居甲', ['久无生存证明']],
    ]);
    api.clock.set('2026-08-03');
    await api.run();
    expect(await reasons()).toEqual(['OUT-7 独居甲']);
    expect((await sweeps()).map((s: { month: string; stage: string }) => [s.month, s.stage])).toEqual([
      ['2026-01', 'done'],
      ['2026-05', 'done'],
      ['2026-07', 'done'],
      ['2026-08', 'done'],
    ]);
  });

  test('两家不相干的人用同一账户收款：两家各有一条账户预警', async () => {
    const [a, b] = [
      await family(api.context, {
        names: ['共卡丙'],
        amountFen: 500_00,
        fromMonth: '2026-08',
        village: VILLAGE,
        exclusiveGroups: ['a'],
        account: 'none',
      }),
      await family(api.context, {
        names: ['共卡丁'],
        amountFen: 500_00,
        fromMonth: '2026-08',
        village: VILLAGE,
        exclusiveGroups: ['a'],
        account: 'none',
      }),
    ];
    for (const { holder } of [a, b])
      await api.context.write(everywhere, (tx) =>
        recordPayoutAccount(tx, {
          personId: holder,
          division: VILLAGE,
          bank: '农商银行',
          number: '6217000000099999',
          holder: '某人',
        }),
      );
    api.clock.set('2026-09-02');
    await api.run();
    expect((await reasons()).filter((r: string) => r.startsWith('OUT-10'))).toEqual(['OUT-10 共卡丁', 'OUT-10 共卡丙']);
  });

  test('唯一挣钱的人停保：当天不预警，满三个月的那次比对预警', async () => {
    const { members } = await family(api.context, {
      names: ['失业戊', '家属己'],
      amountFen: 500_00,
      fromMonth: '2026-09',
      village: VILLAGE,
      exclusiveGroups: ['b'],
      programme: 'test',
    });
    await tell('employment.insured', members[0]!, '2026-01-10', {
      employerId: 'E1',
      wageBaseFen: 100_00,
      insuredFrom: '2026-01-10',
    });
    await tell('employment.insurance.ended', members[0]!, '2026-09-02', { endedOn: '2026-09-02' });
    await api.run();
    expect(await reasons()).not.toContain('IN-3 失业戊');
    api.clock.set('2026-11-02');
    await api.run();
    expect(await reasons()).not.toContain('IN-3 失业戊');
    api.clock.set('2026-12-02');
    await api.run();
    expect(await reasons()).toContain('IN-3 失业戊');
  });

  test('没有变动的家庭不再看：比对以后“有变动”的名单是空的', async () => {
    expect((await api.owner.query('select count(*)::int as n from assistance_touched')).rows[0].n).toBe(0);
  });
});
