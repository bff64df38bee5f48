/** One service item added purely as data: one JSON file of the tiny city, no code of its own. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../src/database/sql.ts';
import { systemActor } from '../src/kernel/access/index.ts';
import { auditView, whoLooked } from '../src/kernel/audit/server.ts';
import { myMessages } from '../src/kernel/notice/server.ts';
import { idNumber, register, residentActor } from '../src/kernel/resident/fixtures.ts';
import { formOf } from '../src/kernel/schema/index.ts';
import { hand, must, perform, requestId } from '../src/kernel/service/fixtures.ts';
import {
  act,
  caseView,
  getCase,
  getServiceItem,
  myCases,
  openCase,
  publishItems,
  simpleApproval,
  workList,
} from '../src/kernel/service/server.ts';
import { itemsOf, loadPack } from '../src/server/open.ts';
import { freshContext } from './database.ts';

const 石桥镇 = '990121100000';
const 上坪村 = '990121100201';
const clerk = hand(石桥镇);
let city: Awaited<ReturnType<typeof freshContext>>;
let photo: string;

const system = () => systemActor('test', city.context.city);
const pack = () => systemActor('city-pack', '000000000000');
const newPerson = (name: string, number: string) =>
  city.context.write(system(), (tx) => register(tx, { name, division: 上坪村, idNumber: number }));
const formFor = (name: string, number: string, extra: Record<string, unknown> = { photo: [photo], collect: 'window' }) => ({
  applicant: { name, idNumber: number, phone: '13800000001', village: 上坪村 },
  extra,
});
const open = (form: unknown, actor = clerk) =>
  openCase(city.context, actor, { itemId: 'TC-01', channel: 'window', form, requestId: requestId() });

/** A stored file of the clerk, as the upload route leaves it. */
async function upload(actor = clerk): Promise<string> {
  const id = crypto.randomUUID();
  await city.context.write(actor, (tx) =>
    tx.run(sql`insert into stored_file (id, file_hash, size_bytes, media_type, name, paper, uploader_id, person_id, division, created_at)
      values (${id}, ${createHash('sha256').update(id).digest('hex')}, 10, 'image/png', ${tx.keys.seal('照片.png', `stored_file.name:${id}`)}, '照片', ${actor.id}, ${actor.personId}, ${actor.division ?? tx.city}, ${tx.now})`),
  );
  return id;
}

beforeAll(async () => {
  city = await freshContext({ city: 'tiny', start: '2026-03-02' });
  await loadPack({ context: city.context }, city.city);
  photo = await upload();
});
afterAll(() => city.drop());

