/** What pages read: the help section of a case, and the list of referrals that wait for an answer. */
import { sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { systemActor } from '../../../kernel/access/server.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { type DivisionCode, type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { townshipOf } from '../family/places.ts';
import { type AssessedNeeds, contentPlace, replyPlace } from './actions.ts';
import { charityAidOf, householdMembers } from './charity.ts';
import type { ReferralView } from './content.ts';
import { CharityAidInput, CharityReplyInput, NeedsInput, ReferralInput, ReplyInput } from './schema.ts';
import { type NeedLevel, needCodes, needLevels, type ReferralUnit, referralUnits } from './terms.ts';

interface ReferralRow {
  id: string;
  caseId: string;
  personName: string;
  division: DivisionCode;
  toUnit: ReferralUnit;
  needCode: keyof typeof needCodes;
  content: Buffer;
  dueOn: PlainDate;
  createdOn: PlainDate;
  state: 'open' | 'helped' | 'declined';
  reply: Buffer | null;
  repliedOn: PlainDate | null;
}
const columns = sql`id, case_id, person_name, division, to_unit, need_code, content, due_on, created_on, state, reply, replied_on`;

const mayHelp = ['township-clerk', 'county-clerk'] as const;

const viewOf = (tx: Tx, row: ReferralRow): ReferralView => ({
  id: row.id,
  caseId: row.caseId,
  personName: row.personName,
  divisionName: tx.divisions.fullName(row.division),
  toUnitZh: referralUnits[row.toUnit],
  needZh: needCodes[row.needCode],
  content: tx.keys.openJson<string>(row.content, contentPlace('referral', row.id)),
  dueOn: row.dueOn,
  createdOn: row.createdOn,
  state: row.state,
  late: row.state === 'open' && row.dueOn < tx.today,
  reply: row.reply ? tx.keys.openJson<string>(row.reply, replyPlace(row.id)) : null,
  repliedOn: row.repliedOn,
  replyForm:
    row.state === 'open' && isOneOf(tx.actor, mayHelp) ? formOf(row.toUnit === 'charity' ? CharityReplyInput : ReplyInput) : null,
});

/** Residents see where they were referred and what came of it; scores are for officers. */
export async function helpOfCase(tx: Tx, kase: Case) {
  const referrals = (
    await tx.rows<ReferralRow>(sql`select ${columns} from referral where case_id = ${kase.id} order by created_at limit 50`)
  ).map((row) => viewOf(tx, row));
  const charity = await charityAidOf(tx, await householdMembers(tx, kase.applicantPersonId));
  if (tx.actor.kind === 'resident') return referrals.length + charity.length > 0 ? { referrals, charity } : null;
  const needs = await tx.rows<{ id: string; level: NeedLevel; content: Buffer; madeOn: PlainDate; madeByName: string }>(
    sql`select id, level, content, made_on, made_by_name from needs_assessment where case_id = ${kase.id} order by made_at desc limit 10`,
  );
  const open = (field: boolean, input: Parameters<typeof formOf>[0]): readonly FormField[] | null =>
    field ? formOf(input) : null;
  const may = isOneOf(tx.actor, mayHelp);
  return {
    referrals,
    charity,
    needs: needs.map(({ id, content, level, ...row }) => ({
      id,
      ...row,
      levelZh: needLevels[level],
      ...tx.keys.openJson<AssessedNeeds>(content, contentPlace('needs_assessment', id)),
    })),
    forms: {
      needs: open(may, NeedsInput),
      referral: open(may, ReferralInput),
      charity: open(may, CharityAidInput),
    },
  };
}

const PAGE = 20;

/** Referrals of the actor's division, due first, a page at a time. The list that was shown goes into the audit. */
export async function listReferrals(tx: Tx, filter: { state: 'open' | 'done'; cursor?: string }) {
  const [dueOn = '0001-01-01', id = '00000000-0000-0000-0000-000000000000'] = filter.cursor?.split('~') ?? [];
  const isOpen = filter.state === 'open';
  const rows = await tx.rows<ReferralRow & { personId: string }>(sql`select ${columns}, person_id from referral
    where division >= ${tx.actor.lo ?? ''} and division < ${tx.actor.hi ?? ''} and ${isOpen ? sql`state = 'open'` : sql`state <> 'open'`}
      and (due_on, id) > (${dueOn}::date, ${id}::uuid) order by due_on, id limit ${PAGE + 1}`);
  const page = rows.slice(0, PAGE);
  const last = page.at(-1);
  if (page.length > 0)
    await recordAudit(tx, {
      action: 'referral.listed',
      personIds: [...new Set(page.map((r) => r.personId))],
      detail: { ...filter },
    });
  return {
    rows: page.map((row) => viewOf(tx, row)),
    next: rows.length > PAGE && last ? `${last.dueOn}~${last.id}` : null,
  };
}

const overdue = (tx: Tx) => sql`referral where state = 'open' and alerted_on is null and due_on < ${tx.today}`;

/** Overdue referrals are told to the township once. At most 200 a call. */
export const remindReferrals = whenDue(
  (tx) => anyRow(tx, overdue(tx)),
  async (context) => {
    const actor = systemActor('referrals', context.city);
    const work = () =>
      context.write(actor, async (tx) => {
        const late = await tx.rows<ReferralRow>(sql`update referral set alerted_on = ${tx.today} where id in (
        select id from ${overdue(tx)} order by due_on limit 200 for update skip locked) returning ${columns}`);
        for (const row of late)
          await notify(tx, {
            to: { performer: 'township-clerk', division: townshipOf(row) },
            template: 'referral.late',
            params: { name: row.personName, unit: referralUnits[row.toUnit], due: row.dueOn },
            caseId: row.caseId,
          });
        return late.length;
      });
    while ((await work()) === 200);
  },
);
