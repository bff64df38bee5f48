import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../../../tests/api.ts';
import type { Actor } from '../../../kernel/access/index.ts';
import { idNumber, residentActor } from '../../../kernel/resident/fixtures.ts';
import { findByIdNumber } from '../../../kernel/resident/server.ts';
import { explain, type Refusal, type Result } from '../../../kernel/result/index.ts';
import { codeOf, hand, must, perform, requestId } from '../../../kernel/service/fixtures.ts';
import { caseView, openCase, workList } from '../../../kernel/service/server.ts';
import { addItem, registerStation } from './stations.ts';
import { actOnUnit, enterUnit } from './units.ts';

const COUNTY = '421202000000';
const TOWNSHIP = '421202100000';
const VILLAGE = '421202100001';
let api: Api;
let technician: Actor;
let station: Actor;
const clerk = hand(TOWNSHIP, 'township-clerk');
const leader = hand(COUNTY, 'county-leader');

beforeAll(async () => {
  api = await startApi({ start: '2026-11-22' });
  const { id } = await api.context.write(hand(COUNTY, 'county-clerk'), async (tx) =>
    must(
      await registerStation(tx, {
        name: '温泉网点',
        kind: 'centre',
        host: 'community',
        operator: '咸安区辅具服务中心',
        division: VILLAGE,
        address: '一楼',
        telephone: '0715-8888001',
        hours: '每天',
        hasPermit: true,
      }),
    ),
  );
  technician = { ...hand(COUNTY, 'institution-user', { duty: 'device-technician' }), unitId: id };
  station = { ...hand(COUNTY, 'institution-user', { duty: 'device-station-clerk' }), unitId: id };
  await api.context.write(hand('421200000000', 'city-clerk'), async (tx) => {
    must(
      await addItem(tx, {
        code: 'WHEEL-01',
        name: '普通轮椅',
        kind: 'wheelchair',
        classCode: '12 22 03',
        monthlyRent: 150_00,
        lifeMonths: 60,
        regulated: false,
      }),
    );
  });
});
afterAll(() => api?.stop());

const apply = async (id = idNumber('1970-03-04', '421202'), name = '周桂香', more: Record<string, unknown> = {}) => {
  const opened = await openCase(api.context, hand(VILLAGE, 'village-worker'), {
    itemId: 'DB-03',
    channel: 'proxy',
    form: {
      applicant: { name, idNumber: id, phone: '13986661234', village: VILLAGE },
      kind: 'wheelchair',
      need: '走不了远路，想出门',
      received: [],
      ...more,
    },
    requestId: requestId(),
  });
  return { caseId: must(opened).id, idNumber: id };
};
const act = (by: Actor, caseId: string, action: string, input: unknown = {}) => perform(api.context, by, caseId, action, input);
const says = (result: Result<unknown>): string => explain(result as Refusal).message;
/** The papers of a case with what stands on them, newest first. */
const papersOf = async (caseId: string): Promise<{ title: string; text: string }[]> => {
  const { rows } = await api.owner.query(
    'select id, title, content from issued_document where case_id = $1 order by issued_at desc, id desc',
    [caseId],
  );
  return rows.map(({ id, title, content }) => ({
    title,
    text: JSON.stringify(api.context.keys.openJson(content, `issued_document.content:${id}`)),
  }));
};
const SEEN = { certificate: 'seen', level: '1', validTo: '2030-01-01' };
const ASSESSMENT = {
  functions: '下肢无力，能坐稳',
  environment: '一楼，门宽80厘米',
  heightCm: 162,
  weightKg: 55,
  advice: '普通轮椅，配坐垫',
  exception: 'none',
};
const PLAN = { itemCode: 'WHEEL-01', quoted: 1_200_00, source: 'stock', paysDifference: false };
const toPlan = async (caseId: string, exception = 'none') => {
  must(await act(clerk, caseId, 'accept', SEEN));
  must(await act(technician, caseId, 'recordAssessment', { ...ASSESSMENT, exception }));
};

