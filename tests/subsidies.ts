/** 残疾人两项补贴 in tests: people with dibao, the three desks, what is drawn, listed and told. */
import { systemActor } from '../src/kernel/access/server.ts';
import { monthAfter, monthOf } from '../src/kernel/calendar/index.ts';
import type { Tx } from '../src/kernel/context/server.ts';
import { emit } from '../src/kernel/event/server.ts';
import { grantEntitlement } from '../src/kernel/payment/server.ts';
import { makeIdNumber } from '../src/kernel/resident/index.ts';
import { registerPerson } from '../src/kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../src/kernel/schema/index.ts';
import { type Api, Browser, requestId } from './api.ts';

export const VILLAGE = '421202100001';
const system = systemActor('test', '421200000000');

export interface Person {
  id: string;
  name: string;
  idNumber: string;
}

export async function subsidyDesk(api: Api) {
  const [clerk, federation, county] = (await Promise.all(['xiang', 'canlian', 'queren'].map(api.staff))) as [
    Browser,
    Browser,
    Browser,
  ];
  const work = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => api.context.write(system, body);
  let people = 0;
  async function person(name: string, given: { dibaoFrom?: YearMonth; village?: string } = {}): Promise<Person> {
    const idNumber = makeIdNumber('421202', '1970-05-05', ++people * 2);
    const id = await work(async (tx) => {
      const registered = await registerPerson(tx, { name, idNumber, division: given.village ?? VILLAGE, phone: '13800138000' });
      if (!registered.ok) throw new Error(registered.code);
      return registered.value;
    });
    if (given.dibaoFrom) await grant(id, 'dibao', ['basic-living'], given.dibaoFrom);
    return { id, name, idNumber };
  }
  const grant = (id: string, programme: string, groups: string[], fromMonth: YearMonth) =>
    work(async (tx) => {
      const granted = await grantEntitlement(tx, {
        programme,
        exclusiveGroups: groups,
        householdId: null,
        personId: id,
        division: VILLAGE,
        memberIds: [id],
        fromMonth,
        amountFen: 500_00,
        breakdown: [],
        decisionId: null,
        parameterIds: [],
      });
      if (!granted.ok) throw new Error(granted.code);
      return granted.value;
    });

  const formFor = (who: Person, more: Record<string, unknown> = {}) => ({
    applicant: { name: who.name, idNumber: who.idNumber, phone: '13800138000', division: VILLAGE },
    wanted: 'both',
    certificateNumber: `${who.idNumber}41`,
    account: { bank: '咸宁农商银行', number: `6217000000${String(people).padStart(6, '0')}`, holder: who.name },
    papers: [],
    consent: true,
    ...more,
  });
  const apply = (by: Browser, who: Person, more: Record<string, unknown> = {}, itemId = 'DB-01') =>
    by
      .post('/api/cases', { itemId, channel: 'window', form: formFor(who, more), requestId: requestId() })
      .then((r) => r.id as string);

  const certificate = (who: Person, more: Record<string, unknown> = {}) => ({
    number: `${who.idNumber}41`,
    category: 'physical',
    level: '1',
    issuedOn: '2016-08-16',
    validTo: '2036-08-15',
    state: 'valid',
    opinion: '与残联登记一致。',
    ...more,
  });
  const care = { longTermCare: 'yes', careBasis: '入户看到卧床', others: [], opinion: '户籍、账户属实。' };

  /** From acceptance to the county's desk. */
  async function checked(id: string, who: Person, cert: Record<string, unknown> = {}): Promise<void> {
    await clerk.act(id, 'accept');
    await clerk.act(id, 'passInitial', care);
    await federation.act(id, 'certify', certificate(who, cert));
  }
  async function granted(name: string, cert: Record<string, unknown> = {}): Promise<Person> {
    const who = await person(name, { dibaoFrom: '2025-01' });
    const id = await apply(clerk, who);
    await checked(id, who, cert);
    await county.act(id, 'approve', { opinion: '同意。' });
    await api.run();
    return who;
  }

  const awardsOf = async (who: Person) =>
    (
      await api.owner.query(
        'select kind, state, from_month, last_month, suspended_from, reason from subsidy_award where person_id = $1 order by from_month, kind',
        [who.id],
      )
    ).rows;
  const linesOf = async (
    who: Person,
    month?: YearMonth,
  ): Promise<{ month: string; kind: string; fen: number; state: string }[]> =>
    (
      await api.owner.query(
        `select l.month, l.kind, l.amount_fen::int as fen, l.state from payment_line l join payment_batch b on b.id = l.batch_id
         where l.person_id = $1 and l.programme like 'disability-%' and l.state <> 'ended' and ($2::text is null or b.month = $2) order by l.month, l.programme`,
        [who.id, month ?? null],
      )
    ).rows;
  const eventsOf = async (who: Person, type: string) =>
    (
      await api.owner.query('select payload from domain_event where subject_id = $1 and type = $2 order by seq', [who.id, type])
    ).rows.map((r) => r.payload);
  /** What was paid too much of the two subsidies, as it waits for a person to confirm it. */
  const overpaidOf = async (who: Person): Promise<{ id: string; programme: string; months: string[]; fen: number }[]> =>
    (
      await api.owner.query(
        `select a.id, a.programme, a.amount_fen::int as fen, (select array_agg(m.month order by m.month) from payment_adjustment_month m where m.adjustment_id = a.id) as months
         from payment_adjustment a where a.person_id = $1 and a.programme like 'disability-%' and a.direction = 'recovery' and a.state = 'proposed' order by a.programme`,
        [who.id],
      )
    ).rows;
  /** Whatever is on a list on the 28th of the month before is paid: the bank's part is tested elsewhere. */
  async function payThrough(day: PlainDate): Promise<void> {
    while (api.clock.today() < day) {
      const today = api.clock.today();
      const month = today < `${monthOf(today)}-28` ? monthOf(today) : monthAfter(today);
      const payDay = `${month}-28` as PlainDate;
      await api.moveTo(payDay < day ? payDay : day);
      if (api.clock.today() === payDay)
        await api.owner.query(
          `update payment_line set state = 'paid', paid_on = '${payDay}' where programme like 'disability-%' and state = 'pending'`,
        );
    }
  }
  const tell = (type: Parameters<typeof emit>[1]['type'], who: Person, payload: Record<string, unknown>) =>
    work(async (tx) => {
      await emit(tx, {
        type,
        subject: { kind: 'person', id: who.id },
        division: VILLAGE,
        payload: { personId: who.id, ...payload },
      });
    }).then(api.run);
  /** The person's own phone. */
  async function phoneOf(who: Person): Promise<Browser> {
    const browser = new Browser(api.app);
    const { demoCode } = await browser.post('/api/resident/code', { idNumber: who.idNumber });
    await browser.post('/api/resident/sign-in', { idNumber: who.idNumber, code: demoCode });
    return browser;
  }
  return {
    clerk,
    federation,
    county,
    phoneOf,
    work,
    person,
    grant,
    formFor,
    apply,
    certificate,
    care,
    checked,
    granted,
    awardsOf,
    linesOf,
    eventsOf,
    overpaidOf,
    payThrough,
    tell,
  };
}
