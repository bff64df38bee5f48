/**
 * 慈善帮扶: what charities have given to families, by answer to a referral, by a list, or as the township learns it. One register for a household,
 * so that nobody refers or gives for a need that was helped already without saying why.
 */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { addMonths, longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { wholeParameter, yuan } from '../../../kernel/policy/server.ts';
import { defineHouseholdFileSection, definePersonFileSection, householdOf, membersOf } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, Id, PlainDate } from '../../../kernel/schema/index.ts';
import type { CharityAidView } from './content.ts';
import { type AidForm, aidForms, type NeedCode, needCodes } from './terms.ts';

export interface CharityAid {
  readonly charity: string;
  readonly needCode: NeedCode;
  readonly form: AidForm;
  readonly amountFen: Fen;
  readonly givenOn: PlainDate;
  readonly what: string;
  /** Why the same need is helped again. */
  readonly again: string;
}
type PersonId = Id<'Person'>;
export interface GivenAid extends CharityAid {
  readonly personId: PersonId;
  readonly division: DivisionCode;
}

const contentPlace = (id: string): string => `charity_aid.content:${id}`;

/** Everybody in the household of a person today; the person alone where none is known or may be seen. */
export async function householdMembers(tx: Tx, personId: PersonId): Promise<PersonId[]> {
  const household = await householdOf(tx, personId);
  return household ? household.members.map((m) => m.personId) : [personId];
}

/** The latest aid that this household has had for a need within `CHARITY-REPEAT-MONTHS` of a day, before or after it. */
async function helpedAround(
  tx: Tx,
  of: { personId: PersonId; needCode: NeedCode; division: DivisionCode; on: PlainDate },
): Promise<Result<{ charity: string; givenOn: PlainDate } | null>> {
  const months = await wholeParameter(tx, 'CHARITY-REPEAT-MONTHS', of.division, tx.today);
  if (!months.ok) return months;
  const found = await tx.maybe<{ charity: string; givenOn: PlainDate }>(sql`select charity, given_on from charity_aid
    where person_id = any (${await householdMembers(tx, of.personId)}::uuid[]) and need_code = ${of.needCode}
      and given_on > ${addMonths(of.on, -months.value)} and given_on < ${addMonths(of.on, months.value)} order by given_on desc, id limit 1`);
  return ok(found);
}

const sayRepeated = ({ charity, givenOn }: { charity: string; givenOn: PlainDate }) => ({ charity, date: longDate(givenOn) });

const whyAgain = [{ path: 'again', message: '请写明为什么再次帮扶' }];

/** Refuses to refer a need to a charity that has been helped lately, unless it is said why. */
export async function notHelpedYet(
  tx: Tx,
  of: { personId: PersonId; needCode: NeedCode; division: DivisionCode; again: string },
): Promise<Result<null>> {
  if (of.again) return ok(null);
  const helped = await helpedAround(tx, { ...of, on: tx.today });
  if (!helped.ok) return helped;
  return helped.value ? fail('CHARITY_HELPED', sayRepeated(helped.value), whyAgain) : ok(null);
}

/** What stands against putting this aid on record. */
export async function aidStands(tx: Tx, aid: GivenAid): Promise<Result<null>> {
  if (aid.givenOn > tx.today) return fail('CHARITY_NOT_YET', {}, [{ path: 'givenOn', message: '不能晚于今天' }]);
  if (aid.form === 'cash' && aid.amountFen === 0)
    return fail('CHARITY_NO_AMOUNT', {}, [{ path: 'amountFen', message: '请填写金额' }]);
  const same = await tx.maybe<{
    id: string;
  }>(sql`select id from charity_aid where person_id = ${aid.personId} and charity = ${aid.charity}
    and need_code = ${aid.needCode} and form = ${aid.form} and given_on = ${aid.givenOn}`);
  if (same) return fail('CHARITY_KNOWN');
  if (aid.again) return ok(null);
  const helped = await helpedAround(tx, { ...aid, on: aid.givenOn });
  if (!helped.ok) return helped;
  return helped.value ? fail('CHARITY_TWICE', sayRepeated(helped.value), whyAgain) : ok(null);
}

