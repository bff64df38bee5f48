import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { type Actor, publicActor } from '../access/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import { takeDue } from './attempts.ts';
import {
  type AnswerInput,
  type Connector,
  type ConnectorQuery,
  defineConnectors,
  type NewQuery,
  queriesOf,
  readAnswers,
  recordAnswer,
  recordConsent,
  requestQuery,
  retryQueries,
  revokeConsent,
  runQueries,
  type SourceDefinition,
  sourceHealth,
  validConsent,
  type WorkerOptions,
} from './server.ts';

const TOWN = '421202001000';
const PURPOSE = '家庭经济状况核对';
const ID_NUMBER = '421202195001010012';
const MARKER = '标记内容不得明文出现';
const officerOf = (division: string): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id: `officer-${division}`,
  name: '核对员',
  role: 'county-clerk',
  duty: 'verification-officer',
  division,
});
const officer = officerOf('421202000000');

let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-02' });
});
afterAll(() => city.drop());
beforeEach(async () => {
  city.clock.set('2026-03-02');
  await city.owner.query('truncate exchange_query, consent, audit_log cascade');
});

const person = newId();
const caseId = newId();
async function consented(more: Partial<Parameters<typeof recordConsent>[1]> = {}) {
  const given = {
    personId: person,
    birthDate: '1950-01-01' as const,
    purpose: PURPOSE,
    sources: ['tax', 'bank'],
    validTo: '2026-09-01' as const,
    signatureFile: newId(),
    caseId,
    division: TOWN,
    ...more,
  };
  const result = await city.context.write(officer, (tx) => recordConsent(tx, given));
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
const question = (more: Partial<NewQuery> = {}): NewQuery => ({
  source: 'tax',
  personId: person,
  subject: { idNumber: ID_NUMBER, name: MARKER },
  caseId,
  division: TOWN,
  purpose: PURPOSE,
  reference: 'check:1',
  asOf: '2026-03-02',
  ...more,
});
let requests = 0;
/** Through `once`, as a route does: a refusal rolls everything back. */
const ask = (more: Partial<NewQuery> = {}) => {
  const requestId = `request-${++requests}`;
  return city.context.once(officer, { action: 'ask', requestId, body: requestId }, (tx) => requestQuery(tx, question(more)));
};
const states = (reference = 'check:1') => city.context.read(officer, (tx) => queriesOf(tx, reference));
const audited = async (action: string) =>
  (await city.owner.query('select person_id, case_id, purpose, detail from audit_log where action = $1', [action])).rows;
const wages = (query: ConnectorQuery): AnswerInput => ({
  person: query.idNumber,
  source: 'tax',
  asOf: query.asOf,
  status: 'found',
  items: [{ kind: 'wage', text: MARKER, amountFen: 1600_00 }],
});
const department = (query: Connector['query'], source = 'tax'): Connector => ({
  source,
  zh: '工资薪金',
  owner: '税务部门',
  query,
});
const worker = (query: Connector['query'], options: WorkerOptions = {}) =>
  runQueries(city.context, defineConnectors([department(query)]), { timeoutMs: 200, ...options });
const listed: SourceDefinition = {
  zh: '工资薪金',
  owner: '税务部门',
  basis: '57号第十七条',
  tells: { wage: '工资', pension: '养老金' },
  way: 'interface',
};
const minutesLater = (n: number) => city.clock.set(new Date(Date.parse(city.clock.now()) + n * 60_000).toISOString());

describe('没有授权、事由、办件，不得查询', () => {
  const refused = async (more: Partial<NewQuery>) => {
    expect(await ask(more)).toMatchObject({ ok: false, code: 'QUERY_WITHOUT_BASIS' });
    expect(await states()).toEqual([]);
    return audited('exchange.query.refused');
  };
  test('没有授权：拒绝，查询没有留下，拒绝本身留在审计里', async () => {
    expect(await refused({})).toEqual([
      { person_id: person, case_id: caseId, purpose: PURPOSE, detail: { source: 'tax', reference: 'check:1' } },
    ]);
  });
  test('有授权，没有办件：拒绝并留痕', async () => {
    await consented({ caseId: null });
    expect(await refused({ caseId: null })).toHaveLength(1);
  });
  test('有授权，没有事由或事由不同：拒绝并留痕', async () => {
    await consented();
    await refused({ purpose: '' });
    expect(await refused({ purpose: '了解情况' })).toHaveLength(2);
  });
  test('授权没有列出的部门、别的办件：拒绝', async () => {
    await consented();
    await refused({ source: 'vehicle' });
    await refused({ caseId: newId() });
  });
  test('授权有效期最后一天可以查，第二天不可以', async () => {
    await consented({ validTo: '2026-03-02' });
    expect(await ask()).toMatchObject({ ok: true });
    city.clock.set('2026-03-03');
    expect(await ask({ reference: 'check:2' })).toMatchObject({ code: 'QUERY_WITHOUT_BASIS' });
  });
});

describe('授权书', () => {
  test('十七岁须由监护人签，十八岁生日当天可以自己签', async () => {
    const sign = (birthDate: '2008-03-03' | '2008-03-02', guardianId: string | null = null) =>
      city.context.write(officer, (tx) =>
        recordConsent(tx, {
          personId: newId(),
          birthDate,
          guardianId,
          purpose: PURPOSE,
          sources: ['tax'],
          validTo: '2026-09-01',
          signatureFile: newId(),
          division: TOWN,
        }),
      );
    expect(await sign('2008-03-03')).toMatchObject({ code: 'CONSENT_GUARDIAN_REQUIRED' });
    expect(await sign('2008-03-03', newId())).toMatchObject({ ok: true });
    expect(await sign('2008-03-02')).toMatchObject({ ok: true });
  });
  test('撤回后不能再查，尚未反馈的查询作罢，也不再采用迟到的答复', async () => {
    const consent = await consented();
    const asked = await ask();
    if (!asked.ok) throw new Error(asked.code);
    await city.context.write(officer, (tx) => revokeConsent(tx, { consentId: consent.id }));
    expect(await states()).toMatchObject([{ state: 'failed', error: 'consent-ended' }]);
    let called = 0;
    await worker(async (query) => {
      called++;
      return wages(query);
    }).drain();
    expect(called).toBe(0);
    const late = { person: ID_NUMBER, source: 'tax', asOf: '2026-03-02', status: 'none', items: [] };
    expect(await city.context.write(officer, (tx) => recordAnswer(tx, { queryId: asked.value.id, answer: late }))).toMatchObject({
      code: 'QUERY_CLOSED',
    });
    expect(await ask({ reference: 'check:2' })).toMatchObject({ code: 'QUERY_WITHOUT_BASIS' });
    expect(await city.context.write(officer, (tx) => revokeConsent(tx, { consentId: consent.id }))).toMatchObject({
      code: 'CONSENT_ENDED',
    });
  });
  test('提问后授权到期：轮到时不再去问', async () => {
    await consented({ validTo: '2026-03-02' });
    await ask();
    city.clock.set('2026-03-03');
    let called = 0;
    await worker(async (query) => {
      called++;
      return wages(query);
    }).drain();
    expect([called, await states()]).toMatchObject([0, [{ state: 'failed', error: 'consent-ended' }]]);
  });
  test('本人看得到自己的授权；邻县的经办人看不到', async () => {
    await consented();
    const seen = (actor: Actor) =>
      city.context.read(actor, (tx) =>
        validConsent(tx, { personId: person, source: 'tax', purpose: PURPOSE, on: '2026-03-02', caseId }),
      );
    const own: Actor = { ...publicActor, kind: 'resident', role: 'resident', id: person, personId: person, ownPersonId: person };
    expect(await seen(own)).not.toBeNull();
    expect(await seen({ ...own, id: caseId, personId: newId() })).toBeNull();
    expect(await seen(officerOf('421221000000'))).toBeNull();
    expect(await seen(publicActor)).toBeNull();
  });
});

describe('部门答复', () => {
  beforeEach(async () => {
    await consented();
  });
  test('答复记录一次，加密保存；部门得知谁、为何事、哪一件', async () => {
    await ask();
    const told: ConnectorQuery[] = [];
    const settled: string[] = [];
    const count = await worker(
      async (query) => {
        told.push(query);
        return wages(query);
      },
      { settled: async (_, queries) => void settled.push(...queries.map((query) => query.state)) },
    ).drain();
    expect([count, settled]).toEqual([1, ['answered']]);
    expect(told).toMatchObject([{ idNumber: ID_NUMBER, caseId, purpose: PURPOSE, requestedBy: officer.id }]);
    const [read] = await city.context.write(officer, (tx) => readAnswers(tx, { reference: 'check:1', purpose: PURPOSE }));
    expect(read?.answer).toMatchObject({ status: 'found', items: [{ kind: 'wage', amountFen: 1600_00 }] });
    expect(await audited('exchange.answer.read')).toHaveLength(1);
    const { rows } = await city.owner.query('select q::text as line from exchange_query q');
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of [MARKER, ID_NUMBER, hex(MARKER), hex(ID_NUMBER), hex('160000')])
      expect(rows[0].line).not.toContain(secret);
  });
  test('同一问题问两次，是同一次查询', async () => {
    const [first, second] = [await ask(), await ask()];
    expect(first).toEqual(second);
    expect(await audited('exchange.query.asked')).toHaveLength(1);
  });
  test('同一答复到达两次（接口一次、函件一次）：第二次不改变任何内容', async () => {
    const asked = await ask();
    if (!asked.ok) throw new Error(asked.code);
    await worker(async (query) => wages(query)).drain();
    const before = await states();
    minutesLater(5);
    const again = await city.context.write(officer, (tx) =>
      recordAnswer(tx, {
        queryId: asked.value.id,
        answer: { person: ID_NUMBER, source: 'tax', asOf: '2026-03-02', status: 'none', items: [] },
      }),
    );
    expect(again).toMatchObject({ code: 'QUERY_CLOSED' });
    expect([await states(), (await audited('exchange.query.answered')).length]).toEqual([before, 1]);
  });
  test('两个进程同时处理：每个查询只问一次', async () => {
    for (let i = 0; i < 6; i++) await ask({ reference: `check:${i}` });
    const asked: string[] = [];
    const slow = async (query: ConnectorQuery) => {
      asked.push(query.queryId);
      await sleep(30);
      return wages(query);
    };
    await Promise.all([worker(slow).drain(), worker(slow).drain()]);
    expect([asked.length, new Set(asked).size]).toEqual([6, 6]);
  });
  test('一个进程正拿着四个查询：另一个不等待，拿其余两个', async () => {
    for (let i = 0; i < 6; i++) await ask({ reference: `check:${i}` });
    const take = (tx: Tx) => takeDue(tx, { sources: ['tax'], limit: 4, leaseMs: 60_000 });
    const [first, second] = await city.context.write(officer, async (tx) => {
      const mine = await take(tx);
      return [mine, await city.context.write(officer, take)];
    });
    expect([first.length, second.length, new Set([...first, ...second].map((q) => q.id)).size]).toEqual([4, 2, 6]);
  });
  test('部门停用：逐次放慢再试，超过次数记为失败，从不算作通过；恢复后可再问', async () => {
    await ask();
    const down = worker(() => Promise.reject(new Error('down')), { maxAttempts: 3 });
    expect(await down.drain()).toBe(1);
    expect(await states()).toMatchObject([
      { state: 'pending', attempts: 1, error: 'unavailable', nextAt: '2026-03-02T04:01:00.000Z' },
    ]);
    expect(await down.drain()).toBe(0); // not yet due
    minutesLater(1);
    await down.drain();
    expect(await states()).toMatchObject([{ state: 'pending', attempts: 2, nextAt: '2026-03-02T04:05:00.000Z' }]);
    minutesLater(4);
    await down.drain();
    expect(await states()).toMatchObject([{ state: 'failed', attempts: 3, nextAt: null, answeredAt: null }]);
    expect(await city.context.write(officer, (tx) => retryQueries(tx, { reference: 'check:1' }))).toBe(1);
    await worker(async (query) => wages(query)).drain();
    expect(await states()).toMatchObject([{ state: 'answered', error: null }]);
  });
  test('部门太慢：到时放弃这一次，迟到的答复不采用；仍慢则记为超时', async () => {
    await ask();
    const slow = worker(
      async (query) => {
        await sleep(150);
        return wages(query);
      },
      { timeoutMs: 30, maxAttempts: 2 },
    );
    await slow.drain();
    await sleep(200);
    expect(await states()).toMatchObject([{ state: 'pending', error: 'timeout', answeredAt: null }]);
    minutesLater(10);
    await slow.drain();
    expect(await states()).toMatchObject([{ state: 'timeout', attempts: 2 }]);
  });
  test('一个部门慢，不耽误别的部门', async () => {
    await ask();
    await ask({ source: 'bank' });
    const order: string[] = [];
    const answer = (source: string, wait: number) =>
      department(async (query) => {
        await sleep(wait);
        order.push(source);
        return { ...wages(query), source };
      }, source);
    await runQueries(city.context, [answer('tax', 120), answer('bank', 0)]).drain();
    expect(order).toEqual(['bank', 'tax']);
  });
  test.each([
    ['答的是别人', 'wrong-person', (q: ConnectorQuery) => ({ ...wages(q), person: '421281194012310021' })],
    ['查得为空却附内容', 'malformed', (q: ConnectorQuery) => ({ ...wages(q), status: 'none' as const })],
    ['金额为负', 'malformed', (q: ConnectorQuery) => ({ ...wages(q), items: [{ kind: 'wage', amountFen: -1 }] })],
    ['另一来源的答复', 'malformed', (q: ConnectorQuery) => ({ ...wages(q), source: 'bank' })],
  ] as const)('答非所问（%s）：不采用，记明原因', async (_, error, answer) => {
    await ask();
    await worker(async (query) => answer(query)).drain();
    expect(await states()).toMatchObject([{ state: 'pending', error, answeredAt: null }]);
  });
  test('接口答复了不归这个来源提供的内容（税务说了房子）：整条不采用，记明原因；只说工资的照常采用', async () => {
    const tells = { wage: '工资' };
    const answering = (kind: string) => {
      const connector = department(async (query) => ({ ...wages(query), items: [{ kind, amountFen: 1 }] }));
      return runQueries(city.context, defineConnectors([{ ...connector, tells }]), { timeoutMs: 200 }).drain();
    };
    await ask();
    await answering('house');
    expect(await states()).toMatchObject([{ state: 'pending', error: 'foreign', answeredAt: null }]);
    minutesLater(60);
    await answering('wage');
    expect(await states()).toMatchObject([{ state: 'answered', error: null }]);
  });
  test('处理进程中途消失：租期过后由别人再问', async () => {
    await ask();
    void worker(() => new Promise(() => {}), { timeoutMs: 60_000_000 }).drain();
    await sleep(100);
    expect(await worker(async (query) => wages(query)).drain()).toBe(0);
    await city.owner.query(`update exchange_query set next_at = '2026-03-02T04:02:00Z'`); // a lease of two minutes
    minutesLater(2);
    expect(await worker(async (query) => wages(query)).drain()).toBe(1);
    expect(await states()).toMatchObject([{ state: 'answered', attempts: 2 }]);
  });
  test('运行中的处理进程：一提问就被唤醒', async () => {
    const running = worker(async (query) => wages(query), { pollMs: 60_000 });
    running.start();
    await sleep(50);
    await ask();
    for (let i = 0; i < 60 && (await states())[0]?.state !== 'answered'; i++) await sleep(25);
    await running.stop();
    expect(await states()).toMatchObject([{ state: 'answered' }]);
  });
  test('来源状况：等待、失败、最早的、最近一次答复', async () => {
    await ask();
    await worker(async (query) => wages(query)).drain();
    minutesLater(10);
    await ask({ reference: 'check:2' });
    await worker(() => Promise.reject(new Error('down'))).drain();
    const health = await city.context.read(officer, (tx) => sourceHealth(tx, { tax: listed, bank: listed }));
    expect(health).toMatchObject([
      {
        source: 'tax',
        waiting: 1,
        failed: 0,
        answered: 1,
        oldestWaitingSince: '2026-03-02T04:10:00.000Z',
        lastAnswerAt: '2026-03-02T04:00:00.000Z',
        lastFault: 'unavailable',
      },
      { source: 'bank', waiting: 0, answered: 0, lastAnswerAt: null },
    ]);
  });
});
