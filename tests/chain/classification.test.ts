/** 一门受理: one application that ends as 低保边缘 or 刚性支出, a member's own case, referrals and enquiries, through the HTTP API. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/database/sql.ts';
import { storyOf } from '../../src/domains/social-assistance/demonstration/index.ts';
import { lives, monthly, story, yuan } from '../../src/domains/social-assistance/demonstration/story.ts';
import { activeOfHousehold, endRecognition, getRecognition } from '../../src/domains/social-assistance/recognition/store.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { factsAsOf, type HouseholdId } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let confirmer: Browser;

const rigid = storyOf('rigid-sick');
const mixed = storyOf('single-edge');
const asksEdge = story({
  key: 'asks-edge',
  title: '申请低保边缘，其实是低保',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街1号',
  people: [
    { name: '田大勇', sex: '男', birth: '1964-04-04', lives: lives.退休 },
    { name: '雷小凤', sex: '女', birth: '1969-09-09', relation: 'spouse', lives: lives.照护家人 },
  ],
  incomes: [monthly('self', 'employee-pension', 1000)],
  expect: { outcome: 'eligible', amountFen: yuan(600) },
});
const asksEdgeRich = story({
  key: 'asks-edge-rich',
  title: '申请低保边缘，哪类都不是',
  place: '汀泗桥社区',
  urbanRural: 'urban',
  address: '汀泗街2号',
  people: [{ name: '程满仓', sex: '男', birth: '1964-05-04', lives: lives.退休 }],
  incomes: [monthly('self', 'employee-pension', 1200)],
  expect: { outcome: 'not-eligible', amountFen: 0 },
});
/** 余桂香 of the rigid family, listed by somebody else. */
const otherHousehold = story({
  key: 'other-household',
  title: '别家的申请里又写了余桂香',
  place: '赤岗村',
  urbanRural: 'urban',
  address: '1组1号',
  people: [{ name: '余桂生', sex: '男', birth: '1964-06-04', lives: lives.退休 }],
  incomes: [monthly('self', 'employee-pension', 1700)],
  expect: null,
});

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(rigid, mixed, asksEdge, asksEdgeRich, otherHousehold);
  [clerk, confirmer] = (await Promise.all(['xiang', 'queren'].map(api.staff))) as [Browser, Browser];
});
afterAll(() => api?.stop());

const events = async (type: string) =>
  (await api.owner.query('select payload from domain_event where type = $1 order by recorded_at', [type])).rows.map(
    (r) => r.payload,
  );

/** 各业务读的同一个事实: what each of the persons is recognised as on a day. */
const statusOf = (personIds: readonly string[], on: PlainDate): Promise<unknown[]> =>
  api.context.read(systemActor('test', api.context.city), async (tx) => {
    const found: unknown[] = [];
    for (const id of personIds)
      for (const fact of await factsAsOf(tx, { kind: 'person', id }, { validOn: on, kinds: ['low-income-status'] }))
        found.push((fact.value as { kind: string | null }).kind);
    return found;
  });

