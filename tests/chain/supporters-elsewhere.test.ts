/** 户外义务人在外省: named by what the application tells, agreed to on paper, asked by letter, answered or silent, through the HTTP API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let checker: Browser;
let id = '';
const ADDRESSEE = '湖南省居民家庭经济状况核对中心';
const son = { name: '孙建波', idNumber: makeIdNumber('430602', '1984-05-05', 711), phone: '13900001111' };
const silent = { name: '孙建梅', idNumber: makeIdNumber('430602', '1987-05-05', 712), phone: '13900002222' };
const obligor = (who: typeof son, supports: string) => ({
  ...who,
  relation: 'child' as const,
  supports,
  mustSupport: 2,
  householdSize: 3,
  monthlyIncomeFen: yuan(500),
  division: '421202001000',
  urbanRural: 'urban' as const,
});
const couple = story({
  key: 'elsewhere',
  title: '老两口的子女都在外省',
  place: '洪口村',
  urbanRural: 'rural',
  address: '1组3号',
  people: [
    { name: '孙长福', sex: '男', birth: '1954-01-15', lives: lives.年老 },
    { name: '黄金枝', sex: '女', birth: '1956-01-15', relation: 'spouse', lives: lives.年老 },
  ],
  incomes: [monthly('self', 'resident-pension', 185), monthly('m1', 'resident-pension', 185)],
  obligors: [...['self', 'm1'].map((s) => obligor(son, s)), obligor(silent, 'self')],
  expect: null,
});
const send = (by: Browser, url: string, body: object = {}) => by.post(url, { ...body, requestId: requestId() });
const refused = (by: Browser, url: string, body: object = {}) => by.refused(url, { ...body, requestId: requestId() });
const view = async () => (await clerk.case(id)).sections.verification.supporters;
const rowOf = async (name: string) => (await view()).rows.find((r: { name: string }) => r.name === name);
const agree = async (who: { name: string }, rows: number[]) => {
  const { id: supporter } = await send(clerk, `/api/cases/${id}/supporters`, { relation: 'child', name: who.name, rows });
  await send(clerk, `/api/supporters/${supporter}/paper-consent`, { signature: await clerk.upload('consent') });
  return supporter as string;
};

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(couple);
  [clerk, checker] = (await Promise.all(['xiang', 'hedui'].map(api.staff))) as [Browser, Browser];
  id = await carry(api, couple, 'surveying');
});
afterAll(() => api?.stop());

describe('申请表上写了身份证号码和手机号码的义务人', () => {
  test('号码、手机打了码给乡镇看，办件和数据库里没有明文；号码不对的，填表时就说', async () => {
    const [first] = (await view()).choices;
    expect(first).toMatchObject({ rows: [0, 1], name: '孙建波', phone: '139****1111' });
    expect(JSON.stringify(await clerk.case(id))).not.toContain(son.idNumber);
    const { rows } = await api.owner.query(`select count(*)::int as n from service_case where position($1 in form::text) > 0`, [
      son.idNumber,
    ]);
    expect(rows[0].n).toBe(0);
    const applicant = await api.resident(couple);
    const form = structuredClone(couple.form) as unknown as { obligors: { idNumber: string; phone: string }[] };
    form.obligors[0]!.idNumber = '430602198405057119';
    form.obligors[1]!.phone = '1390000';
    const bad = await applicant.refused('/api/cases', { itemId: 'SA-01', channel: 'mobile', form, requestId: requestId() });
    expect(bad.fields.map((f) => f.path)).toEqual(expect.arrayContaining(['obligors.0.idNumber', 'obligors.1.phone']));
  });

  test('请他授权：不用再打一遍号码；家里说的电话不进他的档案（登录验证码发到那里），短信里没有家里的情况', async () => {
    const { id: supporter } = await send(clerk, `/api/cases/${id}/supporters`, {
      relation: 'child',
      name: '孙建波',
      rows: [0, 1],
    });
    expect(supporter).toBeTruthy();
    const { rows } = await api.owner.query(
      `select p.phone is not null as reachable, o.text from outgoing_message o join person p on p.id = o.person_id where p.name = '孙建波'`,
    );
    expect(rows).toMatchObject([{ reachable: false }]);
    expect(rows[0].text).not.toMatch(/185|低保|430602/);
    const none = await refused(clerk, `/api/cases/${id}/supporters`, { relation: 'child', name: '孙建国', rows: [] });
    expect(none.fields).toMatchObject([{ path: 'idNumber' }]);
    await send(clerk, `/api/supporters/${supporter}/drop`);
  });
});

describe('发函查询', () => {
  let supporter = '';
  test('没有授权不能发函；授权以后本市的来源照常查，同时向外省核对机构发函，10个工作日', async () => {
    const { id: asked } = await send(clerk, `/api/cases/${id}/supporters`, { relation: 'child', name: '孙建波', rows: [0, 1] });
    expect((await refused(checker, `/api/supporters/${asked}/ask`, { addressee: ADDRESSEE })).code).toBe('QUERY_WITHOUT_BASIS');
    await send(clerk, `/api/supporters/${asked}/drop`);
    supporter = await agree(son, [0, 1]);
    expect(await send(checker, `/api/supporters/${supporter}/ask`, { addressee: ADDRESSEE })).toEqual({ queries: 6 });
    await api.run();
    expect(await rowOf('孙建波')).toMatchObject({
      state: 'querying',
      answered: 5,
      asked: 6,
      waitingFor: [ADDRESSEE],
      letters: [{ source: 'cooperation', addressee: ADDRESSEE, isWritten: false }],
    });
  });

  test('制发的协查函只写他一人，再打印还是同一份', async () => {
    const to = { source: 'cooperation', addressee: ADDRESSEE };
    const { documentId } = await send(checker, `/api/supporters/${supporter}/letter`, to);
    expect((await send(checker, `/api/supporters/${supporter}/letter`, to)).documentId).toBe(documentId);
    const pdf = await checker.call('GET', `/api/documents/${documentId}/pdf`);
    expect([pdf.status, pdf.raw.subarray(0, 4).toString()]).toEqual([200, '%PDF']);
    expect((await rowOf('孙建波')).letters).toMatchObject([{ isWritten: true }]);
  });

  test('登记复函，附扫描件：工资每月5800元，高于申报，须处置', async () => {
    const [letter] = (await rowOf('孙建波')).letters;
    const answer = {
      queryId: letter.queryId,
      asOf: '2026-06-01',
      items: [{ kind: 'wage', text: '某电子厂', amountFen: 5800_00 }],
      scan: await checker.upload('reply-letter'),
    };
    const foreign = { ...answer, items: [{ kind: 'securities', amountFen: 1 }] };
    expect((await refused(checker, `/api/supporters/${supporter}/answer`, foreign)).code).toBe('ANSWER_FOREIGN');
    await send(checker, `/api/supporters/${supporter}/answer`, answer);
    expect(await rowOf('孙建波')).toMatchObject({ answered: 6, waitingFor: [], letters: [] });
    expect(await send(checker, `/api/supporters/${supporter}/report`)).toEqual({ differs: true });
    expect((await rowOf('孙建波')).result.difference).toBe('月收入：申报全家500.00元，查得本人5,800.00元');
  });

  test('对方没有复函：写明理由才能出结果，结果写明谁没有答复，不当成没有收入', async () => {
    const daughter = await agree(silent, [2]);
    await send(checker, `/api/supporters/${daughter}/ask`, { addressee: ADDRESSEE });
    await api.run();
    expect(await refused(checker, `/api/supporters/${daughter}/report`)).toMatchObject({ code: 'SOURCES_UNANSWERED' });
    const proceedReason = '发函后对方一直没有答复，已两次电话催办。';
    expect(await send(checker, `/api/supporters/${daughter}/report`, { proceedReason })).toEqual({ differs: false });
    expect((await rowOf('孙建梅')).result).toMatchObject({ unanswered: [ADDRESSEE], proceedReason, difference: null });
    expect(api.errors).toEqual([]);
  });
});
