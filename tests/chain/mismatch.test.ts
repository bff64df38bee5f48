/** 核对有不一致: the applicant sees what, explains or objects until the named day; the township reads it where it disposes of the differences. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { type Api, type Browser, carry, requestId, startApi, visitInput } from '../api.ts';

const family = story({
  key: 'mismatch',
  title: '查到没申报的老屋和妻子的工资',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街19号',
  people: [
    { name: '石大山', sex: '男', birth: '1980-08-16', lives: lives.患病在家 },
    { name: '鲁小芹', sex: '女', birth: '1983-02-27', relation: 'spouse', lives: lives.上班 },
    { name: '石小山', sex: '男', birth: '2011-11-30', relation: 'child', lives: lives.上学 },
  ],
  incomes: [monthly('m1', 'wage', 900)],
  departments: [
    { source: 'real-estate', ref: 'self', items: [{ kind: 'house', text: '祖屋', quantity: '28' }] },
    { source: 'tax', ref: 'm1', items: [{ kind: 'wage', amountFen: yuan(2600) }] },
  ],
  expect: null,
});

/** 核对报告 as the checking centre prints it. */
interface ReportPaper {
  id: string;
  number: string;
  url: string;
}
const contentOf = async ({ id: paper }: ReportPaper): Promise<string> => {
  const { rows } = await api.owner.query('select content from issued_document where id = $1', [paper]);
  return JSON.stringify(api.context.keys.openJson(rows[0].content, `issued_document.content:${paper}`));
};
let first: ReportPaper;

let api: Api;
let clerk: Browser;
let checker: Browser;
let leader: Browser;
let resident: Browser;
let id = '';
const shown = async () => (await resident.case(id)).sections.verification.mismatches;
const say = (by: Browser, said: Record<string, unknown>) =>
  by.post(`/api/cases/${id}/verification/statement`, { ...said, requestId: requestId() });
const refuse = (by: Browser, said: Record<string, unknown>) =>
  by.refused(`/api/cases/${id}/verification/statement`, { ...said, requestId: requestId() });

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(family);
  [clerk, checker, leader] = (await Promise.all(['xiang', 'hedui', 'xianghe'].map(api.staff))) as [Browser, Browser, Browser];
  resident = await api.resident(family);
  id = await carry(api, family, 'surveying');
});
afterAll(() => api?.stop());

