/** 慈善帮扶: referred, answered with what was given, seen in the household's file, not given twice without a reason. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, type Browser, carry, requestId, startApi } from '../../../../tests/api.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { newId } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { storyOf } from '../demonstration/index.ts';

let api: Api;
let clerk: Browser;
let caseId: string;
const family = storyOf('rigid-sick');
const [head, spouse] = [family.persons[0]!, family.persons.find((p) => p.ref === 'm1')!];

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(family);
  clerk = await api.staff('xiang');
  caseId = await carry(api, family, 'accepted');
});
afterAll(() => api?.stop());

const referral = { toUnit: 'charity', needCode: 'medical-aid', content: '自付医疗费用高，报销后仍有缺口。' };
const refer = (more: object = {}) =>
  clerk.call('POST', `/api/cases/${caseId}/referrals`, { requestId: requestId(), input: { ...referral, ...more } });
const given = {
  state: 'helped',
  reply: '给了大病救助金2,000元。',
  charity: '咸安区慈善总会',
  form: 'cash',
  amountFen: 2000_00,
  givenOn: '2026-06-01',
};
const reply = (id: string, input: object) => clerk.call('POST', `/api/referrals/${id}/reply`, { requestId: requestId(), input });
const help = async () => (await clerk.case(caseId)).sections.help;

test('转给慈善组织，答复要写明哪家给了什么；登记在这一家名下，一户一档、申请人都看得到', async () => {
  const { id, dueOn } = (await refer()).body;
  expect(dueOn).toBe('2026-06-08');
  const bare = await reply(id, { state: 'helped', reply: '已经帮了。' });
  expect(bare.body.error.fields.map((f: { path: string }) => f.path)).toEqual(['charity', 'form', 'givenOn']);
  expect((await reply(id, { ...given, amountFen: 0 })).body.error.code).toBe('CHARITY_NO_AMOUNT');
  expect((await reply(id, { ...given, givenOn: '2026-06-02' })).body.error.code).toBe('CHARITY_NOT_YET');
  expect((await help()).referrals).toMatchObject([{ state: 'open' }]);
  expect((await reply(id, given)).status).toBe(200);
  const shown = {
    charity: '咸安区慈善总会',
    needZh: '医疗救助',
    formZh: '现金',
    amountFen: 2000_00,
    what: '给了大病救助金2,000元。',
  };
  expect(await help()).toMatchObject({ referrals: [{ state: 'helped' }], charity: [shown] });
  expect((await (await api.resident(family)).case(caseId)).sections.help.charity).toMatchObject([shown]);
  const { householdId } = (
    await api.owner.query('select household_id as "householdId" from service_case where id = $1', [caseId])
  ).rows[0];
  const file = await clerk.get(`/api/households/${householdId}`);
  expect(file.sections.find((s: { key: string }) => s.key === 'charity-aid').content).toMatchObject([
    { on: '2026年6月1日', charity: '咸安区慈善总会', person: head.name, what: '医疗救助，现金2,000.00元' },
  ]);
  expect(file.sections.find((s: { key: string }) => s.key === 'help-received').content).toEqual([
    { on: '2026年6月1日', person: head.name, what: '转慈善组织：医疗救助，已帮扶' },
  ]);
});

test('同一家同一需求12个月内已经帮过：再转介说明哪家哪天帮过，写明理由才转；满12个月那天起不用', async () => {
  expect((await refer()).body.error).toMatchObject({
    code: 'CHARITY_HELPED',
    message: '这家的同一需求，咸安区慈善总会2026年6月1日已经帮过。',
  });
  expect((await refer({ needCode: 'education-aid' })).status).toBe(200);
  expect((await refer({ toUnit: 'medical' })).status).toBe(200);
  const again = await refer({ again: '又做了一次手术，自付部分仍有缺口。' });
  expect(again.status).toBe(200);
  // The same family's wife, by a charity that nobody asked, for the same need: told, and recorded only with words.
  const aid = { charity: '向阳公益', needCode: 'medical-aid', form: 'goods', givenOn: '2026-06-01', what: '护理用品一批' };
  const record = (input: object) =>
    clerk.call('POST', `/api/cases/${caseId}/charity-aid`, { requestId: requestId(), input: { ...aid, ...input } });
  expect((await record({})).body.error.code).toBe('CHARITY_TWICE');
  expect((await record({ again: '出院后需要护理用品。' })).status).toBe(200);
  expect((await record({ again: '再来一次' })).body.error.code).toBe('CHARITY_KNOWN');
  // 2025-06-02 is within twelve months before 2026-06-01, 2025-06-01 is not.
  expect((await record({ givenOn: '2025-06-02' })).body.error.code).toBe('CHARITY_TWICE');
  expect((await record({ givenOn: '2025-06-01' })).status).toBe(200);
  const { rows } = await api.owner.query('select content from charity_aid');
  expect(rows.some((row) => row.content.includes('护理用品'))).toBe(false);
});

test('慈善组织的名单先核对：家人已经帮过的退回并写明哪家哪天；导入后再传一遍，每行都说已经登记过', async () => {
  const HEADINGS = ['身份证号码', '姓名', '慈善组织', '需求', '给的是', '金额或折合', '帮扶日期', '给了什么', '再次帮扶的理由'];
  const rows = [
    [spouse.idNumber, spouse.name, '爱心基金会', '医疗救助', '现金', 1000, '2026-06-01', '医疗补助', ''],
    [spouse.idNumber, spouse.name, '爱心基金会', '就业帮扶', '服务', '', '2026-06-01', '介绍公益岗位', ''],
    [head.idNumber, head.name, '爱心基金会', '就业帮扶', '服务', '', '2026-06-01', '介绍公益岗位', ''],
    [head.idNumber, '张冠李', '爱心基金会', '其他', '物资', 200, '2026-06-01', '米面油', ''],
  ];
  const upload = async () => {
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows: [HEADINGS, ...rows] }] }));
    const { id } = (await clerk.sendFile('/api/sheets/imports', ['kind', 'charity-aid'], bytes, '名单.xlsx')).body;
    return atRest(id);
  };
  const atRest = async (id: string) => {
    for (;;) {
      const view = await clerk.get(`/api/sheets/imports/${id}`);
      if (view.state !== 'reading' && view.state !== 'applying') return view;
      await sleep(20);
    }
  };
  const checked = await upload();
  expect(checked).toMatchObject({ state: 'checked', goodCount: 1, badCount: 3 });
  expect(checked.examples.map((e: { problem: string }) => e.problem)).toEqual([
    expect.stringContaining('已经帮过'),
    expect.stringContaining('表中前面已有这一家的同一需求'),
    '姓名与登记的不一致',
  ]);
  const returned = (await readXlsx(new Uint8Array((await clerk.call('GET', `/api/sheets/imports/${checked.id}/returned`)).raw)))
    .sheets[0]!.rows;
  expect(String(returned[1]!.at(-1))).toMatch(/2026年6月1日已经帮过/);
  await clerk.post(`/api/sheets/imports/${checked.id}`, { step: 'apply' });
  expect(await atRest(checked.id)).toMatchObject({ state: 'applied', doneCount: 1 });
  const second = await upload();
  expect(second).toMatchObject({ goodCount: 0, badCount: 4 });
  expect(second.examples.map((e: { problem: string }) => e.problem)).toContain('这一笔慈善帮扶已经登记过。');
});

test('指标：过期没有答复的转介算在分母里；慈善帮扶按次数和金额，点开是每一笔', async () => {
  await api.moveTo('2026-06-10');
  const county = await api.staff('xian');
  const { indicators } = await county.get('/api/indicators?board=social-assistance');
  const one = (key: string) => indicators.find((i: { key: string }) => i.key === key);
  // 转了四件：一件当天答复，三件过期没有答复。
  expect(one('referral-on-time').total).toMatchObject({ num: 1, den: 4, verdict: 'missed' });
  expect(one('charity-aid').total).toMatchObject({ num: 2000_00, den: 3 });
});

test('慈善组织的系统通知：同一笔只登记一次，已经登记过的不重复；从此这一家算帮过', async () => {
  const personToken = (await api.owner.query('select id from person where name = $1', [head.name])).rows[0].id as string;
  const told = { aidId: 'A-1', personToken, kind: 'housing-aid', amountFen: 3000_00, grantedOn: '2026-06-08' };
  const tell = async (more: Partial<typeof told> = {}) => {
    await api.context.write(systemActor('charity', api.context.city), (tx) =>
      emit(tx, {
        type: 'charity.aid.granted',
        subject: { kind: 'charity-aid', id: newId() },
        division: '421202000000',
        sensitivity: 'personal',
        payload: { ...told, ...more },
      }),
    );
    await api.run();
  };
  const heard = async () =>
    (await api.owner.query('select aid_id from charity_aid where aid_id is not null order by 1')).rows.map((row) => row.aid_id);
  await tell();
  await tell();
  expect(await heard()).toEqual(['A-1']);
  expect((await refer({ needCode: 'housing-aid' })).body.error).toMatchObject({
    code: 'CHARITY_HELPED',
    message: '这家的同一需求，慈善组织（系统通知）2026年6月8日已经帮过。',
  });
  // 乡镇已经登记的那一笔，系统再通知一次
  await tell({ aidId: 'A-2', kind: 'medical-aid', amountFen: 2000_00, grantedOn: '2026-06-01' });
  // 同一天的另一笔，是另一笔
  await tell({ aidId: 'A-3' });
  await tell({ aidId: 'A-4', personToken: newId() });
  expect(await heard()).toEqual(['A-1', 'A-3']);
  expect((await help()).charity[0]).toMatchObject({ charity: '慈善组织（系统通知）', amountFen: 3000_00 });
});
