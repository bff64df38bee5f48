/** 互斥待遇 (5.11): a person is in one entitlement of a group for a month, whatever programmes there are and whoever writes at the same time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { newId, type Tx } from '../context/server.ts';
import { accepted, register } from '../resident/fixtures.ts';
import { recordDeath } from '../resident/server.ts';
import type { PlainDate, YearMonth } from '../schema/index.ts';
import { everywhere, freeze, paymentDesk, sentence, VILLAGE } from './fixtures.ts';
import {
  coveragesOf,
  defineProgramme,
  endAtDeath,
  endEntitlement,
  grantEntitlement,
  leaveEntitlements,
  recordPayoutAccount,
  reopenEntitlement,
  reviseEntitlement,
} from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
});
afterAll(() => db.drop());

/** What each programme takes: the table of social assistance 5.11 and disability 5.3. */
const groupsOf = {
  低保: ['basic-living'],
  特困: ['basic-living', 'disability-living', 'disability-nursing'],
  孤儿: ['basic-living', 'disability-living'],
  生活补贴: ['disability-living'],
  护理补贴: ['disability-nursing'],
} as const;
type Benefit = keyof typeof groupsOf;
const keys = { 低保: 'x-dibao', 特困: 'x-tekun', 孤儿: 'x-orphan', 生活补贴: 'x-living', 护理补贴: 'x-nursing' } as const;
for (const [zh, key] of Object.entries(keys)) defineProgramme({ key, zh, money: zh });

const person = (name: string, diedOn?: PlainDate): Promise<string> =>
  db.context.write(everywhere, async (tx) => {
    const id = await register(tx, { name, division: VILLAGE });
    if (diedOn) accepted(await recordDeath(tx, { personId: id, diedOn, source: '测试' }));
    return id;
  });

const given = (personId: string, benefit: Benefit, fromMonth: YearMonth = '2026-05') => ({
  programme: keys[benefit],
  exclusiveGroups: groupsOf[benefit],
  householdId: null,
  personId,
  division: VILLAGE,
  memberIds: [personId],
  fromMonth,
  amountFen: 100_00,
  breakdown: [],
  decisionId: null,
  parameterIds: [],
});
const work = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => db.context.write(everywhere, body);
const grant = (...args: Parameters<typeof given>) =>
  db.context.once(everywhere, { action: 'grant', requestId: newId(), body: {} }, (tx) => grantEntitlement(tx, given(...args)));

const pairs = (Object.keys(groupsOf) as Benefit[]).flatMap((a, i, all) => all.slice(i + 1).map((b) => [a, b] as const));
const excluded = ([a, b]: readonly [Benefit, Benefit]) => groupsOf[a].some((g) => (groupsOf[b] as readonly string[]).includes(g));

describe('两项待遇能否同享', () => {
  test('逐对：有共同互斥组的，第二项写明“正在享受”哪一项；没有的可以同享', async () => {
    for (const [a, b] of pairs) {
      const who = await person(`${a}乙`);
      accepted(await grant(who, a));
      const second = await grant(who, b);
      expect([a, b, second.ok], `${a}＋${b}`).toEqual([a, b, !excluded([a, b])]);
      if (!second.ok) expect(sentence(second)).toBe(`${a}乙正在享受${a}，同一时段不能重复享受。`);
    }
    expect(pairs.filter(excluded).map((p) => p.join('＋'))).toEqual([
      '低保＋特困',
      '低保＋孤儿',
      '特困＋孤儿',
      '特困＋生活补贴',
      '特困＋护理补贴',
      '孤儿＋生活补贴',
    ]);
  });

  test('逐对：绕过程序直接写库，数据库也不让', async () => {
    for (const pair of pairs) {
      const who = await person('丙');
      const [a, b] = [accepted(await grant(who, pair[0])), accepted(await grant(await person('丁'), pair[1]))];
      const move = Promise.all(
        groupsOf[pair[1]].map((group) =>
          db.owner
            .query(
              `with member as (insert into entitlement_member (entitlement_id, person_id, division, from_month) values ($1, $2, $3, '2026-05')
               on conflict (entitlement_id, person_id, from_month) do nothing)
             select 1`,
              [b.id, who, VILLAGE],
            )
            .then(() =>
              db.owner.query(
                `insert into entitlement_exclusion (entitlement_id, person_id, from_month, exclusive_group, division) values ($1, $2, '2026-05', $3, $4)`,
                [b.id, who, group, VILLAGE],
              ),
            ),
        ),
      );
      expect(a.id).not.toBe(b.id);
      if (excluded(pair)) await expect(move, pair.join('＋')).rejects.toMatchObject({ constraint: 'entitlement_exclusion_once' });
      else await expect(move, pair.join('＋')).resolves.toBeDefined();
    }
  });

  test('逐对：两处同时确认，互斥的只有一处成功', async () => {
    for (const pair of pairs) {
      const who = await person('戊');
      const both = await Promise.all([grant(who, pair[0]), grant(who, pair[1])]);
      expect(both.filter((r) => r.ok).length, pair.join('＋')).toBe(excluded(pair) ? 1 : 2);
    }
  });
});

