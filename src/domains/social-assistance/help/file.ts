/** 一户一档 (R35): beside benefits, cases and charity, what other departments, emergencies and services have done for a household. */
import { type Sql, sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/server.ts';
import { defineHouseholdFileSection, definePersonFileSection, membersOf } from '../../../kernel/resident/server.ts';
import type { Fen, PlainDate } from '../../../kernel/schema/index.ts';
import { type NeedCode, needCodes, type ReferralUnit, referralUnits } from './terms.ts';

const referralWords: Readonly<Record<string, string>> = { open: '等待答复', helped: '已帮扶', declined: '未能帮扶' };

/** The newest 50 of each kind; money that goes by the payment lists stands among the benefits. */
async function helpOf(tx: Tx, persons: readonly string[]): Promise<{ on: string; person: string; what: string }[]> {
  const those = (column: Sql): Sql => sql`${column} = any(${[...persons]}::uuid[])`;
  const referrals = await tx.rows<{ on: PlainDate; person: string; unit: ReferralUnit; need: NeedCode; state: string }>(
    sql`select created_on as on, person_name as person, to_unit as unit, need_code as need, state from referral where ${those(sql`person_id`)} order by created_on desc, id limit 50`,
  );
  const aids = await tx.rows<{ on: PlainDate; person: string | null; emergency: boolean; amountFen: Fen }>(
    sql`select coalesce(a.decided_on, (a.first_help_at at time zone 'Asia/Shanghai')::date) as on, p.name as person, a.type = 'emergency' as emergency,
        coalesce(a.amount_fen, a.township_fen) as amount_fen
      from temporary_aid a left join person p on p.id = a.person_id
      where ${those(sql`a.person_id`)} and (a.decided_on is not null or a.first_help_at is not null) order by 1 desc, a.case_id limit 50`,
  );
  const services = await tx.rows<{ on: PlainDate; person: string | null; item: string }>(
    sql`select t.planned_on as on, p.name as person, i.name as item from service_task t join service_contract c on c.id = t.contract_id
        join purchase_item i on i.code = c.item_code left join person p on p.id = t.person_id
      where ${those(sql`t.person_id`)} and t.state = 'accepted' order by t.planned_on desc, t.id limit 50`,
  );
  return [
    ...referrals.map((r) => ({
      on: r.on,
      person: r.person,
      what: `转${referralUnits[r.unit]}：${needCodes[r.need]}，${referralWords[r.state] ?? r.state}`,
    })),
    ...aids.map((a) => ({
      on: a.on,
      person: a.person ?? '',
      what: `临时救助（${a.emergency ? '急难型' : '支出型'}）${a.amountFen > 0 ? yuan(a.amountFen) : ''}`,
    })),
    ...services.map((s) => ({ on: s.on, person: s.person ?? '', what: `上门服务：${s.item}` })),
  ]
    .sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0))
    .map(({ on, ...row }) => ({ on: longDate(on), ...row }));
}

const KEY = 'help-received';
definePersonFileSection({ key: KEY, zh: '转介、临时救助和服务', load: (tx, personId) => helpOf(tx, [personId]) });
defineHouseholdFileSection({
  key: KEY,
  zh: '转介、临时救助和服务',
  load: async (tx, householdId) =>
    helpOf(
      tx,
      (await membersOf(tx, householdId, { validOn: tx.today })).map((m) => m.personId),
    ),
});
