/** 低保边缘的年度复核 over HTTP: opened by itself, computed again by what is known now; it stands, it ends, or the family is 低保 by now. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/database/sql.ts';
import { lives, monthly, story } from '../../src/domains/social-assistance/demonstration/story.ts';
import { openReview } from '../../src/domains/social-assistance/review/server.ts';
import { systemActor } from '../../src/kernel/access/index.ts';
import { addMonths, longDate, plusDays } from '../../src/kernel/calendar/index.ts';
import { recordDeath } from '../../src/kernel/resident/server.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, carry, requestId, startApi } from '../api.ts';

let api: Api;
let clerk: Browser;
let leader: Browser;
let confirmer: Browser;

const edge = (key: string, name: string, address: string) =>
  story({
    key,
    title: name,
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address,
    people: [
      { name, sex: '男', birth: '1964-03-03', lives: lives.退休 },
      { name: `${name}妻`, sex: '女', birth: '1983-03-03', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'employee-pension', 1700)],
    expect: { outcome: 'not-eligible', amountFen: 0, recognised: 'edge' },
  });
const steady = edge('edge-steady', '甲边', '1号');
const poorer = edge('edge-poorer', '乙边', '2号');
const lonely = edge('edge-lonely', '丁边', '4号');
const widowed = edge('edge-widowed', '戊边', '5号');
const richer = edge('edge-richer', '丙边', '3号');

beforeAll(async () => {
  api = await startApi({ start: '2026-06-01' });
  await api.register(steady, poorer, richer, lonely, widowed);
  [clerk, leader, confirmer] = (await Promise.all(['xiang', 'xianghe', 'queren'].map(api.staff))) as [Browser, Browser, Browser];
});
afterAll(() => api?.stop());

const reviewOf = async (name: string): Promise<string> =>
  (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows.find((r: { applicantName: string }) => r.applicantName === name)?.id;
const recognitionOf = async (name: string) =>
  (
    await api.owner.query(
      `select r.state, r.review_due::text, r.ended_on::text from assistance_recognition r join person p on p.id = r.person_id where p.name = $1`,
      [name],
    )
  ).rows;

const waits = async (id: string): Promise<boolean> =>
  (await clerk.get('/api/messages')).items.find((m: { caseId: string }) => m.caseId === id)?.waits;

/** Signs, asks, and writes down what has changed since: the pension, as the departments answer it. */
async function check(id: string): Promise<void> {
  const consents = await Promise.all(
    ['self', 'm1'].map(async (member) => ({ member, signature: await clerk.upload('consent') })),
  );
  await clerk.act(id, 'requestCheck', { consents });
  const checker = await api.staff('hedui');
  await checker.act(id, 'startCheck');
  await api.run();
  await checker.act(id, 'issueReport');
  const action = (await clerk.case(id)).allowedActions.find((a) => a.action === 'disposeDiscrepancy');
  for (const d of action?.fields[0]?.choices ?? [])
    await clerk.act(id, 'disposeDiscrepancy', { id: d.value, disposition: 'adjusted', reason: '家庭承认，属实' });
}
async function pensionBecomes(id: string, yuanAMonth: number): Promise<void> {
  const initial = (await clerk.case(id)).allowedActions.find((a) => a.action === 'recordFacts')!.initial as Record<
    string,
    object[]
  >;
  await clerk.act(id, 'recordFacts', {
    ...initial,
    validFrom: api.clock.today(),
    source: '养老金发放记录',
    incomes: [{ member: 'self', type: 'employee-pension', amountFen: yuanAMonth * 100, per: 'month' }],
  });
}