describe('占用的月份跟着待遇走', () => {
  test('6月终止：6月仍不能再享受互斥待遇，7月可以；金额变更不改变占用', async () => {
    const who = await person('己');
    const { id } = accepted(await grant(who, '生活补贴'));
    accepted(
      await work((tx) =>
        reviseEntitlement(tx, {
          id,
          fromMonth: '2026-06',
          amountFen: 110_00,
          breakdown: [],
          decisionId: null,
          parameterIds: [],
          reason: '标准调整',
        }),
      ),
    );
    expect((await grant(who, '特困', '2026-07')).ok).toBe(false);
    accepted(await work((tx) => endEntitlement(tx, { id, lastMonth: '2026-06', reason: '转特困' })));
    expect((await grant(who, '特困', '2026-06')).ok).toBe(false);
    expect((await grant(who, '特困', '2026-07')).ok).toBe(true);
  });

  test('死亡当月仍占用，次月起不再占用', async () => {
    const who = await person('庚', '2026-04-18');
    accepted(await grant(who, '特困', '2026-03'));
    await work((tx) => endAtDeath(tx, who, '2026-04-18'));
    expect((await grant(who, '生活补贴', '2026-04')).ok).toBe(false);
    expect((await grant(who, '生活补贴', '2026-05')).ok).toBe(true);
  });

  test('撤销终止：恢复占用；其间已另享互斥待遇的，不能恢复，写明哪一项', async () => {
    const who = await person('辛');
    const { id } = accepted(await grant(who, '生活补贴'));
    const end = () => work((tx) => endEntitlement(tx, { id, lastMonth: '2026-05', reason: '登记死亡' }));
    accepted(await end());
    accepted(await work((tx) => reopenEntitlement(tx, { id, reason: '死亡登记撤销' })));
    expect((await grant(who, '特困', '2026-06')).ok).toBe(false);
    accepted(await end());
    accepted(await grant(who, '特困', '2026-06'));
    expect(sentence(await work((tx) => reopenEntitlement(tx, { id, reason: '死亡登记撤销' })))).toBe(
      '辛正在享受特困，同一时段不能重复享受。',
    );
  });
});

describe('一项取代另一项', () => {
  const leave = (who: string) =>
    work((tx) =>
      leaveEntitlements(tx, {
        personId: who,
        lastMonth: '2026-06',
        reason: '转为特困供养',
        holdReason: '待重新核算',
        groups: groupsOf.特困,
      }),
    );
  test('特困7月起：先从两项补贴里出来，6月是最后一个月，再确认特困；不先出来的不能确认', async () => {
    const who = await person('癸');
    const living = accepted(await grant(who, '生活补贴'));
    accepted(await grant(who, '护理补贴'));
    expect((await grant(who, '特困', '2026-07')).ok).toBe(false);
    expect((await leave(who)).ended.map((e) => e.programme).sort()).toEqual(['x-living', 'x-nursing']);
    expect((await grant(who, '特困', '2026-07')).ok).toBe(true);
    const [months] = await db.context.read(everywhere, (tx) => coveragesOf(tx, who, ['x-living']));
    expect(months).toMatchObject({
      entitlementId: living.id,
      programme: 'x-living',
      fromMonth: '2026-05',
      toMonth: '2026-06',
      endReason: '转为特困供养',
    });
  });
});

describe('同一项待遇', () => {
  test('按月的：同一人同月只有一项；一次性的：事由不同可以并存，各发一笔，事由相同不行', async () => {
    const programme = desk.newProgramme();
    const who = await person('壬');
    await work(async (tx) =>
      accepted(
        await recordPayoutAccount(tx, {
          personId: who,
          division: VILLAGE,
          bank: '通城农商银行',
          number: '62170000000999990',
          holder: '壬',
        }),
      ),
    );
    const once = (cause: string, amountFen: number) =>
      db.context.once(everywhere, { action: 'grant', requestId: newId(), body: {} }, (tx) =>
        grantEntitlement(tx, { ...given(who, '低保'), programme, exclusiveGroups: [], cause, amountFen }),
      );
    const first = accepted(await once('一', 500_00));
    const second = accepted(await once('二', 800_00));
    expect((await once('二', 800_00)).ok).toBe(false);
    for (const { id } of [first, second])
      accepted(await work((tx) => endEntitlement(tx, { id, lastMonth: '2026-05', reason: '一次性' })));
    desk.on('2026-04-20');
    const { id } = await freeze(db.context, '2026-05', programme);
    expect((await desk.lines(id)).map((l) => l.amountFen).sort()).toEqual([500_00, 800_00]);
    expect((await freeze(db.context, '2026-05', programme)).repeated).toBe(true);
  });
});