test('网点出库以后由村里送上门：村（社区）工作人员登记训练并签收，别村的不能', async () => {
  const { caseId } = await apply(undefined, '周上门');
  await toPlan(caseId);
  must(await act(technician, caseId, 'submitPlan', PLAN));
  must(await act(leader, caseId, 'approve', { opinion: '同意配置。' }));
  const { code } = must(
    await api.context.write(station, (tx) => enterUnit(tx, { itemCode: 'WHEEL-01', serial: 'W9', batch: 'B1', price: 1_200_00 })),
  );
  const village = hand(VILLAGE, 'village-worker');
  const received = { training: '在家里教会开合和刹车', receivedBy: '周上门', learned: true };
  expect(codeOf(await act(village, caseId, 'signOff', received))).toBe('NOT_ALLOWED_NOW');
  must(await act(station, caseId, 'deliver', { code }));
  expect(codeOf(await act(hand('421202100999', 'village-worker'), caseId, 'signOff', received))).toBe('NOT_FOUND');
  must(await act(village, caseId, 'signOff', received));
  const { rows } = await api.owner.query('select signed_on::text as signed from device_allocation where case_id = $1', [caseId]);
  expect(rows).toEqual([{ signed: '2026-11-22' }]);
});

test('从申请到签收：评估、方案、审批、扫码交付、训练，30天和180天后回访；辅具转为已配发', async () => {
  const { caseId, idNumber: id } = await apply();
  await toPlan(caseId);
  must(await act(technician, caseId, 'submitPlan', PLAN));
  must(await act(leader, caseId, 'approve', { opinion: '同意配置。' }));
  const { code } = must(
    await api.context.write(station, (tx) => enterUnit(tx, { itemCode: 'WHEEL-01', serial: 'W1', batch: 'B1', price: 1_200_00 })),
  );
  must(await act(station, caseId, 'deliver', { code }));
  expect(codeOf(await api.context.write(station, (tx) => actOnUnit(tx, { code, action: 'hand-out', input: {} })))).toBe(
    'UNIT_MOVE',
  );
  must(await act(station, caseId, 'signOff', { training: '会开合、会刹车', receivedBy: '周桂香', learned: true }));
  const due = await api.owner.query(
    `select f.due_on::text as due from device_follow_up f join device_allocation a on a.id = f.allocation_id where a.case_id = $1 order by 1`,
    [caseId],
  );
  expect(due.rows.map((r) => r.due)).toEqual(['2026-12-22', '2027-05-21']);
  const events = await api.owner.query(`select payload from domain_event where type = 'assistive-device.allocated'`);
  expect(events.rows[0].payload).toMatchObject({ deliveredOn: '2026-11-22' });
  expect((await api.owner.query('select state from device_unit where code = $1', [code])).rows[0].state).toBe('allocated');

  // E12 的办法：同一人再申请轮椅，未到周期
  const again = await apply(id);
  await toPlan(again.caseId);
  expect(says(await act(technician, again.caseId, 'submitPlan', PLAN))).toBe('同类辅具未到更换周期，如有特殊情况请申请复评。');
  must(await act(technician, again.caseId, 'recordAssessment', { ...ASSESSMENT, exception: 'damage' }));
  must(await act(technician, again.caseId, 'submitPlan', PLAN));
  must(await act(leader, again.caseId, 'approve', { opinion: '经复评同意。' }));
});

test('残联2022年5月20日给过轮椅（周期5年）：提交方案被拒绝，告诉下次日期2027年5月20日', async () => {
  const { caseId } = await apply(undefined, '周小香', {
    received: [{ kind: 'wheelchair', deliveredOn: '2022-05-20', programme: 'federation' }],
  });
  await toPlan(caseId);
  const refused = await act(technician, caseId, 'submitPlan', PLAN);
  expect([codeOf(refused), explain(refused as Refusal).next]).toEqual(['DEVICE_IN_CYCLE', '下次可以申请的日期是2027年5月20日。']);

  // 本人不撤回的，报县里决定：不予配置决定书写明条款和救济途径
  must(await act(technician, caseId, 'proposeRefusal', { reason: '没有需要提前更换的情形。' }));
  expect(codeOf(await act(leader, caseId, 'approve', { opinion: '同意。' }))).toBe('FITTING_NOT_ELIGIBLE');
  must(await act(leader, caseId, 'refuse', { reason: '轮椅还能正常使用' }));
  const [letter] = await papersOf(caseId);
  expect(letter!.title).toBe('不予免费配置康复辅助器具决定书');
  for (const said of [
    '申请的是轮椅',
    '同类辅具已到更换周期',
    '可从2027年5月20日起更换',
    '轮椅还能正常使用。',
    '60日内，依据《中华人民共和国行政复议法》向',
    '6个月内，依据《中华人民共和国行政诉讼法》',
  ])
    expect(letter!.text).toContain(said);
  expect(letter!.text, '没有报价的不是理由').not.toContain('单价在上限以内');
  const shown = must(await api.context.write(leader, (tx) => caseView(tx, caseId)));
  expect((shown.sections.documents as { title: string }[]).map((d) => d.title)).toEqual(['不予免费配置康复辅助器具决定书']);
});