describe('老年人优待证（TC-01）：只有数据', () => {
  test('申请表由数据得来：申请人四项，加事项自己的字段', async () => {
    const item = must(await city.context.read(clerk, (tx) => getServiceItem(tx, 'TC-01')));
    const [applicant, extra] = formOf(simpleApproval.form(item));
    expect(applicant!.fields!.map((f) => f.name)).toEqual(['name', 'idNumber', 'phone', 'village']);
    expect(extra!.fields).toEqual(city.city.services.find((s) => s.itemId === 'TC-01')!.extraFields);
  });

  test('从申请到领证：经办人代录未登记的老人，受理、准予；清单、详情、消息都有', async () => {
    const number = idNumber('1955-05-06', '990121');
    const { id } = must(
      await open(formFor('周大爷', number, { photo: [photo], collect: 'post', postalAddress: '上坪村3组12号' })),
    );
    const list = await city.context.write(clerk, (tx) => workList(tx, { view: 'mine', itemId: 'TC-01' }));
    expect(list.rows.find((r) => r.id === id)).toMatchObject({
      itemName: '老年人优待证申领',
      applicantName: '周大爷',
      stateZh: '已提交',
      holderZh: '乡镇经办人',
      dueOn: '2026-03-09',
    });
    must(await perform(city.context, clerk, id, 'accept'));
    const view = must(await city.context.write(clerk, (tx) => caseView(tx, id)));
    expect(view).toMatchObject({ stateZh: '审核中', dueOn: '2026-03-09', totalDueOn: '2026-03-09', flags: ['proxy'] });
    expect(view.no).toMatch(/^990121TC0120260302\d{5}$/);
    expect(view.allowedActions.map((a) => a.action)).toEqual(['grant', 'refuse', 'requestSupplement']);
    expect(view.sections.facts).toContainEqual({
      title: '老年人优待证申领',
      rows: [
        { label: '近期免冠照片', value: '已上传1份' },
        { label: '领取方式', value: '邮寄到家' },
        { label: '邮寄地址', value: '上坪村3组12号' },
      ],
    });
    must(await perform(city.context, clerk, id, 'grant', { opinion: '符合条件' }));
    const kase = must(await city.context.read(system(), (tx) => getCase(tx, id)));
    expect(kase).toMatchObject({ state: 'granted', outcome: 'granted', holder: null });
    const resident = residentActor(kase.applicantPersonId);
    expect((await city.context.read(resident, myCases)).map((r) => [r.stateZh, r.light])).toEqual([['已通过', 'done']]);
    expect((await city.context.read(resident, (tx) => myMessages(tx))).items.map((m) => m.title)).toEqual([
      '申请已通过',
      '申请已受理',
    ]);
    const looks = await city.context.read(resident, async (tx) =>
      (await whoLooked(tx, kase.applicantPersonId)).items.map((row) => auditView(tx, row).actionZh),
    );
    expect(looks).toEqual(expect.arrayContaining(['查看办件', '办理办件：受理', '办理办件：准予']));
    const done = await city.context.write(clerk, (tx) => workList(tx, { view: 'done' }));
    expect(done.rows.map((r) => r.id)).toContain(id);
  });

  test('选了邮寄却没有地址、照片不止一张、多出一项：逐项说明', async () => {
    const number = idNumber('1955-05-06', '990121');
    const refused = async (extra: Record<string, unknown>) => {
      const result = await open(formFor('周大爷', number, extra));
      if (result.ok) throw new Error('accepted');
      return result.fields;
    };
    expect(await refused({ photo: [photo], collect: 'post' })).toEqual([
      { path: 'extra.postalAddress', message: '请填写邮寄地址' },
    ]);
    expect(await refused({ photo: [photo, photo], collect: 'window' })).toEqual([
      { path: 'extra.photo', message: '“近期免冠照片”最多1项' },
    ]);
    expect(await refused({ photo: [photo], collect: 'window', age: 70 })).toEqual([
      { path: 'extra.age', message: '没有“age”这一项' },
    ]);
    expect(await refused({ photo: [photo], collect: 'pigeon' })).toEqual([{ path: 'extra.collect', message: '请从选项中选择' }]);
  });

  test('居民自己申请：照片须是自己上传的；别人上传的不能用', async () => {
    const number = idNumber('1956-05-06', '990121');
    const resident = residentActor(await newPerson('吴奶奶', number));
    const stranger = await open(formFor('吴奶奶', number), resident);
    expect(stranger).toMatchObject({ ok: false, code: 'FILE_NOT_AVAILABLE' });
    must(await open(formFor('吴奶奶', number, { photo: [await upload(resident)], collect: 'window' }), resident));
  });

  test('姓名与登记的不一致；居民替没有登记的人申请：拒绝', async () => {
    const number = idNumber('1957-05-06', '990121');
    const resident = residentActor(await newPerson('郑奶奶', number));
    expect(await open(formFor('郑爷爷', number))).toMatchObject({ code: 'NAME_DIFFERS', params: { known: '郑奶奶' } });
    expect(await open(formFor('没登记', idNumber('1957-05-06', '990121')), resident)).toMatchObject({
      code: 'PERSON_NOT_REGISTERED',
    });
  });

  test('补正期间时限暂停（平台算例6，事项期限10个工作日）：3月2日受理，5日要材料，11日补齐，到期由16日顺延到20日', async () => {
    const [item] = itemsOf(city.city).filter((i) => i.itemId === 'TC-01');
    await city.context.write(pack(), (tx) => publishItems(tx, [{ ...item!, workdays: 10 }]));
    const { id } = must(
      await open(formFor('冯奶奶', idNumber('1958-05-06', '990121'), { photo: [await upload()], collect: 'window' })),
    );
    const stored = async () => must(await city.context.read(system(), (tx) => getCase(tx, id)));
    must(await perform(city.context, clerk, id, 'accept'));
    expect(await stored()).toMatchObject({ dueOn: '2026-03-16', totalDueOn: '2026-03-16' });
    city.clock.set('2026-03-05');
    must(await perform(city.context, clerk, id, 'requestSupplement', { papers: [{ paper: '近期照片' }] }));
    expect(await stored()).toMatchObject({ state: 'supplement', holder: 'applicant', totalDueOn: null });
    const waiting = must(await city.context.write(residentActor((await stored()).applicantPersonId), (tx) => caseView(tx, id)));
    expect(waiting.allowedActions.map((a) => a.action)).toEqual(['resubmit', 'withdraw']);
    city.clock.set('2026-03-11');
    must(await perform(city.context, residentActor((await stored()).applicantPersonId), id, 'resubmit', { papers: [] }));
    expect(await stored()).toMatchObject({ state: 'accepted', dueOn: '2026-03-20', totalDueOn: '2026-03-20' });
    const view = must(await city.context.write(clerk, (tx) => caseView(tx, id)));
    expect(view.clocks[0]!.days.filter((d) => d.counted).map((d) => d.date)).toEqual(
      ['03', '04', '05', '12', '13', '16', '17', '18', '19', '20'].map((day) => `2026-03-${day}`),
    );
    city.clock.set('2026-03-02');
  });

  test('事项改了期限：新申请用新的，在办的仍用申请时的版本', async () => {
    const [item] = itemsOf(city.city).filter((i) => i.itemId === 'TC-01');
    await city.context.write(pack(), (tx) => publishItems(tx, [{ ...item!, workdays: 10 }]));
    const { id } = must(
      await open(formFor('陈爷爷', idNumber('1959-05-06', '990121'), { photo: [await upload()], collect: 'window' })),
    );
    await city.context.write(pack(), (tx) => publishItems(tx, [{ ...item!, workdays: 3 }]));
    must(await perform(city.context, clerk, id, 'accept'));
    const old = must(await city.context.read(system(), (tx) => getCase(tx, id)));
    expect(old.dueOn).toBe('2026-03-16');
    const next = must(
      await open(formFor('陈奶奶', idNumber('1959-05-06', '990121'), { photo: [await upload()], collect: 'window' })),
    );
    must(await perform(city.context, clerk, next.id, 'accept'));
    expect(must(await city.context.read(system(), (tx) => getCase(tx, next.id))).dueOn).toBe('2026-03-05');
  });

  test('不予准予：理由写给申请人，附救济途径；办结后不能再动', async () => {
    const { id } = must(
      await open(formFor('蒋奶奶', idNumber('1971-05-06', '990121'), { photo: [await upload()], collect: 'window' })),
    );
    must(await perform(city.context, clerk, id, 'accept'));
    must(await perform(city.context, clerk, id, 'refuse', { reason: '未满65周岁' }));
    const kase = must(await city.context.read(system(), (tx) => getCase(tx, id)));
    const { items } = await city.context.read(residentActor(kase.applicantPersonId), (tx) => myMessages(tx));
    expect(items[0]!.body).toMatch(/未满65周岁.*复议.*诉讼.*0999-0000003/);
    expect(
      await act(city.context, clerk, { caseId: id, action: 'grant', version: kase.version, requestId: requestId(), input: {} }),
    ).toMatchObject({ code: 'NOT_ALLOWED_NOW' });
  });
});