describe('刚性支出困难家庭（示例 W12 的家庭）', () => {
  let id: string;

  test('按低保申请的，同一件认定为刚性支出困难家庭：有效12个月，公示、认定书、短信都写明，不用另外申请', async () => {
    id = await carry(api, rigid, 'confirming');
    expect((await confirmer.case(id)).allowedActions.map((a) => a.action)).toContain('recognise');
    await confirmer.act(id, 'recognise', { opinion: '同意认定。' });
    const today = api.clock.today();
    const [told] = await events('lowincome.status.changed');
    // 和告知在同一个事务里写下：别的业务听到的时候已经查得到
    expect(await statusOf(told.memberIds, today)).toEqual(['rigid', 'rigid', 'rigid']);
    const family = await api.resident(rigid);
    const kase = await family.case(id);
    expect(kase).toMatchObject({ state: 'recognised', outcome: 'granted', itemId: 'SA-01' });
    expect(kase.sections.recognition).toMatchObject({ kind: 'rigid', validFrom: today, state: 'active' });
    expect(kase.sections.recognition.validTo).toBe(
      new Date(Date.parse(`${Number(today.slice(0, 4)) + 1}${today.slice(4)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10),
    );
    expect(kase.sections.decisions.at(-1)).toMatchObject({
      outcome: 'eligible',
      amountFen: null,
      recognition: '刚性支出困难家庭',
    });
    const letter = kase.sections.documents.find((d: { title: string }) => d.title === '刚性支出困难家庭认定书');
    expect((await family.call('GET', letter.url)).raw.subarray(0, 5).toString()).toBe('%PDF-');
    await api.run();
    expect((await family.get('/api/messages')).items[0].body).toContain('您家已认定为刚性支出困难家庭，有效至');
    expect(await events('lowincome.status.changed')).toMatchObject([
      { kind: 'rigid', fromState: null, toState: 'active', validFrom: today },
    ]);
    expect((await events('lowincome.status.changed'))[0].memberIds).toHaveLength(3);
    expect(kase.sections.entitlement).toBeNull();
  });

  test('申请低保认定成别的，也是低保没有批：以后断了收入，就是“不予确认后又断收入”的预警', async () => {
    const department = await api.staff('yibao');
    await department.post('/api/exchange/events', {
      rows: [
        {
          reference: 'RS-2026-0001',
          type: 'employment.insurance.ended',
          idNumber: rigid.persons[0]!.idNumber,
          happenedOn: api.clock.today(),
          payload: {},
        },
      ],
    });
    await api.run();
    const { rows } = await api.owner.query('select rule from clue_reason order by rule');
    expect(rows.map((r) => r.rule)).toEqual(['IN-7']);
  });

  test('公示栏上没有金额和病情，只写拟认定哪一类', async () => {
    const { notice } = (await clerk.case(id)).sections;
    expect(notice).toMatchObject({ amountFen: null, text: '拟认定为刚性支出困难家庭', memberCount: 3 });
    const { text, place, applicantMasked } = notice;
    expect(`${text}${place}${applicantMasked}`).not.toMatch(/\d|病|医/);
  });

  test('同一人已在一家认定，另一家的申请里又写了她：不受理，告诉先办变更', async () => {
    const wife = rigid.persons.find((p) => p.ref === 'm1')!;
    const withHer = {
      ...otherHousehold,
      form: {
        ...otherHousehold.form,
        members: [
          {
            ...rigid.form.members[0]!,
            name: wife.name,
            idNumber: wife.idNumber,
            relation: 'sibling' as const,
            livesTogether: false,
          },
        ],
        signers: ['self', 'm1'],
      },
    };
    const second = await api.apply(withHer, await api.resident(otherHousehold));
    expect(await clerk.actRefused(second, 'accept')).toMatchObject({
      status: 409,
      code: 'ASSISTED_ELSEWHERE',
      message: '该成员已在其他家庭享受或申请救助，请先办理变更。',
    });
  });

  test('数据库里一个人、一户同一时间也只能有一项认定', async () => {
    const insert = `insert into assistance_recognition (id, kind, case_id, household_id, person_id, division, decision_id, valid_from, valid_to, review_due, created_at, created_by)
      select gen_random_uuid(), 'edge', (select id from service_case where id <> case_id limit 1), household_id, person_id, division, decision_id, valid_from, null, valid_from + 300, created_at, created_by from assistance_recognition`;
    await expect(api.owner.query(insert)).rejects.toMatchObject({
      code: '23P01',
      constraint: 'assistance_recognition_household',
    });
    await expect(
      api.owner.query(
        'insert into assistance_recognition_member (recognition_id, person_id, division, valid_from) select gen_random_uuid(), person_id, division, valid_from from assistance_recognition_member limit 1',
      ),
    ).rejects.toMatchObject({ code: '23P01', constraint: 'assistance_recognition_member_exclusive' });
  });

  test('其他部门凭姓名、身份证号、用途和办件号查询：只答有没有、哪类、到哪天；本人看得到谁查过；别的岗位不能查', async () => {
    const department = await api.staff('yibao');
    const { name, idNumber } = rigid.persons.find((p) => p.ref === 'm1')!;
    const ask = { name, idNumber, purpose: '办理医疗救助', reference: 'YB2026-0815' };
    const answer = await department.post('/api/assistance/status', ask);
    expect(answer).toMatchObject({ holds: true, categoryZh: '刚性支出困难家庭' });
    expect(Object.keys(answer).sort()).toEqual(['asOf', 'categoryZh', 'holds', 'validFrom', 'validTo']);
    expect(await department.post('/api/assistance/status', { ...ask, name: '余桂花' })).toMatchObject({
      holds: false,
      categoryZh: null,
    });
    expect(await department.refused('/api/assistance/status', { ...ask, purpose: '' })).toMatchObject({
      status: 422,
      fields: [{ path: 'purpose', message: '请写明用途（至少4个字）' }],
    });
    expect((await clerk.call('POST', '/api/assistance/status', ask)).status).toBe(403);
    const { rows } = await api.owner.query(
      "select purpose, detail, person_id is not null as of_person from audit_log where action = 'assistance.status.asked' order by id",
    );
    expect(rows).toMatchObject([
      { purpose: '办理医疗救助', detail: { reference: 'YB2026-0815', found: true }, of_person: true },
      { detail: { found: false }, of_person: false },
    ]);
  });

  test('续办：上次填的内容变成一份草稿，签名和承诺重新来', async () => {
    const family = await api.resident(rigid);
    const { id: draftId, itemId } = await family.post(`/api/cases/${id}/renewal`);
    expect(itemId).toBe('SA-01');
    const { content } = await family.get(`/api/drafts/${draftId}`);
    expect(content.form).toMatchObject({
      consents: [],
      papers: [],
      applicant: { name: '夏建军' },
      expenses: rigid.form.expenses,
    });
    expect(content.form.promise).toBeUndefined();
    expect(await clerk.refused(`/api/cases/${id}/renewal`)).toMatchObject({ status: 403 });
  });

  test('到期前30天提醒一次，期满第二天自动到期并告知各方', async () => {
    const { validTo } = (await clerk.case(id)).sections.recognition;
    const at = (day: string) => api.clock.set(`${day}T01:00:00.000Z`);
    const before = new Date(Date.parse(`${validTo}T00:00:00Z`) - 30 * 86_400_000).toISOString().slice(0, 10);
    at(before);
    await api.run();
    await api.run();
    const family = await api.resident(rigid);
    const messages = (await family.get('/api/messages')).items as { body: string }[];
    expect(messages.filter((m) => m.body.includes('到期'))).toHaveLength(1);
    expect(messages[0]!.body).toContain('没有变化的材料不用再交');
    at(validTo);
    await api.run();
    expect((await clerk.case(id)).sections.recognition.state).toBe('active');
    at(new Date(Date.parse(`${validTo}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10));
    await api.run();
    expect((await clerk.case(id)).sections.recognition).toMatchObject({ state: 'expired', endReason: '有效期满' });
    expect((await events('lowincome.status.changed')).at(-1)).toMatchObject({ fromState: 'active', toState: 'expired' });
    const { memberIds } = (await events('lowincome.status.changed')).at(-1)!;
    expect(await statusOf(memberIds, validTo)).toEqual(['rigid', 'rigid', 'rigid']);
    expect(await statusOf(memberIds, api.clock.today())).toEqual([null, null, null]);
  });
});

describe('低保边缘家庭，家里一人单独低保', () => {
  let city: Api;
  let parent: string;
  let child: string;
  let hands: Record<'clerk' | 'confirmer' | 'county', Browser>;

  beforeAll(async () => {
    city = await startApi({ start: '2026-06-01' });
    await city.register(mixed, asksEdge, asksEdgeRich);
    const [a, b, c] = await Promise.all(['xiang', 'queren', 'xian'].map(city.staff));
    hands = { clerk: a!, confirmer: b!, county: c! };
  });
  afterAll(() => city?.stop());

  test('乡镇为重残的儿子另立一件，不用再填表、再签名；两件互相看得到，各办各的', async () => {
    parent = await carry(city, mixed, 'surveying');
    const offered = (await hands.clerk.case(parent)).allowedActions.find((a) => a.action === 'openMemberCase')!;
    expect(offered.fields[0]!.choices).toEqual([
      { value: 'm2', label: '范磊：单人保（低保边缘家庭中的重度残疾人、三级智力或精神残疾人）' },
    ]);
    await hands.clerk.act(parent, 'openMemberCase', { member: 'm2' });
    const kase = await hands.clerk.case(parent);
    expect(kase.children).toMatchObject([{ applicantName: '范磊', itemName: '最低生活保障审核确认', state: 'submitted' }]);
    child = kase.children[0]!.id;
    expect((await hands.clerk.case(child)).parent).toMatchObject({ id: parent, applicantName: '范建设' });
    expect(await hands.clerk.actRefused(parent, 'openMemberCase', { member: 'm2' })).toMatchObject({
      code: 'ALREADY_OWN_CASE',
      message: '范磊已经另立办件，不用再立。',
    });
  });

  test('全家先认定为低保边缘；儿子的单人保随后确认：示例 W4 每月1,040元，只他一人，其余的人仍是边缘家庭', async () => {
    await carry(city, mixed, 'decided', { id: parent, from: 'reviewing' });
    expect(await hands.clerk.case(parent)).toMatchObject({
      state: 'recognised',
      sections: { recognition: { kind: 'edge', state: 'active' } },
    });
    await carry(city, { ...mixed, expect: { outcome: 'eligible', amountFen: yuan(1040) } }, 'decided', {
      id: child,
      from: 'accepted',
    });
    const own = await hands.confirmer.case(child);
    expect(own.sections.entitlement.versions).toMatchObject([{ amountFen: 1040_00 }]);
    expect(own.sections.entitlement.memberIds).toHaveLength(1);
    const { rows } = await city.owner.query(
      'select count(*)::int as n from assistance_recognition_member where valid_to is null',
    );
    expect(rows).toEqual([{ n: 2 }]);
    expect((await hands.clerk.case(parent)).sections.recognition.state).toBe('active');
  });

  test('家庭不再是低保边缘家庭：儿子的单人保自动开出复核，由人核实，钱不自动停', async () => {
    const system = systemActor('test', city.context.city);
    await city.context.write(system, async (tx) => {
      const { householdId } = await tx.one<{ householdId: string }>(sql`select household_id from assistance_recognition`);
      const id = await activeOfHousehold(tx, householdId as HouseholdId);
      await endRecognition(tx, (await getRecognition(tx, id!))!, { lastDay: city.clock.today(), reason: '复核：不再符合条件' });
    });
    await city.run();
    const { rows } = await city.owner.query(
      `select p.name, r.kind, e.to_month from benefit_review r join person p on p.id = r.person_id join entitlement e on e.id = r.entitlement_id`,
    );
    expect(rows).toEqual([{ name: '范磊', kind: 'change', to_month: null }]);
  });

  test('申请低保边缘的，算下来是低保：直接给低保每月600元；同一家另一份申请不受理', async () => {
    const id = await carry(city, asksEdge, 'accepted', { itemId: 'SA-05' });
    expect((await hands.clerk.case(id)).no).toMatch(/^421202SA05/);
    const second = await city.apply(asksEdge, await city.resident(asksEdge), 'SA-06');
    expect(await hands.clerk.actRefused(second, 'accept')).toMatchObject({ code: 'ASSISTED_ELSEWHERE' });
    await carry(city, asksEdge, 'decided', { id, from: 'toCheck' });
    expect((await hands.confirmer.case(id)).sections.entitlement.versions).toMatchObject([{ amountFen: 600_00 }]);
  });

  test('申请低保边缘、哪类都不是的：不予认定，写明是边缘的哪一条，告诉他各类都审过了', async () => {
    const id = await carry(city, asksEdgeRich, 'decided', { itemId: 'SA-05' });
    const kase = await hands.confirmer.case(id);
    expect(kase.state).toBe('refused');
    const unmet = kase.sections.decisions.at(-1).clauses.filter((c: { verdict: string }) => c.verdict === 'unmet');
    expect(unmet.map((c: { name: string }) => c.name)).toEqual(['家庭月人均收入低于最低生活保障标准的1.5倍']);
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('不予认定告知书');
  });

  test('综合评估：健康、收入严重，比较困难，建议转医保；只排先后，不改变核算', async () => {
    const before = (await hands.clerk.case(parent)).sections.decisions;
    const scores = { income: '4', assets: '0', labour: '2', health: '4', education: '0', housing: '0', care: '2', sudden: '0' };
    const done = await hands.clerk.post(`/api/cases/${parent}/needs`, { requestId: requestId(), input: scores });
    // 30＋7.5＋20＋5＝62.5
    expect(done).toMatchObject({ scoreHundredths: 6250, level: 'heavy' });
    expect(done.proposals.find((p: { unit: string | null }) => p.unit === 'medical')).toBeTruthy();
    expect((await hands.clerk.case(parent)).sections.decisions).toEqual(before);
  });

  test('转介：5个工作日内答复，同一需求不能转两次；过期提醒一次；答复以后申请人看得到', async () => {
    const input = { toUnit: 'medical', needCode: 'medical-aid', content: '儿子长期康复，请按规定给予医疗救助。' };
    const { id, dueOn } = await hands.clerk.post(`/api/cases/${parent}/referrals`, { requestId: requestId(), input });
    expect(dueOn).toBe(city.context.calendar.addWorkdays(city.clock.today(), 5, '421202100001'));
    expect(await hands.clerk.refused(`/api/cases/${parent}/referrals`, { requestId: requestId(), input })).toMatchObject({
      code: 'REFERRED_ALREADY',
    });
    expect((await hands.clerk.case(parent)).sections.documents.map((d: { title: string }) => d.title)).toContain(
      '社会救助转介单',
    );
    await city.moveTo(city.context.calendar.addWorkdays(dueOn, 1, '421202100001'));
    await city.run();
    const late = ((await hands.clerk.get('/api/messages')).items as { body: string }[]).filter((m) =>
      m.body.includes('已过答复期限'),
    );
    expect(late).toHaveLength(1);
    expect((await hands.clerk.get('/api/referrals')).rows).toMatchObject([{ id, late: true, toUnitZh: '医疗保障部门' }]);
    await hands.clerk.post(`/api/referrals/${id}/reply`, {
      requestId: requestId(),
      input: { state: 'helped', reply: '已纳入医疗救助。' },
    });
    expect((await hands.clerk.get('/api/referrals')).rows).toEqual([]);
    const family = await city.resident(mixed);
    expect((await family.case(parent)).sections.help.referrals).toMatchObject([{ reply: '已纳入医疗救助。' }]);
    expect(JSON.stringify((await family.case(parent)).sections.help)).not.toContain('scoreHundredths');
  });

  test('一事一议：乡镇提请，五个工作日内召集；不到三个部门不算会商；开了会的生成会商纪要', async () => {
    const day = city.clock.today();
    const ask = { subject: 'complex', matter: '儿子康复费用高，超过临时救助上限。' };
    const request = () => hands.clerk.call('POST', `/api/cases/${parent}/conferences`, { requestId: requestId(), input: ask });
    const asked = (await request()).body;
    expect(asked.dueOn).toBe(city.context.calendar.addWorkdays(day, 5, '421202100001'));
    expect((await request()).body.error).toMatchObject({ code: 'CONFERENCE_WAITING' });
    const input = {
      heldOn: day,
      way: 'meeting',
      attendees: [
        { unit: 'civil-affairs', name: '郑海燕' },
        { unit: 'finance', name: '高明' },
        { unit: 'civil-affairs', name: '徐国平' },
      ],
      minutes: '各部门介绍情况，讨论了费用和渠道。',
      resolution: '按20,000元给予临时救助，三个月后回头看。',
      amountFen: 20_000_00,
      payer: '县民政局',
      measures: '医保部门协助办理慢病卡。',
      reviewOn: '2027-01-10',
    };
    const send = (body: object) =>
      hands.county.call('POST', `/api/conferences/${asked.id}/resolution`, { requestId: requestId(), input: body });
    expect((await send(input)).body.error).toMatchObject({ code: 'CONFERENCE_TOO_FEW', message: '参加会商的部门不得少于3个。' });
    const three = { ...input, attendees: [...input.attendees, { unit: 'medical', name: '方敏' }] };
    expect((await send({ ...three, way: 'phone' })).body.error).toMatchObject({ code: 'CONFERENCE_PHONE' });
    expect((await send({ ...three, payer: '' })).body.error).toMatchObject({ fields: [{ path: 'payer' }] });
    expect((await send({ ...three, minutes: undefined })).body.error).toMatchObject({ fields: [{ path: 'minutes' }] });
    expect((await send(three)).body.minutesNo).toMatch(/救商字〔2026〕1号$/);
    expect((await send(three)).body.error).toMatchObject({ code: 'CONFERENCE_DONE' });
    const kase = await hands.clerk.case(parent);
    expect(kase.sections.conference.conferences).toMatchObject([{ state: 'recorded', held: { payer: '县民政局' } }]);
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('社会救助一事一议会商纪要');
    expect((await (await city.resident(mixed)).case(parent)).sections.conference).toBeNull();
  });
});