describe('核对有不一致', () => {
  test('申请人看得见：自己名下的房子有内容，妻子的工资只说不一致，没有金额；说明到6月8日', async () => {
    const mismatches = await shown();
    expect(mismatches).toMatchObject({ until: '2026-06-08', statements: [], reviewDue: null });
    const about = (name: string) => mismatches.rows.find((r: { member: string }) => r.member === name).text;
    expect(about('石大山')).toContain('祖屋');
    expect(about('鲁小芹')).toContain('收入和申报不一致');
    expect(JSON.stringify(mismatches)).not.toMatch(/2,?600/);
    expect(mismatches.fields.map((f: { name: string }) => f.name)).toEqual(['kind', 'text', 'papers']);
    await api.run();
    expect((await resident.get('/api/messages')).items[0].body).toContain('到2026年6月8日为止');
  });

  test('核对报告是一份文书：写着查到的和差异，乡镇、核对中心、县打得开；村里和申请人看不到', async () => {
    first = (await checker.case(id)).sections.verification.reportPaper;
    expect(first).toMatchObject({ title: '居民家庭经济状况核对报告', issuedOn: '2026-06-01', revokedOn: null });
    expect(first.number).toMatch(/^咸安民核报字〔2026〕\d+号$/);
    const said = await contentOf(first);
    for (const part of ['鲁小芹', '2,600.00元', '祖屋', '咸安汀泗桥民核授字']) expect(said).toContain(part);
    expect(said).not.toContain(family.persons[0]!.idNumber);
    const [confirmer, village] = await Promise.all(['queren', 'cun'].map(api.staff));
    for (const reader of [clerk, leader, checker, confirmer!]) expect((await reader.call('GET', first.url)).status).toBe(200);
    for (const other of [village!, resident]) {
      expect((await other.case(id)).sections.documents.map((d: { title: string }) => d.title)).not.toContain(
        '居民家庭经济状况核对报告',
      );
      expect((await other.call('GET', first.url)).status).toBe(404);
    }
  });

  test('打开报告，妻子也看得到谁看过：她的工资写在里面', async () => {
    const wife = await api.resident({ ...family, persons: [family.persons[1]!] });
    const { rows } = await wife.get('/api/persons/me/looked');
    expect(JSON.stringify(rows)).toContain('打开文书');
  });

  test('说明并附一份材料：乡镇在核对和处置的地方都读得到，收到消息；材料归到办件里', async () => {
    const paper = await resident.upload('support');
    expect((await refuse(resident, { kind: 'explain', text: '旧', papers: [] })).fields[0]?.path).toBe('text');
    await say(resident, { kind: 'explain', text: '祖屋已经塌了一半，没有人住。', papers: [paper] });
    expect((await shown()).statements).toMatchObject([
      { kind: 'explain', text: '祖屋已经塌了一半，没有人住。', on: '2026-06-01' },
    ]);
    const { sections, allowedActions } = await clerk.case(id);
    expect(sections.verification.statements).toMatchObject([{ text: '祖屋已经塌了一半，没有人住。', papers: [paper] }]);
    expect(sections.papers.map((p: { id: string }) => p.id)).toContain(paper);
    const dispose = allowedActions.find((a) => a.action === 'disposeDiscrepancy')!;
    expect(dispose.fields.find((f) => f.name === 'disposition')?.help).toContain('祖屋已经塌了一半');
    expect((await clerk.get('/api/messages')).items[0].body).toContain('石大山对核对发现的差异作了说明');
  });

  test('别人不能替他说，也看不见', async () => {
    const other = await api.resident({ ...family, persons: [family.persons[1]!] });
    expect((await refuse(other, { kind: 'explain', text: '不是我家的房子' })).code).toBe('NOT_FOUND');
    expect((await other.call('GET', `/api/cases/${id}`)).status).toBe(404);
  });

  test('提出异议：复核没有结果以前不能提交初审；复核后差异少了一项，又有说明的日子', async () => {
    await say(resident, { kind: 'object', text: '房子十年前就卖给堂弟了，请重新查。' });
    expect(await shown()).toMatchObject({ reviewDue: '2026-06-15' });
    expect((await refuse(resident, { kind: 'object', text: '再提一次异议' })).code).toBe('VERIFICATION_STATE');
    await clerk.act(id, 'recordVisit', await visitInput(clerk, family, api.clock.today()));
    expect(await clerk.actRefused(id, 'submitForReview', { opinion: '请审核。' })).toMatchObject({ code: 'CHECK_DISPUTED' });
    await checker.post(`/api/cases/${id}/verification/recheck`, { requestId: requestId() });
    await api.run();
    expect(await clerk.refused(`/api/cases/${id}/verification/recheck-report`, { requestId: requestId() })).toMatchObject({
      code: 'NOT_PERMITTED',
    });
    await checker.post(`/api/cases/${id}/verification/recheck-report`, { requestId: requestId() });
    expect(await shown()).toMatchObject({ until: '2026-06-08', reviewDue: null });
    const { verification, documents } = (await checker.case(id)).sections;
    expect(verification.reportPaper.number).not.toBe(first.number);
    expect(await contentOf(verification.reportPaper)).toContain(`${first.number}同时撤销`);
    expect(documents.find((d: { id: string }) => d.id === first.id)).toMatchObject({ revokedOn: '2026-06-01' });
    await api.run();
    expect((await resident.get('/api/messages')).items[0].body).toContain('已经复核');
  });

  test('过了那一天：网上不能再说明，窗口还能替他登记', async () => {
    await api.moveTo('2026-06-09');
    expect((await shown()).fields).toBeNull();
    expect(await refuse(resident, { kind: 'explain', text: '祖屋没有人住。' })).toMatchObject({ code: 'STATEMENT_LATE' });
    await say(clerk, { kind: 'explain', text: '本人到窗口说明：祖屋没有人住。' });
    expect((await shown()).statements).toHaveLength(3);
  });

  test('处置完才能提交初审，提交以后申请人看得见怎么处置的', async () => {
    const choices = (await clerk.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy')!.fields[0]!.choices!;
    for (const { value } of choices)
      await clerk.act(id, 'disposeDiscrepancy', { id: value, disposition: 'adjusted', reason: '本人承认，属实' });
    expect((await shown()).rows.map((r: { settled: string }) => r.settled)).toEqual(choices.map(() => '属实调整'));
    await clerk.act(id, 'submitForReview', { opinion: '请审核。' });
    expect((await leader.case(id)).state).toBe('reviewing');
  });
});