describe('低保边缘家庭每年复核一次（4.4），和低保同一套办法', () => {
  let due: PlainDate;

  test('到期前30天自动开出，早一天不开，再跑不重复；家庭收到消息，乡镇的复核安排里能点开', async () => {
    // 下一年的人均可支配收入已经公布
    await api.owner.query("update parameter set valid_to = null where key in ('PCDI-U', 'PCDI-R')");
    for (const family of [steady, poorer, richer, widowed]) await carry(api, family, 'decided');
    const dues = await Promise.all([steady, poorer, richer, widowed].map((f) => recognitionOf(f.form.applicant.name)));
    const days: PlainDate[] = dues.map(([r]) => r.review_due).sort();
    const [first, last] = [days[0]!, days.at(-1)!];
    due = (await recognitionOf('甲边'))[0].review_due;
    await api.jumpTo(plusDays(first, -31));
    expect(await reviewOf('甲边')).toBeUndefined();
    await api.jumpTo(plusDays(last, -29));
    await api.run();
    const { rows } = await clerk.get('/api/cases?view=all&itemId=SA-02');
    expect(rows.filter((r: { applicantName: string }) => r.applicantName === '甲边')).toHaveLength(1);
    const id = await reviewOf('甲边');
    expect((await clerk.get('/api/reviews/due?class=edge')).rows).toContainEqual(
      expect.objectContaining({ name: '甲边', dueOn: due, caseId: id }),
    );
    // 事项名称说的是它自己，不是低保；消息在还没有办的时候才是“去办”
    const name = '最低生活保障边缘家庭动态复核';
    expect((await clerk.case(id)).itemName).toBe(name);
    expect(rows.find((r: { id: string }) => r.id === id).itemName).toBe(name);
    expect(await waits(id)).toBe(true);
    const family = await api.resident(steady);
    expect((await family.get('/api/messages')).items[0].body).toContain('您家的最低生活保障边缘家庭认定');
    expect((await family.case(id)).sections.review).toMatchObject({ kindZh: '定期复核', isRecognition: true });
    expect(api.errors).toEqual([]);
  });

  test('须先核对；没有变化的维持认定，下一次再过12个月；提出的人不能决定', async () => {
    const id = await reviewOf('甲边');
    expect(await clerk.actRefused(id, 'proposeChange', { opinion: '没有变化。' })).toMatchObject({ code: 'REVIEW_CHECK_NEEDED' });
    await check(id);
    const { review } = (await clerk.case(id)).sections;
    expect(review).toMatchObject({
      result: { change: 'unchanged' },
      before: { categoryZh: '最低生活保障边缘家庭' },
      now: { categoryZh: '最低生活保障边缘家庭', persons: 2 },
    });
    expect((await clerk.case(id)).allowedActions.map((a) => a.action)).not.toContain('changePayee');
    await clerk.act(id, 'proposeChange', { opinion: '没有变化。' });
    expect(await waits(id)).toBe(false);
    await confirmer.act(id, 'decide', { opinion: '维持认定。' });
    expect(await recognitionOf('甲边')).toEqual([
      { state: 'active', review_due: addMonths(api.clock.today(), 12), ended_on: null },
    ]);
    const events = await api.owner.query(
      "select payload->>'toState' as s from domain_event where type = 'lowincome.status.changed'",
    );
    expect(events.rows.map((r) => r.s)).toContain('renewed');
  });

  test('收入降到标准以下：按这次签的授权自动立低保申请，不用重新填；办成以前认定仍有效', async () => {
    const id = await reviewOf('乙边');
    await check(id);
    await pensionBecomes(id, 1000);
    expect((await clerk.case(id)).sections.review.result).toMatchObject({ change: 'reclassify', says: '转办更高一类救助' });
    await clerk.act(id, 'proposeChange', { opinion: '收入下降，符合低保。' });
    await confirmer.act(id, 'decide', { opinion: '同意转办。' });
    const kase = await clerk.case(id);
    expect(kase.children).toMatchObject([{ itemId: 'SA-01', applicantName: '乙边', state: 'submitted' }]);
    const child = kase.children[0]!.id;
    const declared = JSON.stringify((await clerk.case(child)).sections.facts);
    expect(declared).toContain('1,000.00');
    expect(declared).toContain('乙边妻');
    expect(await recognitionOf('乙边')).toMatchObject([{ state: 'active' }]);
    await clerk.act(child, 'accept');
    expect((await clerk.case(child)).state).toBe('accepted');
    expect((await (await api.resident(poorer)).get('/api/messages')).items.map((m: { body: string }) => m.body).join()).toContain(
      '按现在的情况可以办最低生活保障，已经用原来的材料替您立了一件',
    );
    expect(api.errors).toEqual([]);
  });

  test('转办的低保申请还没办完，又一次复核还是低保：复核照样办结，就在那一件里办，不再立一件', async () => {
    const opened = await api.context.write(systemActor('test', api.context.city), async (tx) => {
      const { id } = await tx.one<{ id: string }>(
        sql`select r.id from assistance_recognition r join person p on p.id = r.person_id where p.name = '乙边'`,
      );
      return openReview(tx, { recognitionId: id, kind: 'change', reason: '收入又有变化' });
    });
    if (!opened.ok) throw new Error(opened.code);
    const { caseId } = opened.value;
    await check(caseId);
    await pensionBecomes(caseId, 1000);
    expect((await clerk.case(caseId)).sections.review.result).toMatchObject({ change: 'reclassify' });
    await clerk.act(caseId, 'proposeChange', { opinion: '收入仍符合低保。' });
    await confirmer.act(caseId, 'decide', { opinion: '同意转办。' });
    expect(await clerk.case(caseId)).toMatchObject({ state: 'decided', children: [] });
    const { rows } = await api.owner.query(
      `select count(*)::int as n from service_case c join person p on p.id = c.applicant_person_id where p.name = '乙边' and c.item_id = 'SA-01' and c.open`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('转办的申请还没受理，申请人去世：不能再以他的名义受理；终止以后重新核实留下的家人，由乡镇请她自己申请', async () => {
    const first = await reviewOf('戊边');
    await check(first);
    await pensionBecomes(first, 1000);
    await clerk.act(first, 'proposeChange', { opinion: '收入下降，符合低保。' });
    await confirmer.act(first, 'decide', { opinion: '同意转办。' });
    const child = (await clerk.case(first)).children[0]!.id;
    expect((await clerk.case(child)).allowedActions.map((a) => a.action)).not.toContain('terminate');
    expect(await clerk.actRefused(child, 'terminate', { reason: '不办了。' })).toMatchObject({ code: 'APPLICANT_LIVES' });
    const { rows } = await api.owner.query("select id from person where name = '戊边'");
    const diedOn = plusDays(api.clock.today(), -1);
    await clerk.post(`/api/persons/${rows[0].id}/death/registration`, { diedOn, proof: 'cremation', number: '火化2026-1' });
    expect(await clerk.actRefused(child, 'accept')).toMatchObject({
      code: 'APPLICANT_DIED',
      message: `申请人戊边已于${longDate(diedOn)}去世，不能再以本人名义受理。`,
    });
    await clerk.act(child, 'terminate', { reason: '申请人去世。' });
    await api.run();
    const again = (await clerk.get('/api/cases?view=all&itemId=SA-02')).rows.find(
      (r: { applicantName: string; state: string }) => r.applicantName === '戊边' && r.state === 'open',
    ).id;
    await check(again);
    const { review } = (await clerk.case(again)).sections;
    expect(review).toMatchObject({ result: { change: 'reclassify' }, now: { persons: 1 } });
    await clerk.act(again, 'proposeChange', { opinion: '一人没有收入，符合低保。' });
    await confirmer.act(again, 'decide', { opinion: '同意转办。' });
    const told = await api.owner.query('select template from message where case_id = $1', [again]);
    expect(told.rows.map((r) => r.template)).toContain('review.ask-family');
    expect(api.errors).toEqual([]);
  });

  test('收入超过边缘：先听取意见，再由县里另一人决定；认定到当月底，送终止决定书', async () => {
    const id = await reviewOf('丙边');
    await check(id);
    await pensionBecomes(id, 2600);
    expect((await clerk.case(id)).sections.review.result).toMatchObject({ change: 'withdraw' });
    await clerk.act(id, 'proposeChange', { opinion: '收入超过边缘标准。' });
    expect(await clerk.case(id)).toMatchObject({ state: 'hearing' });
    const family = await api.resident(richer);
    expect((await family.get('/api/messages')).items[0].body).toContain('拟调整您家的社会救助认定');
    await family.act(id, 'answerHearing', { stand: 'agree', statement: '' });
    await clerk.act(id, 'recordHearing', {
      heldOn: api.clock.today(),
      way: 'phone',
      person: '丙边',
      stand: 'agree',
      statement: '',
    });
    await confirmer.act(id, 'decide', { opinion: '同意终止。' });
    const month = api.clock.today().slice(0, 7);
    const [ended] = await recognitionOf('丙边');
    expect(ended).toMatchObject({ state: 'ended' });
    expect(ended.ended_on.slice(0, 7)).toBe(month);
    expect((await family.case(id)).sections.documents.map((d: { title: string }) => d.title)).toEqual(
      expect.arrayContaining(['听取意见记录', '社会救助认定终止决定书']),
    );
    expect(api.errors).toEqual([]);
  });

  test('家里自己报变化的，也按认定复核；核实没有变化的由乡镇负责人关闭', async () => {
    const family = await api.resident(steady);
    const { id } = await family.post('/api/cases', {
      itemId: 'SA-02',
      channel: 'mobile',
      requestId: requestId(),
      form: {
        name: '甲边',
        idNumber: steady.persons[0]!.idNumber,
        change: 'income',
        happenedOn: api.clock.today(),
        detail: '养老金可能要涨',
        papers: [],
      },
    });
    expect((await clerk.case(id)).sections.review).toMatchObject({ isRecognition: true, reports: [{ zh: '收入有变化' }] });
    await leader.act(id, 'dismiss', { reason: '养老金没有变化。' });
    expect((await recognitionOf('甲边'))[0]).toMatchObject({ state: 'active' });
  });
});

describe('户籍跨县迁移：认定跟着走（4.6），迁入地决定以前继续有效', () => {
  test('家里有人去世：其余的人认定仍有效；全都去世的，认定到去世当天为止，不再开复核', async () => {
    const recognised = await carry(api, lonely, 'decided');
    expect((await clerk.case(recognised)).state).toBe('recognised');
    const die = async (name: string) => {
      const { rows } = await api.owner.query('select id from person where name = $1', [name]);
      await api.context.write(systemActor('test', api.context.city), (tx) =>
        recordDeath(tx, { personId: rows[0].id, diedOn: api.clock.today(), source: '火化证明' }),
      );
      await api.run();
    };
    await die('丁边妻');
    expect(await recognitionOf('丁边')).toMatchObject([{ state: 'active' }]);
    await die('丁边');
    expect(await recognitionOf('丁边')).toMatchObject([{ state: 'ended', ended_on: api.clock.today() }]);

    // 登记错了人：另一人确认撤销以后，认定照旧有效，两位家人都在里面
    const { rows: people } = await api.owner.query("select id, name from person where name in ('丁边', '丁边妻') order by name");
    for (const { id } of people) {
      await clerk.post(`/api/persons/${id}/death/amendment`, {
        kind: 'revoke',
        reason: 'wrong-person',
        paper: '派出所证明本人健在',
      });
      await leader.post(`/api/persons/${id}/death/amendment/decision`, { decision: 'confirm', note: '' });
      await api.run();
    }
    expect(await recognitionOf('丁边')).toMatchObject([{ state: 'active', ended_on: null }]);
    const { rows: covered } = await api.owner.query(
      `select count(*)::int as n from assistance_recognition_member where person_id = any($1::uuid[]) and (valid_to is null or valid_to > $2::date)`,
      [people.map((p) => p.id), api.clock.today()],
    );
    expect(covered).toEqual([{ n: 2 }]);
    expect(api.errors).toEqual([]);
  });

  test('从咸安迁到嘉鱼：认定归嘉鱼，档案移交；嘉鱼接收、重新确认；咸安看得到进度，看不到办件', async () => {
    const [there, decides] = (await Promise.all(['jiayu', 'jiayuqueren'].map(api.staff))) as [Browser, Browser];
    const family = await api.resident(steady);
    const today = api.clock.today();
    const { id: moved } = await family.post('/api/cases', {
      itemId: 'SA-02',
      channel: 'mobile',
      requestId: requestId(),
      form: {
        name: '甲边',
        idNumber: steady.persons[0]!.idNumber,
        change: 'moved',
        happenedOn: today,
        detail: '',
        papers: [],
      },
    });
    await clerk.act(moved, 'recordMove', {
      movedOn: today,
      urbanRural: 'urban',
      source: '公安户籍信息',
      toDivision: '421221103001',
    });
    await api.run();
    expect(api.errors).toEqual([]);
    const place = await api.owner.query(
      `select r.division, r.state, (select count(*)::int from assistance_recognition_member m where m.recognition_id = r.id and m.division = r.division) as n
       from assistance_recognition r join person p on p.id = r.person_id where p.name = '甲边'`,
    );
    expect(place.rows).toEqual([{ division: '421221103001', state: 'active', n: 2 }]);
    expect((await family.get('/api/messages')).items[0].body).toContain('认定继续有效，档案已经移交');
    const review = (await there.get('/api/cases?view=all&itemId=SA-02')).rows.find(
      (r: { applicantName: string }) => r.applicantName === '甲边',
    ).id;
    expect((await clerk.call('GET', `/api/cases/${review}`)).status).toBe(404);
    expect((await there.case(review)).sections.review).toMatchObject({
      kindZh: '迁移',
      isRecognition: true,
      now: { categoryZh: '最低生活保障边缘家庭', persons: 2 },
    });
    expect(await there.actRefused(review, 'proposeChange', { opinion: '同意接续。' })).toMatchObject({
      code: 'FILE_NOT_RECEIVED',
    });
    expect((await clerk.get('/api/moves?way=out')).rows).toMatchObject([
      { personName: '甲边', whatZh: '认定', stateZh: '待接收', caseId: null },
    ]);
    await there.act(review, 'receiveFile', { note: '材料齐全' });
    await there.act(review, 'proposeChange', { opinion: '情况没有变化，同意接续。' });
    await decides.act(review, 'decide', { opinion: '同意。' });
    expect((await clerk.get('/api/moves?way=out')).rows).toMatchObject([{ stateZh: '已重新确认' }]);
    expect((await recognitionOf('甲边'))[0]).toMatchObject({ state: 'active', review_due: addMonths(api.clock.today(), 12) });
    expect(api.errors).toEqual([]);
  });
});
