/** Two hands at the same moment — two lists, a list and a decision, two grants: whoever comes second sees what the first did, and nothing is paid twice. */
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import { accepted } from '../resident/fixtures.ts';
import { everywhere, type Family, family, freeze, loadRecoveryParameters, paymentDesk, sentence, VILLAGE } from './fixtures.ts';
import { endEntitlement, grantEntitlement, type NewEntitlement, reviseEntitlement } from './server.ts';

let db: Awaited<ReturnType<typeof freshContext>>;
let desk: ReturnType<typeof paymentDesk>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-04-20' });
  desk = paymentDesk(db);
  await loadRecoveryParameters(db.context);
});
afterAll(() => db?.drop());

const home = (programme: string, names: string[]) =>
  family(db.context, { programme, exclusiveGroups: [programme], names, amountFen: 600_00, fromMonth: '2026-05' });
const act = <T>(does: (tx: Tx) => Promise<T>) => db.context.write(everywhere, does);

/** Until so many sessions of this database wait for a lock. */
const untilWaiting = (sessions: number) =>
  vi.waitFor(
    async () =>
      expect(
        await desk.count(
          `select count(distinct l.pid)::int from pg_locks l join pg_stat_activity a on a.pid = l.pid where not l.granted and a.datname = current_database()`,
          [],
        ),
      ).toBe(sessions),
    { timeout: 5000, interval: 20 },
  );

/** A session of its own that holds something while others come. */
async function holding(work: (client: PoolClient, letGo: () => Promise<unknown>) => Promise<void>): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query('begin');
    await work(client, () => client.query('commit'));
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** A family paid for May, for which 44 yuan of May were raised afterwards. */
async function raised() {
  const programme = desk.newProgramme();
  desk.on('2026-04-20');
  const one = await home(programme, ['补差的']);
  await desk.payOut((await freeze(db.context, '2026-05', programme)).id);
  accepted(await desk.revise(one, '2026-05', 644, '调标'));
  const [proposal] = await desk.proposals(one.id);
  return { programme, one, proposal: proposal! };
}
const linesOf = async (of: Family) =>
  (
    await db.owner.query(
      `select month, kind, amount_fen::int as fen from payment_line where entitlement_id = $1 and state <> 'ended' order by 1, 2`,
      [of.id],
    )
  ).rows;

describe('两份名单同时生成', () => {
  test('6月的名单正在生成，财务又生成5月的补发名单：确认过的补差只在一份里', async () => {
    const { programme, one, proposal } = await raised();
    accepted(await desk.decide([proposal.id], 'confirm'));
    desk.on('2026-05-20');
    await holding(async (client, letGo) => {
      await client.query('lock table payment_batch_township in share row exclusive mode');
      const june = freeze(db.context, '2026-06', programme);
      await untilWaiting(1);
      const extra = desk.supplement(programme, '2026-05');
      await untilWaiting(2);
      await letGo();
      await june;
      expect(await extra).toMatchObject({ code: 'NOTHING_TO_PAY' });
    });
    expect(await linesOf(one)).toEqual([
      { month: '2026-05', kind: 'regular', fen: 600_00 },
      { month: '2026-06', kind: 'back-pay', fen: 44_00 },
      { month: '2026-06', kind: 'regular', fen: 644_00 },
    ]);
  });

  test('正在停发的一户，名单正要编进它的补差：停发的决定先作，补差不编', async () => {
    const { programme, one, proposal } = await raised();
    await home(programme, ['别家']);
    accepted(await desk.decide([proposal.id], 'confirm'));
    desk.on('2026-05-20');
    const ended = act(async (tx) => {
      accepted(await endEntitlement(tx, { id: one.id, lastMonth: '2026-04', reason: '不再符合条件' }));
      const list = freeze(db.context, '2026-06', programme);
      await untilWaiting(1);
      return { list };
    });
    const june = await (await ended).list;
    expect((await desk.lines(june.id)).filter((l) => l.personId === one.holder).map((l) => l.kind)).not.toContain('back-pay');
  });
});

