/** 单人保, and then the whole family is under the standard: its application is opened from the file, the benefit goes on until it is decided, nobody asks twice. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { monthAfter, monthOf } from '../../src/kernel/calendar/index.ts';
import { advanceRuns } from '../../src/kernel/rehearsal/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Browser, carry, requestId } from '../api.ts';
import { api, begin, check, clerk, confirmer, family, findPoorer, leader, lookAgain, parent, singles } from './single-desk.ts';

describe('单人保的全家也低于标准了', () => {
  beforeAll(begin);
  afterAll(() => api?.stop());
  let application: string;

  test('复核的结果不是停发，是转办全家的低保：先按各位成年家人的签名核对，再报县里；钱照发', async () => {
    const review = await lookAgain('父亲的养老金少了');
    await findPoorer(review);
    expect((await clerk.case(review)).sections.review.result).toMatchObject({ change: 'reclassify', says: '转办更高一类救助' });
    expect(await clerk.actRefused(review, 'proposeChange', { opinion: '全家低于标准。' })).toMatchObject({
      code: 'REVIEW_CHECK_NEEDED',
    });
    await check(review);
    await clerk.act(review, 'proposeChange', { opinion: '全家低于标准，转办全家的低保。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    const kase = await clerk.case(review);
    expect(kase.state).toBe('decided');
    expect(kase.children).toMatchObject([{ itemId: 'SA-01', applicantName: '范建设', state: 'submitted' }]);
    application = kase.children[0]!.id;
    expect(await singles()).toMatchObject([{ to_month: null, members: 1 }]);
    const said = (await (await api.resident(family)).get('/api/messages')).items.map((m: { body: string }) => m.body).join();
    expect(said).toContain('范磊的待遇复核时发现，您家按现在的情况可以办最低生活保障，已经用原来的材料替您立了一件');
    expect(api.errors).toEqual([]);
  });

  test('申请里有全家三口和现在的养老金，不用再填；家里撤回申请的，原来的单人保重新核实', async () => {
    const declared = JSON.stringify((await clerk.case(application)).sections.facts);
    for (const part of ['常春花', '范磊', '1,500.00']) expect(declared).toContain(part);
    await clerk.act(application, 'accept');
    await (await api.resident(family)).act(application, 'withdraw', { reason: '先不办了' });
    await api.run();
    const { rows } = await api.owner.query('select case_id from benefit_review where change is null');
    expect(rows).toHaveLength(1);
    const review = rows[0].case_id;
    await check(review);
    expect((await clerk.case(review)).sections.review.result).toMatchObject({ change: 'reclassify' });
    await clerk.act(review, 'proposeChange', { opinion: '仍低于标准。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    application = (await clerk.case(review)).children[0]!.id;
    expect(api.errors).toEqual([]);
  });

  test('全家的低保确认以后：每月1,140元（差额900元加重残240元），儿子的单人保发到当月，不重不漏；认定随之结束，不再为单人保开复核', async () => {
    await carry(api, { ...family, expect: { outcome: 'eligible', amountFen: yuan(1140) } }, 'decided', {
      id: application,
      from: 'accepted',
    });
    const month = monthOf(api.clock.today());
    const { entitlement } = (await confirmer.case(application)).sections;
    expect(entitlement.versions).toMatchObject([{ amountFen: 1140_00, fromMonth: monthAfter(api.clock.today()) }]);
    expect(entitlement.memberIds).toHaveLength(3);
    expect(await singles()).toMatchObject([
      { to_month: month, end_reason: '全家纳入低保，单人保并入', members: 1 },
      { to_month: null, members: 3 },
    ]);
    await api.run();
    const open = await api.owner.query('select 1 from benefit_review where change is null');
    expect(open.rows).toEqual([]);
    expect((await leader.case(parent)).sections.recognition.state).toBe('ended');
    expect(api.errors).toEqual([]);
  });
});

describe('公布提高标准，全家落到标准以下', () => {
  beforeAll(begin);
  afterAll(() => api?.stop());
  let review: string;

  /** The county's urban standard from a day on. */
  async function publish(value: string, validFrom: PlainDate, no: number): Promise<void> {
    const [county, city] = (await Promise.all(['xianzhang', 'shiling'].map(api.staff))) as [Browser, Browser];
    const { id } = await county.post('/api/standard-drafts', {
      title: '咸安区低保标准调整',
      documentNo: `咸安民政发〔2026〕${no}号`,
      rows: [{ key: 'DB-STD-U', division: '421202000000', value, unit: 'fen/month', validFrom }],
      requestId: requestId(),
    });
    for (const [by, action] of [
      [county, 'rehearse'],
      [county, 'submit'],
      [city, 'approve'],
      [city, 'publish'],
    ] as const) {
      const { version } = await by.get(`/api/standard-drafts/${id}`);
      await by.post(`/api/standard-drafts/${id}/actions`, { action, version, requestId: requestId() });
      await advanceRuns(api.context);
    }
    await api.run();
    expect(api.errors).toEqual([]);
  }
  const amounts = async (): Promise<[string, number][]> =>
    (
      await api.owner.query('select from_month, amount_fen::int as fen from entitlement_version order by entitlement_id, no')
    ).rows.map((v) => [v.from_month, v.fen]);
  const openReviews = async () => (await api.owner.query('select case_id, kind from benefit_review where change is null')).rows;

  test('800元提高到820元，全家人均900元还是边缘：单人保按新标准820＋246＝1066元，不用复核', async () => {
    const [[from]] = (await amounts()) as [[string, number]];
    api.clock.set('2026-08-05T01:00:00.000Z');
    await publish('82000', '2026-07-01', 8);
    expect(await amounts()).toEqual([
      [from, 1040_00],
      [from, 1066_00],
    ]);
    expect(await openReviews()).toEqual([]);
  });

  test('提高到920元，全家低于标准：单人保照发，按新标准920＋276＝1196元，从执行的8月起；自动开出复核，由人转办全家', async () => {
    await publish('92000', '2026-08-01', 9);
    expect((await amounts()).at(-1)).toEqual(['2026-08', 1196_00]);
    const open = await openReviews();
    expect(open).toMatchObject([{ kind: 'standard' }]);
    review = open[0].case_id;
    const kase = await clerk.case(review);
    expect(kase.sections.review).toMatchObject({ kindZh: '标准调整', result: { change: 'reclassify' } });
    expect(JSON.stringify(kase.sections)).toContain('按新标准全家低于低保标准');
  });

  test('各位成年家人签名核对，县里同意：立全家的申请；确认以后每月336元（差额60元加重残276元），单人保发到当月', async () => {
    await check(review);
    await clerk.act(review, 'proposeChange', { opinion: '按新标准全家低于标准，转办。' });
    await confirmer.act(review, 'decide', { opinion: '同意转办。' });
    const [child] = (await clerk.case(review)).children;
    await carry(api, { ...family, expect: { outcome: 'eligible', amountFen: yuan(336) } }, 'decided', {
      id: child!.id,
      from: 'accepted',
    });
    const month = monthOf(api.clock.today());
    expect(await singles()).toMatchObject([
      { to_month: month, end_reason: '全家纳入低保，单人保并入' },
      { to_month: null, members: 3 },
    ]);
    expect((await amounts()).at(-1)).toEqual([monthAfter(api.clock.today()), 336_00]);
    await api.run();
    expect(await openReviews()).toEqual([]);
    expect(api.errors).toEqual([]);
  });
});