test('符合条件的不能不予配置，按钮也不出现；转其他渠道的有告知书，写明转到哪里', async () => {
  const { caseId } = await apply(undefined, '周老香');
  await toPlan(caseId);
  expect(codeOf(await act(technician, caseId, 'proposeRefusal', { reason: '库存紧张，先不配' }))).toBe('FITTING_ELIGIBLE');
  must(await act(technician, caseId, 'submitPlan', PLAN));
  const offered = must(await api.context.write(leader, (tx) => caseView(tx, caseId))).allowedActions.map((a) => a.action);
  expect(offered).toContain('approve');
  expect(offered).not.toContain('refuse');
  expect(codeOf(await act(leader, caseId, 'refuse', { reason: '库存紧张，先不配' }))).toBe('FITTING_ELIGIBLE');
  must(await act(leader, caseId, 'returnPlan', { reason: '工伤造成的，应由工伤保险配置' }));
  must(await act(technician, caseId, 'referElsewhere', { where: 'injury', reason: '工伤造成的，由工伤保险配置' }));
  const [letter] = await papersOf(caseId);
  expect(letter!.title).toBe('康复辅助器具申请转其他渠道告知书');
  expect(letter!.text).toContain('这项需要由工伤保险解决，本次申请到此终止办理');
});

test('不是配置对象的不能批准；证件过期的不受理；待洗消的不能交付', async () => {
  const { caseId } = await apply(undefined, '周大香');
  expect(says(await act(clerk, caseId, 'accept', { ...SEEN, validTo: '2026-11-21' }))).toBe('残疾人证已过期，请先办理换证。');
  must(await act(clerk, caseId, 'accept', { ...SEEN, level: '3' }));
  must(await act(technician, caseId, 'recordAssessment', ASSESSMENT));
  must(await act(technician, caseId, 'submitPlan', PLAN));
  expect(codeOf(await act(leader, caseId, 'approve', { opinion: '同意。' }))).toBe('FITTING_NOT_ELIGIBLE');
  must(await act(leader, caseId, 'refuse', { reason: '不在配置对象范围' }));
  expect((await papersOf(caseId))[0]!.text).toContain('持有效残疾人证，且为特困、低保、低保边缘家庭成员或一、二级残疾人');

  const other = await apply(undefined, '周中香');
  await toPlan(other.caseId);
  must(await act(technician, other.caseId, 'submitPlan', { ...PLAN, source: 'custom' }));
  must(await act(leader, other.caseId, 'approve', { opinion: '同意配置。' }));
  const { code } = must(
    await api.context.write(station, (tx) => enterUnit(tx, { itemCode: 'WHEEL-01', serial: 'W2', batch: 'B1', donor: '某企业' })),
  );
  expect(says(await act(station, other.caseId, 'deliver', { code }))).toBe('该辅具未完成洗消检测，不能出租。');
});

test('机构用户只看得到自己办的流程；本人看得到进度，看不到内部评估', async () => {
  const { caseId, idNumber: id } = await apply(undefined, '周某香');
  await toPlan(caseId);
  const rows = await api.context.write(technician, (tx) => workList(tx, { view: 'all' }));
  expect(new Set(rows.rows.map((r) => r.itemId))).toEqual(new Set(['DB-03']));
  const worker = { ...hand(COUNTY, 'institution-user', { duty: 'rehab-worker' }), unitId: station.unitId };
  expect(codeOf(await api.context.write(worker, (tx) => caseView(tx, caseId)))).toBe('NOT_FOUND');
  const person = await api.context.read(clerk, (tx) => findByIdNumber(tx, id));
  const own = must(await api.context.write(residentActor(person!.id), (tx) => caseView(tx, caseId)));
  expect(JSON.stringify(own)).not.toContain('下肢无力');
  const county = must(await api.context.write(technician, (tx) => caseView(tx, caseId)));
  expect(JSON.stringify(county.sections)).toContain('下肢无力');
});
