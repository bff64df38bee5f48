/** 按月比对、复核超期、迟报、特困另立以后的重新核算 over the platform: what happens to a paid family without anybody asking. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { proposeRecomputation } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { leaveEntitlements } from '../../src/kernel/payment/server.ts';
import { type Api, type Browser, carry, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let granted: string;
const couple = story({
  key: 'monthly',
  title: '在领的两口之家',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '9号',
  people: [
    { name: '甲月', sex: '男', birth: '1964-03-03', lives: lives.退休 },
    { name: '乙月', sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 600)],
  expect: { outcome: 'eligible', amountFen: yuan(1000) },
});

beforeAll(async () => {
  api = await startApi({ start: '2026-03-02' });
  await api.register(couple);
  clerk = await api.staff('xiang');
  granted = await carry(api, couple, 'decided');
});
afterAll(() => api?.stop());

describe('按月比对（4.6）', () => {
  test('每月一次，只问死亡、服刑、就业参保和名下的车、房、企业，凭还有效的授权，记在原办件上；同一个月再跑不重复；没有授权的不问', async () => {
    const asked = async () =>
      (
        await api.owner.query(
          `select q.source, q.reference, q.case_id, count(*)::int as n from exchange_query q where q.reference like 'comparison:%' group by 1, 2, 3 order by 2, 1`,
        )
      ).rows;
    await api.jumpTo('2026-04-02');
    expect(await asked()).toEqual(
      ['civil-registration', 'justice', 'market-entities', 'real-estate', 'social-insurance', 'vehicles'].map((source) => ({
        source,
        reference: `comparison:2026-04:${granted}`,
        case_id: granted,
        n: 2,
      })),
    );
    await api.jumpTo('2026-04-20');
    expect((await asked()).map((q) => q.n)).toEqual([2, 2, 2, 2, 2, 2]);
    await api.owner.query('update consent set revoked_at = now(), revoked_by = person_id');
    await api.jumpTo('2026-05-04');
    expect(new Set((await asked()).map((q) => q.reference.slice(0, 18)))).toEqual(new Set(['comparison:2026-04']));
    expect(api.errors).toEqual([]);
  });
});

describe('复核超期预警 OUT-8，日子看复核安排', () => {
  test('超过30天的按月预警一次，转给乡镇', async () => {
    await api.owner.query(`update benefit_review_plan set last_on = '2025-05-20', due_on = '2026-04-20'`);
    await api.jumpTo('2026-06-02');
    const signals = async () =>
      (await api.owner.query(`select count(*)::int as n from clue_reason where rule = 'OUT-8'`)).rows[0].n;
    expect(await signals()).toBe(1);
    await api.jumpTo('2026-06-20');
    expect(await signals()).toBe(1);
    expect(api.errors).toEqual([]);
  });
});

describe('迟报（83号）', () => {
  test('四个月前的变化现在才报：登记时批评教育，家里收到一次提醒，再登记不再提醒；三个月以内的不提醒', async () => {
    const review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
    const initial = (await clerk.case(review)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as object;
    const record = (validFrom: string) => clerk.act(review, 'recordFacts', { ...initial, validFrom, source: '养老金记录' });
    const family = await api.resident(couple);
    const told = async () =>
      (await family.get('/api/messages')).items.filter((m: { title: string }) => m.title === '请及时报告变化').length;
    await record(api.clock.today());
    expect(await told()).toBe(0);
    await record('2026-01-02');
    await record('2026-01-03');
    expect(await told()).toBe(1);
    expect((await clerk.case(review)).flags).toContain('late-report');
    expect(api.errors).toEqual([]);
  });
});

describe('家里有人认定为特困以后', () => {
  test('低保按少一人重新核算：800－600＝200元先发，其余暂停，乡镇收到消息', async () => {
    const kase = await clerk.case(granted);
    const wife = kase.sections.members.find((m: { name: string }) => m.name === '乙月').personId;
    // 认定特困时所做的：先从家里出来，再重新核算
    await api.context.write(systemActor('test', '421200000000'), async (tx) => {
      const { toRecompute } = await leaveEntitlements(tx, {
        personId: wife,
        lastMonth: '2026-06',
        reason: '转为特困人员救助供养',
        holdReason: '家庭成员转为特困供养，待重新核算',
        groups: ['basic-living'],
      });
      for (const { id, fromMonth } of toRecompute)
        await proposeRecomputation(tx, { entitlementId: id, personId: wife, fromMonth, tekun: true });
    });
    const review = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows[0].id;
    expect((await clerk.case(review)).sections.review).toMatchObject({ since: '2026-07' });
    const bodies = (await clerk.get('/api/messages')).items.map((m: { body: string }) => m.body).join('\n');
    expect(bodies).toContain('按1人重新核算为每月200.00元，先照此发放，其余暂停');
    const { rows } = await api.owner.query(
      `select h.at_most_fen::int as fen from payment_hold h where h.code = 'recompute' and h.released_at is null`,
    );
    expect(rows).toEqual([{ fen: 200_00 }]);
    expect(api.errors).toEqual([]);
  });
});

test('接续的月份：对不上的，提交时数据库不收', async () => {
  await expect(
    api.owner.query(`insert into benefit_move (id, what, old_entitlement_id, new_entitlement_id, household_id, person_id, person_name, from_division, division,
        moved_on, last_month, first_month, provisional_to, file, transferred_on)
      select gen_random_uuid(), 'dibao', id, id, household_id, person_id, '甲月', '421202100001', '421221103001', '2026-06-01', '2026-06', '2026-07', '2026-09', '', '2026-06-01'
      from entitlement`),
  ).rejects.toThrow('months of a move do not meet');
});
