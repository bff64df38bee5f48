/** Mutual aid as the village, the township and the telephone operator see it. */
import { z } from 'zod';
import { and, type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { firstDayOf, monthOf, plusMonths, startOf } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { countWaiting, defineWaiting, type Offered, offersTo } from '../../../kernel/offer/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, formOf, type PlainDate, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import type { AidDoubts, AidList, AidRow, HelperList } from './content.ts';
import { aidLimits } from './parameters.ts';
import { type AidRecord, aidDoubts, aidMay } from './rules.ts';
import { Asked, Assigned, Done, Ended, HelperCheck, NewAid, NewHelper, Redemption } from './schema.ts';
import { aidPlace } from './sealed.ts';
import { type Aid, aidColumns, aidTables, type Helper, helpersAround } from './store.ts';
import {
  aidChannels,
  aidCheckers,
  aidHands,
  aidKinds,
  aidStates,
  askers,
  confirmWays,
  helperKinds,
  helperStates,
} from './terms.ts';

export const AidFilter = z.strictObject({ show: z.enum(['waiting', 'all']).optional(), cursor: Uuid.optional() });
export const HelperFilter = z.strictObject({ cursor: Uuid.optional() });
export const DoubtFilter = z.strictObject({ month: YearMonthText.optional() });

const PAGE = 50;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A request as it is read, whoever reads it. */
export const aidRow = (tx: Tx, aid: Aid): Omit<AidRow, 'offers'> => ({
  id: aid.id,
  personName: aid.personName,
  placeZh: tx.divisions.fullName(aid.division),
  kindZh: aidKinds[aid.kind],
  wantedAt: aid.wantedAt,
  channelZh: aidChannels[aid.channel],
  stateZh: aidStates[aid.state].zh,
  tone: aidStates[aid.state].tone,
  helperName: aid.helperName,
  note: aid.note && tx.keys.open(aid.note, aidPlace('note', aid.id)),
  done: aid.fromAt === null ? null : { from: aid.fromAt, minutes: aid.minutes!, place: aid.place! },
  confirmedZh: aid.confirmedWay && `${confirmWays[aid.confirmedWay]}，${aid.confirmedName}`,
  points: aid.points,
  endReason: aid.endReason,
});

export const doneOffer = (tx: Tx, aid: Aid, to: string, by: Offered['by']): Offered => ({
  action: 'done',
  zh: '做完了',
  causes: '写明几点到几点、在哪里。老人报了确认码的当场确认，没有的等老人或者村里确认，确认以后记积分。',
  by,
  when: aidMay(aid.state, 'done'),
  to,
  fields: formOf(Done),
  initial: { on: tx.today },
  fixed: { requestId: newId() },
});

function offersOf(tx: Tx, aid: Aid, helpers: readonly Helper[]) {
  const to = (what: string) => `/api/mutual-aid/requests/${aid.id}/${what}`;
  const near = helpers.filter((one) => one.personId !== aid.personId && one.division.slice(0, 9) === aid.division.slice(0, 9));
  const choices = Object.fromEntries(
    near.map(({ id, name, kind, offers }) => [id, `${name}（${helperKinds[kind]}，${offers}）`]),
  );
  const fixed = () => ({ requestId: newId() });
  return offersTo(tx.actor, [
    {
      action: 'assign',
      zh: '找人去',
      causes: '打过电话、答应了再登记。老人收到谁来、什么时候来和确认码。',
      by: aidHands,
      when: aidMay(aid.state, 'take') && near.length > 0,
      to: to('assign'),
      fields: formOf(Assigned.extend({ helperId: choice(choices).meta({ label: '谁去帮', choices }) })),
      fixed: fixed(),
    },
    doneOffer(tx, aid, to('done'), aidHands),
    {
      action: 'confirm',
      zh: '问过老人，确认',
      causes: '老人说做过了、时间对得上再确认，帮手记积分。记这一次的人、帮忙的人不能确认。',
      by: aidHands,
      when: aidMay(aid.state, 'confirm'),
      to: to('confirm'),
      fields: formOf(Asked),
      fixed: fixed(),
    },
    {
      action: 'deny',
      zh: '老人说没有做',
      causes: '这一次不算，不记积分。',
      danger: true,
      by: aidHands,
      when: aidMay(aid.state, 'deny'),
      to: to('deny'),
      fields: formOf(Ended),
      fixed: fixed(),
    },
    {
      action: 'release',
      zh: '换人',
      causes: '接的人来不了，重新找人。',
      by: aidHands,
      when: aidMay(aid.state, 'release'),
      to: to('release'),
      fixed: fixed(),
    },
    {
      action: 'cancel',
      zh: '取消',
      causes: '老人不用帮了。',
      by: askers,
      when: aidMay(aid.state, 'cancel'),
      to: to('cancel'),
      fields: formOf(Ended),
      fixed: fixed(),
    },
    {
      action: 'void',
      zh: '作废',
      causes: '查明没有做、时间不对的，扣回这一次的积分；已经兑换的记成欠的。',
      danger: true,
      by: aidCheckers,
      when: aidMay(aid.state, 'void'),
      to: to('void'),
      fields: formOf(Ended),
      fixed: fixed(),
    },
  ]);
}

const unfinished = sql`r.state in ('open', 'taken', 'done')`;
defineWaiting({
  key: 'mutual-aid',
  by: aidHands,
  rows: async (tx) => [
    {
      zh: '没有办完的互助求助',
      count: await countWaiting(
        tx,
        sql`select r.id from aid_request r where r.division >= ${tx.actor.lo} and r.division < ${tx.actor.hi} and ${unfinished}`,
      ),
      tone: 'now',
      to: '/mutual-aid',
      search: {},
    },
  ],
});

export async function aidList(tx: Tx, { show = 'waiting', cursor }: z.infer<typeof AidFilter>): Promise<AidList> {
  const scope = sql`r.division >= ${tx.actor.lo} and r.division < ${tx.actor.hi}`;
  const counts = await tx.one<{
    open: number;
    waiting: number;
  }>(sql`select (count(*) filter (where r.state in ('open', 'taken')))::int as open,
    (count(*) filter (where r.state = 'done'))::int as waiting from aid_request r where ${scope} and r.state in ('open', 'taken', 'done')`);
  const filters: Sql[] = [scope, sql`r.id < ${cursor ?? LAST}`];
  if (show === 'waiting') filters.push(unfinished);
  const found = await tx.rows<Aid>(
    sql`select ${aidColumns} from ${aidTables} where ${and(filters)} order by r.id desc limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  if (page.length > 0)
    await recordAudit(tx, { action: 'mutual-aid.listed', personIds: [...new Set(page.map(({ personId }) => personId))] });
  const townships = [...new Set(page.filter(({ state }) => state === 'open').map(({ division }) => division.slice(0, 9)))];
  const helpers: Helper[] = [];
  for (const township of townships) helpers.push(...(await helpersAround(tx, township as Aid['division'])));
  return {
    rows: page.map((aid) => ({ ...aidRow(tx, aid), offers: offersOf(tx, aid, helpers) })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    ...counts,
    offers: offersTo(tx.actor, [
      {
        action: 'ask',
        zh: '替老人求助',
        causes: '本乡镇（街道）的互助帮手在手机上看得到，谁先接谁去。',
        by: askers,
        to: '/api/mutual-aid/requests',
        fields: formOf(NewAid),
        initial: { on: tx.today },
        fixed: { requestId: newId() },
      },
    ]),
  };
}

export async function helperList(tx: Tx, { cursor }: z.infer<typeof HelperFilter>): Promise<HelperList> {
  const from = firstDayOf(monthOf(tx.today));
  const found = await tx.rows<
    Helper & { monthMinutes: number }
  >(sql`select h.id, h.person_id, p.name, h.division, h.kind, h.state, h.offers, h.points,
      h.registered_on, h.registered_by, (select coalesce(sum(d.minutes), 0)::int from aid_day d where d.helper_id = h.id and d.on_date >= ${from}) as month_minutes
    from aid_helper h join person p on p.id = h.person_id
    where h.division >= ${tx.actor.lo} and h.division < ${tx.actor.hi} and h.id < ${cursor ?? LAST} order by h.id desc limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0)
    await recordAudit(tx, { action: 'mutual-aid.helpers-listed', personIds: page.map(({ personId }) => personId) });
  const to = (id: string, what: string) => `/api/mutual-aid/helpers/${id}/${what}`;
  return {
    rows: page.map((one) => ({
      id: one.id,
      name: one.name,
      placeZh: tx.divisions.fullName(one.division),
      kindZh: helperKinds[one.kind],
      stateZh: helperStates[one.state].zh,
      tone: helperStates[one.state].tone,
      does: one.offers,
      points: one.points,
      monthMinutes: one.monthMinutes,
      offers: offersTo(tx.actor, [
        {
          action: 'check',
          zh: '核实',
          causes: '核实以后可以接求助、记积分。登记的人不能自己核实。',
          by: aidCheckers,
          when: one.state !== 'active',
          to: to(one.id, 'check'),
          fields: formOf(HelperCheck),
          fixed: { requestId: newId() },
        },
        {
          action: 'redeem',
          zh: '兑换积分',
          causes: '当面给了东西、约好了服务再登记，积分当场扣。',
          by: aidHands,
          when: one.points > 0,
          to: to(one.id, 'redeem'),
          fields: formOf(Redemption),
          fixed: { requestId: newId() },
        },
        {
          action: 'stop',
          zh: '不再帮忙',
          causes: '不能再接；已经记的积分还在，可以兑换。',
          danger: true,
          by: aidCheckers,
          when: one.state === 'active',
          to: to(one.id, 'stop'),
          fields: formOf(Ended),
          fixed: { requestId: newId() },
        },
      ]),
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
    offers: offersTo(tx.actor, [
      {
        action: 'register',
        zh: '登记帮手',
        causes: '乡镇（街道）核实以后可以接求助。',
        by: aidHands,
        to: '/api/mutual-aid/helpers',
        fields: formOf(NewHelper),
        fixed: { requestId: newId() },
      },
    ]),
  };
}

/** 疑点 of a month: at most 20,000 confirmed records are looked at. */
export async function doubtList(
  tx: Tx,
  { month = monthOf(tx.today) }: z.infer<typeof DoubtFilter>,
): Promise<Result<AidDoubts, 'PARAM_MISSING'>> {
  const set = await aidLimits(tx, 'AID-DAY-HOURS', 'AID-DOUBT-DAYS', 'AID-DOUBT-PAIR');
  if (!set.ok) return set;
  const records = await tx.rows<
    AidRecord & { on: PlainDate }
  >(sql`select r.helper_id, h.person_id as helper_person_id, hp.name as helper_name, r.person_id, p.name as person_name,
      (r.from_at at time zone 'Asia/Shanghai')::date as "on", r.minutes
    from aid_request r join aid_helper h on h.id = r.helper_id join person hp on hp.id = h.person_id join person p on p.id = r.person_id
    where r.state = 'confirmed' and r.division >= ${tx.actor.lo} and r.division < ${tx.actor.hi}
      and r.from_at >= ${startOf(firstDayOf(month)).toISOString()} and r.from_at < ${startOf(firstDayOf(plusMonths(month, 1))).toISOString()}
    order by r.from_at, r.id limit 20000`);
  if (records.length > 0)
    await recordAudit(tx, { action: 'mutual-aid.listed', personIds: [...new Set(records.map(({ personId }) => personId))] });
  return ok({
    month,
    rows: aidDoubts(records, {
      dayMinutes: set.value['AID-DAY-HOURS'] * 60,
      fullDays: set.value['AID-DOUBT-DAYS'],
      pairMinutes: set.value['AID-DOUBT-PAIR'] * 60,
    }),
  });
}
