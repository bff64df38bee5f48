/** What is missing is told once and in time, else the application counts as accepted; who is asked for something is reminded three days before the last day. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { myMessages } from '../src/kernel/notice/server.ts';
import { idNumber, residentActor } from '../src/kernel/resident/fixtures.ts';
import type { PlainDate } from '../src/kernel/schema/index.ts';
import { hand, must, perform, requestId } from '../src/kernel/service/fixtures.ts';
import { caseView, getCase, openCase, remindApplicants, runCaseTimers } from '../src/kernel/service/server.ts';
import { loadPack } from '../src/server/open.ts';
import { freshContext } from './database.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
const 清溪县 = '990121000000';
const clerk = hand(石桥镇);
let city: Awaited<ReturnType<typeof freshContext>>;
const system = () => systemActor('test', city.context.city);

beforeAll(async () => {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
  await loadPack({ context: city.context }, city.city);
});
beforeEach(() => city.clock.set('2026-03-02'));
afterAll(() => city.drop());

async function upload(): Promise<string> {
  const id = crypto.randomUUID();
  await city.context.write(clerk, (tx) =>
    tx.run(sql`insert into stored_file (id, file_hash, size_bytes, media_type, name, paper, uploader_id, person_id, division, created_at)
      values (${id}, ${createHash('sha256').update(id).digest('hex')}, 10, 'image/png', ${tx.keys.seal('照片.png', `stored_file.name:${id}`)}, '照片', ${clerk.id}, ${null}, ${石桥镇}, ${tx.now})`),
  );
  return id;
}
async function opened(birth: PlainDate, actor = clerk, photo?: string) {
  const { id } = must(
    await openCase(city.context, actor, {
      itemId: 'TC-01',
      channel: 'window',
      form: {
        applicant: { name: '周大爷', idNumber: idNumber(birth, '990121'), phone: '13800000001', village: 上坪村 },
        extra: { photo: [photo ?? (await upload())], collect: 'window' },
      },
      requestId: requestId(),
    }),
  );
  return id;
}
const stored = async (id: string) => must(await city.context.read(system(), (tx) => getCase(tx, id)));
const view = async (id: string) => must(await city.context.write(clerk, (tx) => caseView(tx, id)));
const messages = async (id: string) => {
  const resident = residentActor((await stored(id)).applicantPersonId);
  return (await city.context.read(resident, (tx) => myMessages(tx))).items.filter((m) => m.caseId === id);
};
const papers = { papers: [{ paper: '近期照片' }] };

describe('5个工作日内没有告知：视为受理', () => {
  test('3月2日收到，3月9日还不算，3月10日起视为3月2日已受理：有办件号，期限从3月2日数，时间线和消息说明，不能再要求补正', async () => {
    const id = await opened('1951-05-06');
    city.clock.set('2026-03-09');
    expect(await runCaseTimers(city.context)).toBe(0);
    expect(await stored(id)).toMatchObject({ acceptedOn: null, no: null });
    city.clock.set('2026-03-10');
    expect(await runCaseTimers(city.context)).toBe(1);
    expect(await runCaseTimers(city.context)).toBe(0);
    const kase = await view(id);
    expect(kase).toMatchObject({
      state: 'submitted',
      acceptedOn: '2026-03-02',
      totalDueOn: '2026-03-09',
      flags: ['proxy', 'deemed-accepted'],
      says: expect.stringContaining('视为已经受理'),
    });
    expect(kase.no).toMatch(/^990121TC0120260302\d{5}$/);
    expect(kase.timeline.map((s) => [s.zh, s.status, s.on]).slice(0, 2)).toEqual([
      ['视为受理', 'done', '2026-03-02'],
      ['已提交', 'now', '2026-03-02'],
    ]);
    expect(kase.events.at(-1)).toMatchObject({ zh: '视为受理', actorName: '系统' });
    expect((await messages(id)).map((m) => m.title)).toEqual(['视为已经受理']);
    expect(await perform(city.context, clerk, id, 'requestSupplement', papers)).toMatchObject({
      code: 'SUPPLEMENT_TOO_LATE',
      params: { on: '2026-03-02' },
    });
    must(await perform(city.context, clerk, id, 'accept'));
    expect(await stored(id)).toMatchObject({ state: 'accepted', acceptedOn: '2026-03-02', no: kase.no });
    const { rows } = await city.owner.query(
      `select count(*)::int as n from domain_event where type = 'case.accepted' and subject_id = '${id}'`,
    );
    expect(rows[0].n).toBe(1);
  });

  test('按时告知过的、已经受理的：不再视为受理', async () => {
    const asked = await opened('1952-05-06');
    const accepted = await opened('1953-05-06');
    must(await perform(city.context, clerk, asked, 'requestSupplement', papers));
    must(await perform(city.context, clerk, accepted, 'accept'));
    city.clock.set('2026-03-10');
    must(await perform(city.context, clerk, asked, 'resubmit', { papers: [await upload()] }));
    city.clock.set('2026-04-10');
    expect(await runCaseTimers(city.context)).toBe(0);
    expect(await stored(asked)).toMatchObject({ state: 'submitted', acceptedOn: null });
  });
});

describe('缺的材料只告知一次', () => {
  test('补来的只有说明：不能再要；补来了新材料：可以就新材料再告知', async () => {
    const id = await opened('1954-05-06');
    must(await perform(city.context, clerk, id, 'requestSupplement', papers));
    must(await perform(city.context, clerk, id, 'resubmit', { explanation: '没有照片' }));
    expect(await perform(city.context, clerk, id, 'requestSupplement', papers)).toMatchObject({
      code: 'SUPPLEMENT_TOLD',
      params: { on: '2026-03-02' },
    });
    expect((await stored(id)).state).toBe('submitted');
    const other = await opened('1955-05-06');
    must(await perform(city.context, clerk, other, 'requestSupplement', papers));
    must(await perform(city.context, clerk, other, 'resubmit', { papers: [await upload()] }));
    must(await perform(city.context, clerk, other, 'requestSupplement', papers));
  });
});

describe('要申请人做的，告诉两次：开始时、到期前三天', () => {
  test('3月2日告知缺材料，10个工作日到3月16日：消息写明；3月12日不催，3月13日提醒一次；补交以后不再提醒', async () => {
    const id = await opened('1956-05-06');
    const brought = await opened('1957-05-06');
    for (const each of [id, brought]) must(await perform(city.context, clerk, each, 'requestSupplement', papers));
    expect(await view(id)).toMatchObject({ state: 'supplement', answerBy: '2026-03-16' });
    expect((await messages(id)).map((m) => m.body)).toEqual([expect.stringContaining('请在2026年3月16日前补交')]);
    must(await perform(city.context, clerk, brought, 'resubmit', { papers: [await upload()] }));
    expect(await stored(brought)).toMatchObject({ answerBy: null });
    city.clock.set('2026-03-12');
    await remindApplicants(city.context);
    expect(await messages(id)).toHaveLength(1);
    city.clock.set('2026-03-13');
    await Promise.all([remindApplicants(city.context), remindApplicants(city.context)]);
    await remindApplicants(city.context);
    const told = await messages(id);
    expect(told.map((m) => m.title)).toEqual(['快到最后一天', '还差材料']);
    expect(told[0]!.body).toContain('等您补交缺少的材料，最后一天是2026年3月16日');
    expect((await messages(brought)).map((m) => m.title)).toEqual(['还差材料']);
  });
});

test('县级经办人代办申请：收下，标明代办，乡镇接着办', async () => {
  const county = hand(清溪县, 'county-clerk');
  const photo = await upload();
  await city.owner.query(`update stored_file set uploader_id = '${county.id}' where id = '${photo}'`);
  const id = await opened('1958-05-06', county, photo);
  expect(await view(id)).toMatchObject({ flags: ['proxy'], holderZh: '乡镇经办人' });
});
