/** What a family entrusts to us is nowhere in clear: marker values go in through the API, and a full dump, the files and the logs are searched for them. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { storyOf } from '../src/domains/social-assistance/demonstration/index.ts';
import type { Story } from '../src/domains/social-assistance/demonstration/story.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { type Api, carry, requestId, startApi, visitInput } from './api.ts';

let api: Api;
const written: string[] = [];

const base = storyOf('fresh');
const motherId = makeIdNumber('421202', '1987-07-22', 777);
const applicantId = makeIdNumber('421202', '1985-03-10', 779);
const childId = makeIdNumber('421202', '2016-01-15', 781);
const markers = {
  applicantId,
  motherId,
  childId,
  phone: '13986660417',
  account: '6217739912345678907',
  address: '桂香里7栋4单元503暗号',
  objectorPhone: '13986660418',
  objectorWords: '他家在外地还有一处暗藏的门面',
  visitFindings: '家中有人长期服用氯氮平暗号药',
  newPhone: '13986660419',
};

const numbers = [applicantId, motherId, childId];
const story: Story = {
  ...base,
  persons: base.persons.map((p, i) => ({ ...p, idNumber: numbers[i]!, phone: i === 0 ? markers.phone : p.phone })),
  form: {
    ...base.form,
    applicant: { ...base.form.applicant, idNumber: applicantId, phone: markers.phone, address: markers.address },
    members: base.form.members.map((m, i) => ({ ...m, idNumber: numbers[i + 1]! })),
    account: { ...base.form.account, number: markers.account },
  },
};

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation(((chunk: unknown) => {
      written.push(String(chunk));
      return true;
    }) as never);
  api = await startApi({ start: '2026-09-01' });
  await api.register(story);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await api?.stop();
});

/** Text and, as `\x…`, the bytes of every column of every table. */
async function dump(): Promise<{ table: string; row: string }[]> {
  const { rows: tables } = await api.owner.query<{ name: string }>(
    "select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'city' and c.relkind in ('r', 'p') order by 1",
  );
  const all: { table: string; row: string }[] = [];
  for (const { name } of tables) {
    const { rows } = await api.owner.query<{ row: string }>(`select t::text as row from "${name}" t`);
    all.push(...rows.map(({ row }) => ({ table: name, row })));
  }
  return all;
}

const bytesOf = (file: string): Buffer => fs.readFileSync(file);
const hexOf = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const base64Of = (text: string): string => Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '').slice(1, -2);

