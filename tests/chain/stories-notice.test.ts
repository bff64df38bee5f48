/** Stories of 低保 that meet an objection to the notice, or a department that answers late or otherwise than the family. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { carry, requestId, visitInput } from '../api.ts';
import { actions, api, checker, clerk, closeStories, confirmer, final, leader, openStories } from './stories-desk.ts';

beforeAll(openStories);
afterAll(closeStories);

describe('公示', () => {
  async function objected(key: string): Promise<string> {
    const id = await carry(api, storyOf(key), 'onNotice');
    const notice = (await clerk.case(id)).sections.notice;
    await api.visitor().post(`/api/notices/${notice.id}/objections`, { ...storyOf(key).inputs!.object, requestId: requestId() });
    expect(await clerk.case(id)).toMatchObject({ state: 'objected', sections: { objections: [{ state: 'open' }] } });
    // 提意见的人是谁，申请人看不到
    const family = await api.resident(storyOf(key));
    expect(JSON.stringify(await family.case(id))).not.toContain(String(storyOf(key).inputs!.object!.name));
    return id;
  }
  const appraisal = {
    place: '村委会会议室',
    host: '周志强',
    participants: '村民代表九人，驻村干部二人',
    discussion: '逐一核实情况，代表发表意见。',
    abstain: 0,
  };

  test('异议成立：评议登记查实的工资，重新核算不是低保而是低保边缘，县里入户后认定为边缘', async () => {
    const id = await objected('objection-upheld');
    await clerk.act(id, 'recordVisit', await visitInput(clerk, storyOf('objection-upheld'), api.clock.today()));
    const upheld = {
      ...appraisal,
      heldOn: api.clock.today(),
      agree: 1,
      disagree: 10,
      upheld: 'upheld',
      result: '查实其子每月工资2900元，已告知申请人。',
    };
    expect(await clerk.actRefused(id, 'recordAppraisal', upheld)).toMatchObject({
      status: 422,
      fields: [{ path: 'foundIncomes' }],
    });
    await clerk.act(id, 'recordAppraisal', {
      ...upheld,
      foundIncomes: [{ member: 'm2', type: 'wage', amountFen: 2000_00, per: 'month' }],
    });
    await leader.act(id, 'reviseOpinion', { opinion: '按查实的收入核算，不符合低保，符合低保边缘。' });
    expect((await confirmer.case(id)).sections.decisions.find((d: { kind: string }) => d.kind === 'reviewed')).toMatchObject({
      outcome: 'eligible',
      amountFen: null,
      recognition: '最低生活保障边缘家庭',
    });
    expect(await confirmer.actRefused(id, 'recognise', { opinion: '认定。' })).toMatchObject({ code: 'COUNTY_VISIT_REQUIRED' });
    const county = await api.staff('xian');
    await county.act(id, 'recordCountyVisit', await visitInput(county, storyOf('objection-upheld'), api.clock.today()));
    await confirmer.act(id, 'recognise', { opinion: '认定为低保边缘家庭。' });
    expect(await final(id)).toMatchObject({ outcome: 'eligible', recognition: '最低生活保障边缘家庭' });
  });

  test('异议不成立：评议后直接报县里，按原来核算的1260元确认', async () => {
    const id = await objected('objection-dismissed');
    // 公示有异议的，全部手续可以延长到45个工作日，说明理由，只延长一次
    const before = (await clerk.case(id)).totalDueOn!;
    await clerk.act(id, 'extend', { ground: 'objection', reason: '有人提出异议，须重新调查和评议。' });
    expect((await clerk.case(id)).totalDueOn! > before).toBe(true);
    expect(await clerk.actRefused(id, 'extend', { ground: 'objection', reason: '再延长。' })).toMatchObject({
      code: 'EXTENDED_ALREADY',
    });
    await clerk.act(id, 'recordAppraisal', {
      ...appraisal,
      heldOn: api.clock.today(),
      agree: 10,
      disagree: 1,
      upheld: 'dismissed',
      result: '鱼塘已于去年退包，异议不成立，已答复。',
    });
    await leader.act(id, 'reviseOpinion', { opinion: '异议不成立，维持原意见。' });
    const county = await api.staff('xian');
    await county.act(id, 'recordCountyVisit', await visitInput(county, storyOf('objection-dismissed'), api.clock.today()));
    await confirmer.act(id, 'confirm', { opinion: '同意确认。' });
    expect(await final(id)).toMatchObject({ amountFen: 1260_00 });
    expect((await confirmer.case(id)).sections.objections).toMatchObject([
      { state: 'dismissed', result: '鱼塘已于去年退包，异议不成立，已答复。' },
    ]);
  });

  test('公示期间老人去世：确认时按两口人重新核算，不按公示的1820元', async () => {
    const id = await carry(api, storyOf('death-on-notice'), 'onNotice');
    const kase = await clerk.case(id);
    expect(kase.sections.notice).toMatchObject({ amountFen: 1820_00, memberCount: 3 });
    const grandmother = kase.sections.members.find((m: { name: string }) => m.name === '赵桂芝');
    await clerk.post(`/api/persons/${grandmother.personId}/death/registration`, {
      diedOn: api.clock.today(),
      proof: 'cremation',
      number: '火化2026-1',
    });
    await api.run();
    await api.moveTo(kase.sections.notice.endsOn);
    await api.moveTo(nextDay(kase.sections.notice.endsOn));
    await clerk.act(id, 'fileToCounty');
    await confirmer.act(id, 'confirm', { opinion: '老人已去世，按两口人确认。' });
    expect(await final(id)).toMatchObject({ outcome: 'eligible', amountFen: 860_00 });
    expect((await confirmer.case(id)).sections.entitlement.memberIds).toHaveLength(2);
  });
});

const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10) as `${number}-${number}-${number}`;

describe('核对', () => {
  /** Questions without an answer, however many sources there are. */
  const silent = async (id: string): Promise<number> => {
    const { answered, asked } = (await checker.case(id)).sections.verification.answers;
    return asked - answered;
  };
  test('税务停机：出不了报告，写明等谁；恢复后重查，一切照常', async () => {
    const id = await carry(api, storyOf('tax-down'), 'toCheck');
    await checker.post('/api/demo/departments', { source: 'tax', mode: 'down' });
    await checker.act(id, 'startCheck');
    await api.run();
    expect(await silent(id)).toBe(3);
    expect(await checker.actRefused(id, 'issueReport')).toMatchObject({
      code: 'SOURCES_UNANSWERED',
      message: expect.stringContaining('税务部门'),
    });
    const family = await api.resident(storyOf('tax-down'));
    expect((await family.case(id)).says).toContain('一直等');
    await checker.post('/api/demo/departments', { source: 'tax', mode: 'normal' });
    await api.moveTo(nextDay(api.clock.today()));
    expect(await silent(id)).toBe(0);
    await checker.act(id, 'issueReport');
    expect((await clerk.case(id)).state).toBe('surveying');
  });

  test('税务一直没有答复：写明理由可以出报告，没有查明的写明是谁没有反馈；不写理由不行', async () => {
    const story = storyOf('paid');
    const id = await carry(api, story, 'toCheck');
    await checker.post('/api/demo/departments', { source: 'tax', mode: 'down' });
    await checker.act(id, 'startCheck');
    await api.run();
    await checker.act(id, 'issueReport', { proceedReason: '税务系统升级停机五日，先行出具，恢复后补查' });
    await checker.post('/api/demo/departments', { source: 'tax', mode: 'normal' });
    const { verification } = (await clerk.case(id)).sections;
    expect(verification.report).toMatchObject({
      unanswered: ['税务部门'],
      proceedReason: '税务系统升级停机五日，先行出具，恢复后补查',
    });
    expect(verification.report.lines.filter((l: { result: string }) => l.result === 'unanswered')).toHaveLength(2);
    await clerk.act(id, 'recordVisit', await visitInput(clerk, story, api.clock.today()));
    await clerk.act(id, 'submitForReview', { opinion: '请审核。' });
    const preview = (await leader.case(id)).sections.decisions.at(-1);
    expect(preview.clauses.find((c: { name: string }) => c.name.includes('核对'))).toMatchObject({ verdict: 'met' });
    expect(preview).toMatchObject({ outcome: 'eligible', amountFen: 1220_00 });
  });

  test('没申报的老屋：先处置差异才能提交；属实调整后两套人均30平方米，仍符合', async () => {
    const id = await carry(api, storyOf('undeclared-house'), 'surveying');
    const { allowedActions, sections } = await clerk.case(id);
    expect(sections.verification.discrepancies).toMatchObject([{ detail: { text: '有未申报的住房：祖屋，28平方米' } }]);
    await clerk.act(id, 'recordVisit', await visitInput(clerk, storyOf('undeclared-house'), api.clock.today()));
    expect(await clerk.actRefused(id, 'submitForReview', { opinion: '请审核。' })).toMatchObject({ code: 'DISPOSITION_MISSING' });
    const choice = allowedActions.find((a) => a.action === 'disposeDiscrepancy')!.fields[0]!.choices![0]!;
    await clerk.act(id, 'disposeDiscrepancy', { id: choice.value, disposition: 'adjusted', reason: '祖屋多年无人居住，属实' });
    expect(await actions(clerk, id)).not.toContain('disposeDiscrepancy');
    await clerk.act(id, 'submitForReview', { opinion: '请审核。' });
    expect((await leader.case(id)).sections.decisions.at(-1)).toMatchObject({ outcome: 'eligible', amountFen: 1160_00 });
  });

  test('第二套商品房：人均超过40平方米，不予确认，写明是住房这一条', async () => {
    const id = await carry(api, storyOf('second-house'), 'decided');
    const decision = await final(id);
    expect(
      decision.clauses.filter((c: { verdict: string }) => c.verdict === 'unmet').map((c: { name: string }) => c.name),
    ).toEqual(['住房符合规定']);
  });
});