export async function recordCharityAid(
  tx: Tx,
  aid: GivenAid & { referralId?: string; caseId?: string },
): Promise<Result<{ id: string }>> {
  const { personId, division } = aid;
  const stands = await aidStands(tx, aid);
  if (!stands.ok) return stands;
  const id = newId();
  const content = tx.keys.sealJson({ what: aid.what, again: aid.again }, contentPlace(id));
  const written =
    await tx.run(sql`insert into charity_aid (id, person_id, division, referral_id, charity, need_code, form, amount_fen, given_on, content, recorded_on, recorded_at, recorded_by)
    values (${id}, ${personId}, ${division}, ${aid.referralId ?? null}, ${aid.charity}, ${aid.needCode}, ${aid.form}, ${aid.amountFen}, ${aid.givenOn},
      ${content}, ${tx.today}, ${tx.now}, ${tx.actor.id}) on conflict do nothing`);
  if (written === 0) return fail('CHARITY_KNOWN');
  await recordAudit(tx, {
    action: 'charity-aid.recorded',
    subject: { kind: 'charity-aid', id },
    personId,
    division,
    ...(aid.caseId ? { caseId: aid.caseId } : {}),
  });
  return ok({ id });
}

/** Who gave, where the charity's own system told of it: the event names no organisation. */
const TOLD_BY_SYSTEM = '慈善组织（系统通知）';

/**
 * What the charity's own system tells of: on record once for its aid, and not at all where the township has written down the same gift. It was given
 * already, so nothing stands against it; from then on the household counts as helped.
 */
export async function hearCharityAid(
  tx: Tx,
  told: { aidId: string; personToken: string; kind: string; amountFen: Fen; grantedOn: PlainDate },
): Promise<void> {
  const needCode: NeedCode = told.kind in needCodes ? (told.kind as NeedCode) : 'other';
  const person = await tx.maybe<{ id: PersonId; division: DivisionCode }>(
    sql`select id, division from person where id::text = ${told.personToken}`,
  );
  if (!person) return;
  const id = newId();
  const content = tx.keys.sealJson({ what: '慈善组织的系统通知，没有写明给了什么。', again: '' }, contentPlace(id));
  const written =
    await tx.run(sql`insert into charity_aid (id, person_id, division, aid_id, charity, need_code, form, amount_fen, given_on, content, recorded_on, recorded_at, recorded_by)
    select ${id}, ${person.id}, ${person.division}, ${told.aidId}, ${TOLD_BY_SYSTEM}, ${needCode}, ${told.amountFen > 0 ? 'cash' : 'service'}, ${told.amountFen}, ${told.grantedOn}::date,
      ${content}, ${tx.today}::date, ${tx.now}::timestamptz, ${tx.actor.id}
    where not exists (select from charity_aid a where a.person_id = ${person.id} and a.need_code = ${needCode} and a.given_on = ${told.grantedOn}
      and a.amount_fen = ${told.amountFen} and a.aid_id is null)
    on conflict do nothing`);
  if (written > 0)
    await recordAudit(tx, {
      action: 'charity-aid.recorded',
      subject: { kind: 'charity-aid', id },
      personId: person.id,
      division: person.division,
    });
}

interface Row {
  id: string;
  personName: string | null;
  charity: string;
  needCode: NeedCode;
  form: AidForm;
  amountFen: Fen;
  givenOn: PlainDate;
  content: Buffer;
}

/** What these persons have had from charities, newest first, at most 50. */
export async function charityAidOf(tx: Tx, personIds: readonly PersonId[]): Promise<CharityAidView[]> {
  const rows =
    await tx.rows<Row>(sql`select a.id, p.name as person_name, a.charity, a.need_code, a.form, a.amount_fen, a.given_on, a.content
    from charity_aid a left join person p on p.id = a.person_id where a.person_id = any (${[...personIds]}::uuid[]) order by a.given_on desc, a.id limit 50`);
  return rows.map((row) => {
    const { what, again } = tx.keys.openJson<{ what: string; again: string }>(row.content, contentPlace(row.id));
    return {
      id: row.id,
      personName: row.personName,
      charity: row.charity,
      needZh: needCodes[row.needCode],
      formZh: aidForms[row.form],
      amountFen: row.amountFen,
      givenOn: row.givenOn,
      what,
      again,
    };
  });
}

/** As lines of a file: the day, who gave, to whom, what for. */
const inFile = (aids: readonly CharityAidView[]) =>
  aids.map((a) => ({
    on: longDate(a.givenOn),
    charity: a.charity,
    person: a.personName ?? '',
    what: `${a.needZh}，${a.formZh}${a.amountFen > 0 ? yuan(a.amountFen) : ''}`,
  }));

definePersonFileSection({
  key: 'charity-aid',
  zh: '慈善帮扶',
  load: async (tx, personId) => inFile(await charityAidOf(tx, [personId])),
});
defineHouseholdFileSection({
  key: 'charity-aid',
  zh: '慈善帮扶',
  load: async (tx, householdId) =>
    inFile(
      await charityAidOf(
        tx,
        (await membersOf(tx, householdId, { validOn: tx.today })).map((m) => m.personId),
      ),
    ),
});
