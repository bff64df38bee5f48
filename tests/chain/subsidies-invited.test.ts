/** 残疾人两项补贴: the policy finds the person; windows elsewhere in the city; late papers; a standard raised late (E3); one kind granted, one refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCertificate } from '../../src/domains/disability/certificate/record.ts';
import { daily } from '../../src/domains/disability/subsidies/daily.ts';
import { endEntitlement } from '../../src/kernel/payment/server.ts';
import { addParameter } from '../../src/kernel/policy/server.ts';
import { makeIdNumber } from '../../src/kernel/resident/index.ts';
import { type Api, requestId, startApi } from '../api.ts';
import { type Person, subsidyDesk, VILLAGE } from '../subsidies.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
beforeAll(async () => {
  api = await startApi({ start: '2026-01-12' });
  desk = await subsidyDesk(api);
});
afterAll(() => api?.stop());

const issued = (who: Person, level: '1' | '2' | '3') =>
  desk
    .work((tx) =>
      recordCertificate(tx, {
        personId: who.id,
        division: VILLAGE,
        certificate: {
          number: `${who.idNumber}4${level}`,
          category: 'physical',
          level,
          issuedOn: '2026-01-05',
          validTo: '2036-01-04',
          state: 'valid',
        },
        idNumber: who.idNumber,
        since: '2026-01-05',
        source: '残联',
      }),
    )
    .then(api.run);
const mine = async (who: Person) => (await desk.phoneOf(who)).get('/api/disability/my');

describe('政策找人', () => {
  let who: Person;
  test('新办了残疾人证的低保对象：收到两项的邀约，短信里看不出残疾和困难', async () => {
    who = await desk.person('邀约甲', { dibaoFrom: '2025-01' });
    await issued(who, '1');
    const { invitations, certificate } = await mine(who);
    expect(invitations.map((i: { zh: string; amountFen: number }) => [i.zh, i.amountFen])).toEqual([
      ['困难残疾人生活补贴', 110_00],
      ['重度残疾人护理补贴', 125_00],
    ]);
    expect(certificate).toMatchObject({ zh: '肢体残疾一级', stateZh: '有效' });
    expect(await desk.eventsOf(who, 'disability.invitation.sent')).toHaveLength(2);
    const texts = (await api.owner.query('select text from outgoing_message where person_id = $1', [who.id])).rows;
    expect(texts.length).toBe(2);
    for (const { text } of texts) expect(text).not.toMatch(/残疾|困难|低保|护理/);
    await issued(who, '1');
    expect(await desk.eventsOf(who, 'disability.invitation.sent')).toHaveLength(2);
  });
  test('没有登记过账户的要填账户；确认账户和授权就提交，一件申请两项；再点一次说明已经办过', async () => {
    const phone = await desk.phoneOf(who);
    const missing = await phone.refused('/api/disability/invitations/accept', { consent: true, requestId: requestId() });
    expect(missing.fields).toEqual([{ path: 'account', message: '请填写收款账户' }]);
    const { id } = await phone.post('/api/disability/invitations/accept', {
      account: { bank: '咸宁农商银行', number: '6217000000999999', holder: who.name },
      consent: true,
      requestId: requestId(),
    });
    expect((await phone.get('/api/my/cases')).rows).toMatchObject([{ id, stateZh: '已提交' }]);
    expect(
      (await phone.refused('/api/disability/invitations/accept', { consent: true, requestId: requestId() })).message,
    ).toContain('这条邀约已经办过');
    await desk.checked(id, who, { issuedOn: '2026-01-05', validTo: '2036-01-04' });
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    expect((await mine(who)).awards.map((a: { zh: string; amountFen: number }) => a.amountFen).sort()).toEqual([110_00, 125_00]);
  });
  test('三级肢体、不是低保的不邀约；成为低保后邀约生活补贴一项', async () => {
    const other = await desk.person('邀约乙');
    await issued(other, '3');
    expect((await mine(other)).invitations).toEqual([]);
    await desk.grant(other.id, 'dibao', ['basic-living'], '2026-02');
    await desk.tell('dibao.award.changed', other, { memberIds: [other.id], toState: 'active', effectiveMonth: '2026-02' });
    expect((await mine(other)).invitations.map((i: { kind: string }) => i.kind)).toEqual(['living']);
  });
});

describe('审定', () => {
  test('两项都申请、只符合一项：批准一项，审定表写明另一项为什么没有', async () => {
    const who = await desk.person('一项丙');
    const id = await desk.apply(desk.clerk, who);
    await desk.checked(id, who);
    const preview = (await desk.county.case(id)).sections.decisions;
    expect(preview.map((d: { kindZh: string; outcome: string }) => [d.kindZh, d.outcome])).toEqual([
      ['困难残疾人生活补贴：当前核算（未作决定）', 'not-eligible'],
      ['重度残疾人护理补贴：当前核算（未作决定）', 'eligible'],
    ]);
    await desk.county.act(id, 'approve', { opinion: '同意护理补贴。' });
    expect((await desk.awardsOf(who)).map((a) => a.kind)).toEqual(['nursing']);
    expect(
      (
        await desk.clerk.refused('/api/cases', {
          itemId: 'DB-02',
          channel: 'window',
          form: desk.formFor(who, { wanted: 'nursing' }),
          requestId: requestId(),
        })
      ).message,
    ).toContain('已经在享受重度残疾人护理补贴');
  });
  test('两项都不符合：不能批准，不予批准的告知书写明每一条；证号不是本人的当场拒绝', async () => {
    const who = await desk.person('不符丁');
    const wrong = await desk.clerk.refused('/api/cases', {
      itemId: 'DB-01',
      channel: 'window',
      form: desk.formFor(who, { certificateNumber: '42120219700101001X41' }),
      requestId: requestId(),
    });
    expect(wrong.fields).toEqual([{ path: 'certificateNumber', message: '残疾人证号的前18位与身份证号码不一致' }]);
    const id = await desk.apply(desk.clerk, who, { certificateNumber: `${who.idNumber}43` });
    await desk.checked(id, who, { number: `${who.idNumber}43`, level: '3' });
    expect((await desk.county.case(id)).allowedActions.map((a) => a.action)).not.toContain('approve');
    expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toContain('不能批准');
    await desk.county.act(id, 'refuse', { opinion: '不符合条件。' });
    const kase = await desk.county.case(id);
    expect(kase.sections.documents.map((d: { title: string }) => d.title)).toContain('残疾人两项补贴不予批准告知书');
    await api.run();
    const [message] = (
      await api.owner.query(`select body from message where to_person_id = $1 and template = 'disability.refused'`, [who.id])
    ).rows;
    expect(message.body).toContain('生活补贴对象为低保家庭中的残疾人');
    expect(message.body).toContain('护理补贴对象为一级、二级且需长期照护的残疾人');
  });
  test('补正用了10个工作日以内的从提交当月起，超过的从补齐当月起', async () => {
    const [quick, slow] = [
      await desk.person('补正快', { dibaoFrom: '2025-01' }),
      await desk.person('补正慢', { dibaoFrom: '2025-01' }),
    ];
    const ids = [await desk.apply(desk.clerk, quick), await desk.apply(desk.clerk, slow)];
    for (const id of ids) await desk.clerk.act(id, 'requestSupplement', { papers: [{ paper: '监护关系证明' }] });
    await desk.payThrough('2026-01-26'); // 1月13日起第10个工作日
    await desk.clerk.act(ids[0]!, 'resubmit', {});
    await desk.payThrough('2026-02-02');
    await desk.clerk.act(ids[1]!, 'resubmit', {});
    for (const [i, who] of [quick, slow].entries()) {
      await desk.checked(ids[i]!, who);
      await desk.county.act(ids[i]!, 'approve', { opinion: '同意。' });
    }
    expect((await desk.awardsOf(quick)).map((a) => a.from_month)).toEqual(['2026-01', '2026-01']);
    expect((await desk.awardsOf(slow)).map((a) => a.from_month)).toEqual(['2026-02', '2026-02']);
  });
});

describe('本市别的窗口收件', () => {
  test('鱼岳镇收件、户籍在汀泗桥镇：推送后在汀泗桥镇立案，从收件当月起；有结果后鱼岳镇告知', async () => {
    const who = await desk.person('异地戊', { dibaoFrom: '2025-01' });
    const window = await api.staff('jiayu');
    expect(
      (
        await window.refused('/api/cases', {
          itemId: 'DB-01',
          channel: 'window',
          form: desk.formFor(who),
          requestId: requestId(),
        })
      ).fields[0]?.message,
    ).toContain('异地收件');
    const filing = await window.post('/api/disability/filings', {
      form: desk.formFor(who),
      payerName: '本市',
      requestId: requestId(),
    });
    expect(filing).toMatchObject({ direction: 'out', filedOn: '2026-02-02', pushBy: '2026-02-05', pushedOn: null });
    expect((await desk.clerk.call('POST', `/api/disability/filings/${filing.id}/push`, { requestId: requestId() })).status).toBe(
      404,
    );
    const pushed = await window.post(`/api/disability/filings/${filing.id}/push`, { requestId: requestId() });
    expect((await window.refused(`/api/disability/filings/${filing.id}/push`, { requestId: requestId() })).message).toContain(
      '不用重复推送',
    );
    expect((await window.call('GET', `/api/cases/${pushed.caseId}`)).status).toBe(404);
    await desk.checked(pushed.caseId, who);
    await desk.county.act(pushed.caseId, 'approve', { opinion: '同意。' });
    await api.run();
    const [row] = (await window.get('/api/disability/filings')).rows;
    expect(row).toMatchObject({ decidedOn: '2026-02-02', feedbackBy: '2026-02-05', result: '已批准' });
  });
});

describe('E3：标准自1月起提高，5月才执行', () => {
  test('两项都在领的补4×20＝80元；2月去世的补2×20＝40元；4月新增的补1×20＝20元；再跑一次不再补', async () => {
    const both = await desk.granted('补发己');
    const dead = await desk.granted('补发庚');
    // 都从1月起；旧标准按2025年的过渡值发到4月。
    const [from, low] = ['2026-01', { living: 100_00, nursing: 115_00 }] as const;
    const asBefore = async (who: Person, fromMonth: string) => {
      for (const kind of ['living', 'nursing'] as const) {
        const where = `programme = 'disability-${kind}' and person_id = $1`;
        await api.owner.query(
          `update entitlement_version set amount_fen = ${low[kind]}, from_month = $2 where entitlement_id in (select id from entitlement where ${where})`,
          [who.id, fromMonth],
        );
        await api.owner.query(`update entitlement set from_month = $2 where ${where}`, [who.id, fromMonth]);
      }
    };
    await asBefore(both, from);
    await asBefore(dead, from);
    for (const kind of ['living', 'nursing'])
      await desk.work(async (tx) => {
        const key = kind === 'living' ? 'LIV' : 'NUR';
        const old = low[kind as keyof typeof low];
        const added = await addParameter(tx, {
          key,
          division: '421202000000',
          value: String(old),
          unit: 'fen/person/month',
          validFrom: '2026-01-01',
          validTo: null,
          source: '测试',
          nature: 'assumption',
          note: '',
        });
        if (!added.ok) throw new Error(added.code);
      });
    await desk.payThrough('2026-02-27');
    for (const programme of ['disability-living', 'disability-nursing'])
      await desk.work(async (tx) => {
        const { rows } = await api.owner.query('select id from entitlement where person_id = $1 and programme = $2', [
          dead.id,
          programme,
        ]);
        const ended = await endEntitlement(tx, { id: rows[0].id, lastMonth: '2026-02', reason: '2026-02-10死亡' });
        if (!ended.ok) throw new Error(ended.code);
      });
    await api.owner.query(`update person set life_state = 'dead', died_on = '2026-02-10' where id = $1`, [dead.id]);
    await desk.payThrough('2026-03-10');
    const late = await desk.granted('补发辛');
    await asBefore(late, '2026-04');
    await desk.payThrough('2026-04-19');
    await api.owner.query(
      `update payment_line set state = 'paid', paid_on = '2026-04-10' where programme like 'disability-%' and state = 'pending'`,
    );
    // 县里的旧值撤下，全省的110／125自1月起执行。
    await api.owner.query(`delete from parameter where division = '421202000000' and key in ('LIV', 'NUR')`);
    await new Promise((resolve) => setTimeout(resolve, 3_100));
    await daily(api.context);
    // 迟到的标准先成为待确认的补发，县里确认后随下一批发
    const finance = await api.staff('caiwu');
    const { rows: proposed } = await finance.get('/api/adjustments?state=proposed');
    const ids = proposed.map((p: { id: string }) => p.id);
    await finance.post('/api/adjustments/decide', { ids, decision: 'confirm', requestId: requestId() });
    await desk.payThrough('2026-04-20');
    const arrears = async (who: Person) =>
      (await desk.linesOf(who, '2026-05')).filter((l) => l.kind === 'back-pay').reduce((fen, l) => fen + l.fen, 0);
    expect([await arrears(both), await arrears(dead), await arrears(late)]).toEqual([80_00, 40_00, 20_00]);
    expect((await desk.linesOf(both, '2026-05')).filter((l) => l.kind === 'regular').map((l) => l.fen)).toEqual([110_00, 125_00]);
    // 去世的补发不进死者的账户：登记领取人以前暂停，登记后发给领取人。
    const lineOf = async () =>
      (
        await api.owner.query(
          `select l.id, l.state, l.hold_code, l.hold_reason, l.account_last4 as last4 from payment_line l where l.person_id = $1 and l.kind = 'back-pay' order by l.programme`,
          [dead.id],
        )
      ).rows;
    const held = await lineOf();
    expect(held.map((l) => [l.state, l.hold_code, l.hold_reason])).toEqual([
      ['on-hold', 'payee-dead', '领款人已死亡，请登记由谁领取'],
      ['on-hold', 'payee-dead', '领款人已死亡，请登记由谁领取'],
    ]);
    const heir = { name: '孝子', idNumber: makeIdNumber('421202', '1995-05-05', 401), relation: '儿子', bank: '农商银行' };
    for (const { id } of held) await desk.clerk.post(`/api/payment-lines/${id}/payee`, { ...heir, number: '6217000000007777' });
    expect((await lineOf()).map((l) => [l.state, l.last4])).toEqual([
      ['pending', '7777'],
      ['pending', '7777'],
    ]);
    expect(
      (await desk.clerk.refused(`/api/payment-lines/${held[0].id}/payee`, { ...heir, number: '6217000000008888' })).message,
    ).toContain('不用登记领取人');
    const versions = async () => (await api.owner.query('select count(*)::int as n from entitlement_version')).rows[0].n;
    const before = await versions();
    await daily(api.context);
    expect(await versions()).toBe(before);
  });
});
