/** The page 经济困难老年人补贴: who draws, who could and was told, what has ended. Names are on record as seen. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Kind, kinds, type SubsidyList, type SubsidyRow } from './terms.ts';

const PAGE = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Row {
  id: string;
  personId: string;
  name: string;
  birthDate: PlainDate;
  division: DivisionCode;
  kind: Kind;
  amountFen: Fen | null;
  fromMonth: YearMonth | null;
  lastMonth: YearMonth | null;
  reason: string | null;
  sentOn: PlainDate | null;
}

export async function subsidyList(
  tx: Tx,
  given: { list: SubsidyList; cursor: string | undefined },
): Promise<{ rows: SubsidyRow[]; next: string | null }> {
  const after = given.cursor ?? FIRST;
  const { lo, hi } = tx.actor;
  const found = await tx.rows<Row>(
    given.list === 'offered'
      ? sql`select o.id, o.person_id, p.name, p.birth_date, o.division, o.kind, null as amount_fen, null as from_month, null as last_month, null as reason, o.sent_on
          from elder_subsidy_offer o join person p on p.id = o.person_id
          where o.state = 'open' and o.division >= ${lo} and o.division < ${hi} and o.id > ${after} order by o.id limit ${PAGE + 1}`
      : sql`select a.entitlement_id as id, a.person_id, p.name, p.birth_date, a.division, a.kind, a.amount_fen, a.from_month, a.last_month, a.reason, null as sent_on
          from elder_subsidy_award a join person p on p.id = a.person_id
          where a.state = ${given.list} and a.division >= ${lo} and a.division < ${hi} and a.entitlement_id > ${after}
          order by a.entitlement_id limit ${PAGE + 1}`,
  );
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'elder-subsidy.listed', personIds: page.map((row) => row.personId) });
  const applies = given.list === 'offered' && isOneOf(tx.actor, ['township-clerk']);
  return {
    rows: page.map(({ birthDate, division, kind, ...row }) => ({
      ...row,
      villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
      age: ageOn(birthDate, tx.today),
      kindZh: kinds[kind].zh,
      applyItem: applies ? kinds[kind].item : null,
    })),
    next: found.length > PAGE ? page.at(-1)!.id : null,
  };
}