test('身份证、电话、账号、住址、病情、举报内容：数据库、文件夹、日志里都找不到明文', async () => {
  const family = await api.resident(story);
  await family.post('/api/drafts', { itemId: 'SA-01', title: '低保申请', content: story.form });
  const id = await carry(api, story, 'reviewing');
  const clerk = await api.staff('xiang');
  await (await api.staff('xianghe')).act(id, 'returnToSurvey', { reason: '请补充了解用药情况' });
  await clerk.act(id, 'recordVisit', { ...(await visitInput(clerk, story, api.clock.today())), findings: markers.visitFindings });
  await clerk.act(id, 'submitForReview', { opinion: '已经补充，请审核。' });
  await (await api.staff('xianghe')).act(id, 'giveOpinion', { opinion: '拟予确认。' });
  await clerk.act(id, 'postNotice', { place: '社区公示栏' });
  const { notice } = (await clerk.case(id)).sections;
  await api.visitor().post(`/api/notices/${notice.id}/objections`, {
    text: markers.objectorWords,
    name: '告状人',
    phone: markers.objectorPhone,
    requestId: requestId(),
  });
  await clerk.act(id, 'recordAppraisal', {
    heldOn: api.clock.today(),
    place: '会议室',
    host: '周志强',
    participants: '村民代表十一人',
    discussion: '核实后认为没有此事。',
    agree: 11,
    disagree: 0,
    upheld: 'dismissed',
    result: '异议不成立，已答复。',
  });
  await (await api.staff('xianghe')).act(id, 'reviseOpinion', { opinion: '维持。' });
  const county = await api.staff('xian');
  await county.act(id, 'recordCountyVisit', await visitInput(county, story, api.clock.today()));
  await (await api.staff('queren')).act(id, 'confirm', { opinion: '同意确认。' });
  await api.run();
  // What goes wrong must not leak either: a refused form is told back to its sender only.
  await family.refused('/api/cases', {
    itemId: 'SA-01',
    channel: 'mobile',
    form: { ...story.form, applicant: { ...story.form.applicant, phone: `${markers.newPhone}9` } },
    requestId: requestId(),
  });
  await clerk.get(`/api/persons?idNumber=${applicantId}`);
  const { personId } = (await clerk.case(id)).sections.members[0];
  expect(
    (await clerk.post(`/api/persons/${personId}/reveal`, { field: 'idNumber', for: 'other', purpose: '核对申请材料' })).value,
  ).toBe(applicantId);
  await api.moveTo('2026-09-21');
  const finance = await api.staff('caiwu');
  const { id: batch } = await finance.post('/api/batches', {
    programme: 'dibao',
    county: '421202000000',
    month: '2026-10',
    requestId: requestId(),
  });
  for (const [login, action] of [
    ['caiwu', 'startCheck'],
    ['xiang', 'confirmTownship'],
    ['caiwu', 'submitReview'],
    ['fuhe', 'reviewCounty'],
    ['caizheng', 'approveTreasury'],
    ['caiwu', 'sendToBank'],
  ] as const) {
    const by = await api.staff(login);
    const { version } = await by.get(`/api/batches/${batch}`);
    await by.post(`/api/batches/${batch}/actions`, { action, version, requestId: requestId(), input: {} });
  }
  const { bankFiles } = await finance.get(`/api/batches/${batch}`);
  expect(String((await finance.call('GET', `/api/bank-files/${bankFiles[0].id}`)).body)).toContain(markers.account);
  await finance.post('/api/demo/bank', { batchId: batch, returns: 1 });
  await api.run();

  const rows = await dump();
  expect(rows.length).toBeGreaterThan(200);
  const found: string[] = [];
  for (const [name, value] of Object.entries(markers))
    for (const form of [value, hexOf(value), base64Of(value)])
      for (const { table, row } of rows)
        if (row.includes(form))
          found.push(`${name} in ${table}: …${row.slice(Math.max(0, row.indexOf(form) - 60), row.indexOf(form) + 20)}`);
  expect(found).toEqual([]);
  // 残疾、康复和收入只在密封的决定、申请表里；标准、指南、规划项目、统计表式、购买服务目录、开放数据和虚构的故事标题说的不是哪一个人。
  const said = rows.filter(
    ({ table, row }) =>
      ![
        'parameter',
        'service_item',
        'service_item_version',
        'demonstration_story',
        'facility_project',
        'plan_figure',
        'stat_form',
        'purchase_item',
        'dataset_release',
      ].includes(table) && /残疾|康复|重病|1,?600\.00/.test(row),
  );
  expect(said.map((r) => r.table)).toEqual([]);

  const files = fs
    .readdirSync(api.dataDir, { recursive: true, encoding: 'utf8' })
    .map((f) => path.join(api.dataDir, f))
    .filter((f) => fs.statSync(f).isFile());
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const bytes = bytesOf(file);
    for (const [name, value] of Object.entries(markers))
      expect(bytes.includes(Buffer.from(value)), `${name} in ${file}`).toBe(false);
    expect(bytes.subarray(0, 2).toString('hex'), `${file} is a picture in clear`).not.toBe('ffd8');
  }

  const log = written.join('');
  for (const [name, value] of Object.entries(markers)) expect(log.includes(value), `${name} in the log`).toBe(false);
}, 120_000);

test('这个检查会失败：把一个号码明文写进去就找得到', async () => {
  await api.owner.query('insert into demonstration_step (step, done_at) values ($1, now())', [markers.phone]);
  expect((await dump()).filter(({ row }) => row.includes(markers.phone)).map((r) => r.table)).toEqual(['demonstration_step']);
});
