/**
 * Benefits beside the old-age allowance as the demonstration finds them: a care subsidy that is drawn, one that waits for the township, one that somebody was told
 * of; a quota of home service told in writing; a home that waits for its call button; 助餐资格 that waits for the township; a voucher with uses of two months; a canteen with its meals. Safe to run again after a kill.
 */
import { sql } from '../../../database/sql.ts';
import { type Actor, createUser, systemActor } from '../../../kernel/access/server.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { unlessPlayed } from '../../../kernel/demonstration/server.ts';
import { recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { factsAsOf, findByIdNumber, makeIdNumber, recordFact, registerPerson } from '../../../kernel/resident/server.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { act, actIn, getCase, openCase } from '../../../kernel/service/server.ts';
import { serveMeal } from '../meals/serve.ts';
import type { Mode, Period } from '../meals/terms.ts';
import { cardOf, issueCard } from '../outlets/identify.ts';
import { addOutlet, openTill } from '../outlets/register.ts';
import { offerSubsidies } from '../subsidies/offers.ts';
import { voucherDaily } from '../vouchers/issue.ts';
import { takeBill } from '../vouchers/use.ts';
import { recognisedEdge } from './edge.ts';
import { canteenSite } from './sites.ts';

export interface Stage {
  readonly context: Context;
  moveTo(instant: string): void;
}
type Staff = (login: string) => Promise<Actor>;

const VILLAGE = '421202100001';
const COUNTY = '421202000000';
const ASSESSED: PlainDate = '2026-07-06';

interface Elder {
  readonly name: string;
  readonly birthDate: PlainDate;
  readonly serial: number;
  readonly level: number;
  /** Of a family that is recognised as 低保边缘. */
  readonly edge: boolean;
}
const tu: Elder = { name: '涂秋香', birthDate: '1944-02-11', serial: 841, level: 3, edge: true };
const mao: Elder = { name: '毛冬生', birthDate: '1952-11-23', serial: 842, level: 2, edge: true };
const xiang: Elder = { name: '向春桃', birthDate: '1941-05-04', serial: 844, level: 2, edge: true };
const zhu: Elder = { name: '祝长青', birthDate: '1950-06-01', serial: 847, level: 2, edge: false };
/** 失独: the township has seen the certificate. */
const yi: Elder = { name: '易春娥', birthDate: '1951-02-20', serial: 852, level: 2, edge: false };
/** At home, of a family that is 低保边缘: the county sees which conditions of 集中照护补助 are missing. */
const jin: Elder = { name: '靳玉梅', birthDate: '1947-08-15', serial: 854, level: 4, edge: true };
const shi: Elder = { name: '史金兰', birthDate: '1946-03-09', serial: 848, level: 1, edge: false };

const tills = [
  { kind: 'home', creditCode: '91421202MA48R0T13X', login: 'juyang', cashier: '聂小红' },
  { kind: 'canteen', creditCode: '52421202MJH2345678', login: 'shitang', cashier: '胡师傅' },
] as const;

const city = (context: Context): Actor => systemActor('demonstration', context.city);
const numberOf = (elder: Elder): string => makeIdNumber('421202', elder.birthDate, elder.serial);

/** Registered, assessed, recognised where the family is, with an account. */
async function settle(tx: Tx, elder: Elder): Promise<string> {
  const known = await findByIdNumber(tx, numberOf(elder));
  const id =
    known?.id ??
    unlessPlayed(
      elder.name,
      await registerPerson(tx, { name: elder.name, idNumber: numberOf(elder), division: VILLAGE, phone: '13907240841' }),
    )!;
  const subject = { kind: 'person' as const, id };
  if ((await factsAsOf(tx, subject, { validOn: ASSESSED, kinds: ['capacity-level'] })).length > 0) return id;
  const level = { level: elder.level, scheme: 'GB42195_2022', assessmentId: id, validTo: '2027-07-05' };
  const fact = { subject, kind: 'capacity-level' as const, value: level, source: '老年人能力评估' };
  unlessPlayed(elder.name, await recordFact(tx, { ...fact, validFrom: ASSESSED, validTo: '2027-07-06' }));
  if (elder.edge) await recognisedEdge(tx, id, '2026-06-01');
  const account = { bank: '咸宁农村商业银行', number: `62241200004${elder.serial}21`, holder: elder.name };
  unlessPlayed(elder.name, await recordPayoutAccount(tx, { personId: id, division: VILLAGE, ...account }));
  return id;
}

async function openOutlets(context: Context, staff: Staff): Promise<void> {
  const county = await staff('xian');
  for (const { login, cashier, kind, creditCode } of tills)
    await context.write(county, async (tx) => {
      const known = await tx.maybe<{ id: string }>(
        sql`select id from care_outlet where credit_code = ${creditCode} and kind = ${kind}`,
      );
      if (known) return;
      const opened =
        kind === 'canteen'
          ? await openTill(tx, { siteId: await canteenSite(tx), creditCode })
          : await addOutlet(tx, {
              kind,
              creditCode,
              name: '汀泗桥镇温馨居家养老服务站（演示）',
              division: VILLAGE,
              address: '汀泗桥镇解放路3号',
              telephone: '0715-8300001',
            });
      const { id } = unlessPlayed(login, opened)!;
      const duty = {
        role: 'institution-user',
        duty: 'care-outlet',
        division: COUNTY,
        unitId: id,
        domain: 'elderly-care',
      } as const;
      unlessPlayed(
        login,
        await createUser(
          { ...tx, actor: city(context) },
          { login, name: cashier, division: COUNTY, demonstration: true, duties: [{ ...duty, validFrom: '2026-01-01' }] },
        ),
      );
    });
}

const caseOf = (context: Context, itemId: string, personId: string): Promise<{ id: string; state: string } | null> =>
  context.read(city(context), (tx) =>
    tx.maybe<{ id: string; state: string }>(
      sql`select id, state from service_case where item_id = ${itemId} and applicant_person_id = ${personId} order by submitted_at limit 1`,
    ),
  );

type Step = readonly [by: Actor, from: string, action: string, input: unknown];

/** At the window, and through the steps that are given; what was done before a kill is not done again. */
async function apply(
  context: Context,
  clerk: Actor,
  of: { itemId: string; elder: Elder; personId: string; more?: Readonly<Record<string, unknown>> },
  steps: readonly Step[],
) {
  const { itemId, elder, personId } = of;
  const form = {
    ...of.more,
    applicant: { name: elder.name, idNumber: numberOf(elder), phone: '13907240841', division: VILLAGE },
    consent: true,
  };
  const key = `story-benefit-${itemId}-${elder.serial}`;
  unlessPlayed(key, await openCase(context, clerk, { itemId, channel: 'window', form, requestId: `${key}-open` }));
  const { id } = (await caseOf(context, itemId, personId))!;
  for (const [by, from, action, input] of steps) {
    if ((await caseOf(context, itemId, personId))!.state !== from) continue;
    const version = await context.read(by, async (tx) => {
      const kase = await getCase(tx, id);
      return kase.ok ? kase.value.version : 0;
    });
    unlessPlayed(action, await act(context, by, { caseId: id, action, version, requestId: `${key}-${action}`, input }));
  }
}

async function endNotice(context: Context, itemId: string, personId: string): Promise<void> {
  const kase = (await caseOf(context, itemId, personId))!;
  if (kase.state !== 'onNotice') return;
  await context.write(city(context), async (tx) =>
    unlessPlayed(itemId, await actIn(tx, { caseId: kase.id, action: 'endNotice', input: {} })),
  );
}

/** One service of the day at the provider's. */
async function pay(context: Context, till: Actor, of: { elder: Elder; personId: string; what: string; payableFen: number }) {
  await context.write(till, async (tx) => {
    const done = await tx.maybe<{ one: number }>(
      sql`select 1 as one from care_voucher_use where person_id = ${of.personId} and service_on = ${tx.today} limit 1`,
    );
    if (done) return;
    const card = (await cardOf(tx, of.personId))!;
    const shown = { code: card.number, idTail: numberOf(of.elder).slice(-4) };
    unlessPlayed(of.what, await takeBill(tx, { ...shown, serviceOn: tx.today, what: of.what, payableFen: of.payableFen }));
  });
}

async function eat(context: Context, till: Actor, of: { personId: string; period: Period; mode: Mode; priceFen: number }) {
  await context.write(till, async (tx) => {
    const done = await tx.maybe<{ one: number }>(
      sql`select 1 as one from care_meal where person_id = ${of.personId} and on_date = ${tx.today} and period = ${of.period} limit 1`,
    );
    if (!done) unlessPlayed('meal', await serveMeal(tx, of));
  });
}

async function offerToTry(tx: Tx, elder: Elder, of: { personId: string; position: number; story: string }): Promise<void> {
  await tx.run(sql`insert into demonstration_story (key, person_id, position, story)
    values (${`benefit-${elder.serial}`}, ${of.personId}, ${of.position}, ${of.story}) on conflict do nothing`);
}

/** From July, when somebody asked, to the day on which the demonstration begins. */
export async function playBenefits(stage: Stage, staff: Staff, opening: string): Promise<void> {
  const { context } = stage;
  await openOutlets(context, staff);
  const ids = new Map<Elder, string>();
  await context.write(city(context), async (tx) => {
    for (const elder of [tu, mao, xiang, zhu, yi, jin, shi]) ids.set(elder, await settle(tx, elder));
  });
  const of = (elder: Elder) => ({ elder, personId: ids.get(elder)! });
  const [clerk, leader, county, home, canteen, village] = (await Promise.all(
    ['xiang', 'xianghe', 'queren', 'juyang', 'shitang', 'cun'].map(staff),
  )) as [Actor, Actor, Actor, Actor, Actor, Actor];
  const check: Step = [leader, 'reviewing', 'pass', { workInjuryCare: 'no', opinion: '户籍、账户属实，请审批。' }];
  const take: Step = [clerk, 'submitted', 'accept', {}];
  const approve: Step = [county, 'deciding', 'approve', { opinion: '同意。' }];
  await apply(context, clerk, { itemId: 'EL-04', ...of(tu) }, [take, check, approve]);
  await apply(context, clerk, { itemId: 'EL-22', ...of(zhu) }, [
    [clerk, 'submitted', 'accept', { opinion: '住在本地，请确认资格。' }],
    [county, 'confirming', 'confirm', { opinion: '评估等级有效，同意。' }],
  ]);
  await apply(context, clerk, { itemId: 'EL-24', ...of(yi), more: { onlyChildLost: 'yes' } }, [
    [clerk, 'submitted', 'accept', { onlyChildLost: 'yes', opinion: '看过证件，住在本村。' }],
    [county, 'deciding', 'approve', { opinion: '同意。' }],
  ]);
  stage.moveTo('2026-07-22T09:00:00+08:00');
  await endNotice(context, 'EL-04', ids.get(tu)!);
  await endNotice(context, 'EL-22', ids.get(zhu)!);
  await endNotice(context, 'EL-24', ids.get(yi)!);
  await context.write(city(context), async (tx) => {
    for (const elder of [tu, shi]) unlessPlayed(elder.name, await issueCard(tx, ids.get(elder)!));
  });
  stage.moveTo('2026-08-01T09:00:00+08:00');
  await voucherDaily(context);
  for (const [day, what, payableFen] of [
    ['2026-08-12', '上门助浴', 180_00],
    ['2026-08-26', '居家保洁', 265_50],
  ] as const) {
    stage.moveTo(`${day}T10:20:00+08:00`);
    await pay(context, home, { ...of(zhu), what, payableFen });
    for (const elder of [tu, zhu, shi])
      await eat(context, canteen, { personId: ids.get(elder)!, period: 'lunch', mode: 'dine-in', priceFen: 12_00 });
  }
  stage.moveTo(opening);
  await voucherDaily(context);
  await pay(context, home, { ...of(zhu), what: '上门助浴', payableFen: 180_00 });
  for (const elder of [tu, shi])
    await eat(context, canteen, { personId: ids.get(elder)!, period: 'lunch', mode: 'dine-in', priceFen: 12_00 });
  await apply(context, clerk, { itemId: 'EL-04', ...of(mao) }, [take]);
  await apply(context, clerk, { itemId: 'EL-23', ...of(jin) }, [take, check]);
  await apply(context, clerk, { itemId: 'EL-11', ...of(yi) }, [
    [village, 'checking', 'confirm', { opinion: '见到本人，住在本社区，请核定。' }],
  ]);
  const contacts = [{ name: '史建平', relation: 'child', phone: '13907240849', canOpenDoor: true }];
  await apply(context, clerk, { itemId: 'EL-15', ...of(shi), more: { address: '四组6号', contacts } }, [
    [clerk, 'submitted', 'register', { terrain: 'plain' }],
  ]);
  await context.write(city(context), async (tx) => {
    for (const elder of [tu, xiang]) await offerSubsidies(tx, ids.get(elder)!);
    await offerToTry(tx, xiang, {
      personId: ids.get(xiang)!,
      position: 97,
      story: '经济困难老年人补贴：系统告知可以领两项，手机上确认',
    });
    await offerToTry(tx, zhu, { personId: ids.get(zhu)!, position: 98, story: '养老服务消费券：每一笔使用，出示六位码' });
  });
}