describe('确认与重新核算同时', () => {
  test('正在重新核算这一户，复核员确认原来提出的补发：等核算完，原来的已被取代，不会两项都补', async () => {
    const { one, proposal } = await raised();
    const confirmed = await act(async (tx) => {
      await tx.rows(sql`select id from entitlement where id = ${one.id} for update`);
      const deciding = desk.decide([proposal.id], 'confirm');
      await untilWaiting(1);
      const change = { fromMonth: '2026-05' as const, amountFen: 700_00, breakdown: [], decisionId: null, parameterIds: [] };
      accepted(await reviseEntitlement(tx, { id: one.id, ...change, reason: '再次调标' }));
      return { deciding };
    });
    expect(sentence(await confirmed.deciding)).toBe('所选的调整中有已经处理过的，没有改动。');
    expect((await desk.proposals(one.id)).map((p) => [p.state, p.amountFen])).toEqual([['proposed', 100_00]]);
  });
});

describe('同一人同一项目同一月份的两项待遇', () => {
  const given = (programme: string, of: Family, more: Partial<NewEntitlement> = {}): NewEntitlement => ({
    programme,
    exclusiveGroups: [],
    householdId: null,
    personId: of.holder as never,
    division: VILLAGE,
    memberIds: [of.holder as never],
    fromMonth: '2026-06',
    amountFen: 600_00,
    breakdown: [],
    decisionId: null,
    parameterIds: [],
    ...more,
  });

  test('两个办件同一时刻各批一项，没有互斥组也一样：后到的等先到的，不能重复享受；名单只有一笔', async () => {
    const [other, programme] = [desk.newProgramme(), desk.newProgramme()];
    desk.on('2026-05-20');
    const one = await home(other, ['两头批的']);
    const second = await act(async (tx) => {
      accepted(await grantEntitlement(tx, given(programme, one)));
      const granting = act((later) => grantEntitlement(later, given(programme, one, { fromMonth: '2026-05' })));
      await untilWaiting(1);
      return { granting };
    });
    expect(await second.granting).toMatchObject({ ok: false, code: 'ALREADY_ENTITLED' });
    const june = await freeze(db.context, '2026-06', programme);
    expect((await desk.lines(june.id)).map((l) => [l.month, l.amountFen])).toEqual([['2026-06', 600_00]]);
  });

  test('一项正在改为发到5月、另一项从6月批，同时写入：都成；月份不重叠，各发各的', async () => {
    const [other, programme] = [desk.newProgramme(), desk.newProgramme()];
    desk.on('2026-05-20');
    const one = await home(other, ['先停后批的']);
    const first = await act(async (tx) => accepted(await grantEntitlement(tx, given(programme, one, { fromMonth: '2026-05' }))));
    const next = await act(async (tx) => {
      accepted(await endEntitlement(tx, { id: first.id, lastMonth: '2026-05', reason: '改办' }));
      const granting = act((later) => grantEntitlement(later, given(programme, one, { amountFen: 700_00 })));
      await untilWaiting(1);
      return { granting };
    });
    accepted(await next.granting);
    const june = await freeze(db.context, '2026-06', programme);
    expect((await desk.lines(june.id)).map((l) => [l.month, l.amountFen])).toEqual([
      ['2026-05', 600_00],
      ['2026-06', 700_00],
    ]);
  });

  test('绕过程序把已经发着的月份再给一项：数据库不收', async () => {
    const programme = desk.newProgramme();
    const one = await home(programme, ['已经有的']);
    await expect(
      db.owner.query(
        `insert into entitlement (id, programme, person_id, division, from_month, created_at, created_by)
         select gen_random_uuid(), programme, person_id, division, '2026-09', now(), '测试' from entitlement where id = $1`,
        [one.id],
      ),
    ).rejects.toThrow('entitlement_one_holder');
  });
});
