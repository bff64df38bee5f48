/** 残疾人两项补贴 and what else a person draws: E6 end to end, the end of another allowance, 低保边缘, who is invited and to what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordCertificate } from '../../src/domains/disability/certificate/record.ts';
import { knownOf } from '../../src/domains/disability/devices/standing.ts';
import type { PlainDate } from '../../src/kernel/schema/index.ts';
import { type Api, type Browser, requestId, startApi } from '../api.ts';
import { type Person, subsidyDesk, VILLAGE } from '../subsidies.ts';

let api: Api;
let desk: Awaited<ReturnType<typeof subsidyDesk>>;
let county: Browser;
const elders = {} as Record<'higher' | 'lower' | 'equal', Person>;
beforeAll(async () => {
  api = await startApi({ start: '2026-04-27' });
  desk = await subsidyDesk(api);
  county = await api.staff('xian');
  elders.higher = await desk.granted('照护甲');
  elders.lower = await desk.granted('照护乙');
  elders.equal = await desk.granted('照护丙');
});
afterAll(() => api?.stop());

const care = (who: Person, amountFen: number, to: string | null = null) =>
  desk.tell('elder.allowance.changed', who, {
    programme: 'ECS',
    kind: 'nursing',
    from: '2026-06',
    to,
    amountFen,
    month: '2026-06',
  });
const compared = async () =>
  (await county.get('/api/disability/comparisons')).rows as {
    id: string;
    personName: string;
    effects: string[];
    ends: boolean;
    compared: { zh: string; fen: number }[];
  }[];
const heldOf = async (who: Person) =>
  (await api.owner.query('select code from payment_hold where person_id = $1 and released_at is null', [who.id])).rows;
const states = async (who: Person) =>
  (await desk.awardsOf(who)).map((a) => [a.kind, a.state, a.from_month, a.last_month, a.reason]);

describe('E6：一级、低保，在领110＋125元，又有市里的照护补贴', () => {
  test('照护补贴150元：县里看到两项的金额；核实属实，护理补贴发到上月，生活补贴110元照发，合计260元', async () => {
    await care(elders.higher, 150_00);
    const [row] = await compared();
    expect(row).toMatchObject({
      personName: '照护甲',
      effects: ['重度残疾人护理补贴发到2026年5月'],
      ends: true,
      compared: [
        { zh: '重度残疾人护理补贴', fen: 125_00 },
        { zh: '其他护理类补贴', fen: 150_00 },
      ],
    });
    expect(await heldOf(elders.higher)).toEqual([{ code: 'disability.comparison.nursing' }]);
    const mine = (await (await desk.phoneOf(elders.higher)).get('/api/disability/my')).awards;
    expect(mine.map((a: { kind: string; why: string | null; nextPayOn: string | null }) => [a.kind, a.why, a.nextPayOn])).toEqual(
      [
        ['living', null, '2026-05-09'],
        ['nursing', '有一项情况正在核实，2026年6月起先不发，核实后该补的补发', null],
      ],
    );
    await county.post(`/api/disability/comparisons/${row!.id}`, { is: true, note: '养老服务科确认在领', requestId: requestId() });
    expect(await states(elders.higher)).toEqual([
      ['living', 'active', '2026-04', null, null],
      ['nursing', 'ended', '2026-04', '2026-05', 'higher-allowance'],
    ]);
  });
  test('照护补贴100元：不暂停，护理补贴照发；正好125元的，留下已经在领的', async () => {
    await care(elders.lower, 100_00);
    await care(elders.equal, 125_00);
    const rows = await compared();
    expect(rows.map((r) => [r.personName, r.ends, r.effects])).toEqual([
      ['照护乙', false, ['重度残疾人护理补贴照发，较低的一项应停发']],
      ['照护丙', false, ['重度残疾人护理补贴照发，金额相同的留下已经在领的']],
    ]);
    expect([await heldOf(elders.lower), await heldOf(elders.equal)]).toEqual([[], []]);
    for (const { id } of rows)
      await county.post(`/api/disability/comparisons/${id}`, { is: true, note: '养老服务科确认在领', requestId: requestId() });
    for (const who of [elders.lower, elders.equal])
      expect((await states(who)).map(([, state]) => state)).toEqual(['active', 'active']);
  });
});

describe('另一项补贴停了', () => {
  test('照护补贴发到8月为止：不用再核实，邀约护理补贴；申请后从9月起发，不再停', async () => {
    const who = elders.higher;
    await api.moveTo('2026-06-02');
    await care(who, 150_00, '2026-08');
    expect(await compared()).toEqual([]);
    const { invitations } = await (await desk.phoneOf(who)).get('/api/disability/my');
    expect(invitations.map((i: { kind: string }) => i.kind)).toEqual(['nursing']);
    const id = await desk.apply(desk.clerk, who, { wanted: 'nursing' }, 'DB-02');
    await desk.checked(id, who);
    await desk.county.act(id, 'approve', { opinion: '同意。' });
    await api.run();
    expect((await states(who)).at(-1)).toEqual(['nursing', 'active', '2026-09', null, null]);
  });
  test('还在领照护补贴的，申请护理补贴不予批准，也不邀约', async () => {
    const who = await desk.person('照护丁', { dibaoFrom: '2025-01' });
    await care(who, 150_00);
    const id = await desk.apply(desk.clerk, who, { wanted: 'nursing' }, 'DB-02');
    await desk.checked(id, who);
    expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toContain('没有查明');
    const [row] = await compared();
    await county.post(`/api/disability/comparisons/${row!.id}`, { is: true, note: '养老服务科确认在领', requestId: requestId() });
    expect((await desk.county.actRefused(id, 'approve', { opinion: '同意。' })).message).toContain('不能批准');
    await desk.county.act(id, 'refuse', { opinion: '同类补贴就高。' });
    await desk.tell('dibao.award.changed', who, { memberIds: [who.id], toState: 'active', effectiveMonth: '2026-06' });
    const { invitations } = await (await desk.phoneOf(who)).get('/api/disability/my');
    expect(invitations.map((i: { kind: string }) => i.kind)).toEqual(['living']);
  });
});

describe('低保边缘家庭的成员', () => {
  const edge = (who: Person, validFrom: string, validTo: string | null) =>
    desk.tell('lowincome.status.changed', who, { memberIds: [who.id], kind: 'edge', validFrom, validTo });
  const heldFrom = (who: Person) =>
    desk.work(async (tx) =>
      (await knownOf(tx, { personId: who.id, from: '2026-06-01', to: '2027-07-01' })).periods.filter(
        (p) => p.standing === 'edge',
      ),
    );
  test('租赁、适配按低保边缘计；到期换届接着算，中间不断；退出的当月月底为止', async () => {
    const who = await desk.person('边缘戊');
    expect(await heldFrom(who)).toEqual([]);
    await edge(who, '2026-05-15', '2027-05-14');
    expect(await heldFrom(who)).toEqual([{ standing: 'edge', from: '2026-05-15', to: '2027-06-01' }]);
    await edge(who, '2027-05-15', '2028-05-14');
    expect(await heldFrom(who)).toEqual([
      { standing: 'edge', from: '2026-05-15', to: '2027-05-15' },
      { standing: 'edge', from: '2027-05-15', to: '2028-06-01' },
    ]);
  });
});

describe('不请人来办办不成的事', () => {
  const invited = async (who: Person): Promise<string[]> =>
    (await (await desk.phoneOf(who)).get('/api/disability/my')).invitations.map((i: { kind: string }) => i.kind);
  const certified = (who: Person, issuedOn: PlainDate, level: '1' | '2') =>
    desk
      .work((tx) =>
        recordCertificate(tx, {
          personId: who.id,
          division: VILLAGE,
          certificate: {
            number: `${who.idNumber}4${level}`,
            category: 'physical',
            level,
            issuedOn,
            validTo: '2036-05-31',
            state: 'valid',
          },
          idNumber: who.idNumber,
          since: issuedOn,
          source: '残联',
        }),
      )
      .then(api.run);
  test('初审看到不需要长期照护、护理补贴不予批准的，低保有变动也不再邀约；残疾等级变了再邀约', async () => {
    const who = await desk.person('邀约己');
    await certified(who, '2026-05-20', '2');
    expect(await invited(who)).toEqual(['nursing']);
    const id = await desk.apply(desk.clerk, who, { wanted: 'nursing', certificateNumber: `${who.idNumber}42` }, 'DB-02');
    await desk.clerk.act(id, 'accept');
    await desk.clerk.act(id, 'passInitial', {
      longTermCare: 'no',
      careBasis: '入户看到起居自理',
      others: [],
      opinion: '能自理。',
    });
    const issued = { number: `${who.idNumber}42`, level: '2', issuedOn: '2026-05-20', validTo: '2036-05-31' };
    await desk.federation.act(id, 'certify', desk.certificate(who, issued));
    await desk.county.act(id, 'refuse', { opinion: '不需要长期照护。' });
    await desk.tell('dibao.award.changed', who, { memberIds: [who.id], toState: 'ended' });
    expect(await invited(who)).toEqual([]);
    await api.moveTo('2026-06-08');
    await certified(who, '2026-06-08', '1');
    expect(await invited(who)).toEqual(['nursing']);
  });
});
