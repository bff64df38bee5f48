/**
 * 主动告知: whoever would be granted a subsidy by what data say, and has not asked, is told once and confirms in the portal; the township sees who was told and may
 * apply on somebody's behalf. What no longer fits is taken back.
 */
import { sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { payoutAccountOf } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf, wholeParameter } from '../../../kernel/policy/server.ts';
import { getPerson, reveal } from '../../../kernel/resident/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { type CaseReceipt, openCaseIn } from '../../../kernel/service/server.ts';
import { OLD_AGE } from '../benefit/clauses.ts';
import { closeOffer } from './awards.ts';
import { knownOf } from './facts.ts';
import { determineSubsidy } from './rules.ts';
import { allKinds, type Kind, kindOfItem, kinds, type MySubsidies } from './terms.ts';

/** Old enough by the end of the first month that could be granted: families are told of whole, and most of them are younger. */
const SOON_MONTHS = 2;

/** What would be granted today; null where it is drawn, asked for, or not due. */
async function wouldGet(tx: Tx, personId: string, kind: Kind): Promise<Decision | null> {
  const known = await knownOf(tx, personId, kind);
  if (!known || known.diedOn || tx.divisions.get(known.registeredDivision)?.level !== 'village') return null;
  if (known.drawn.some((d) => d.toMonth === null)) return null;
  const asked = await tx.maybe(
    sql`select 1 as open from service_case where applicant_person_id = ${personId} and item_id = ${kinds[kind].item} and closed_at is null`,
  );
  if (asked) return null;
  const decision = determineSubsidy(kind, known.facts, await parametersOf(tx), tx.today);
  return decision.ok && decision.value.outcome === 'eligible' ? decision.value : null;
}

export async function offerSubsidies(tx: Tx, personId: string): Promise<void> {
  const old = await wholeParameter(tx, OLD_AGE, tx.city, tx.today);
  if (!old.ok) throw new Error(`offers of elder subsidies: ${old.code}`);
  const person = await tx.maybe<{ registeredDivision: string }>(
    sql`select registered_division from person where id = ${personId} and life_state = 'alive' and merged_into is null
      and birth_date <= ${addMonths(tx.today, SOON_MONTHS - 12 * old.value)}`,
  );
  if (!person) return;
  for (const kind of allKinds) {
    if (!(await wouldGet(tx, personId, kind))) {
      await closeOffer(tx, personId, kind);
      continue;
    }
    const written =
      await tx.run(sql`insert into elder_subsidy_offer (id, person_id, division, kind, sent_on) values (${newId()}, ${personId}, ${person.registeredDivision}, ${kind}, ${tx.today})
      on conflict (person_id, kind) where state = 'open' do nothing`);
    if (written > 0) await notify(tx, { to: { personId }, template: 'elder-subsidy.offer', params: { item: kinds[kind].zh } });
  }
}

/** What the resident who is signed in draws and may have. */
export async function mySubsidies(tx: Tx): Promise<MySubsidies> {
  const { personId } = tx.actor;
  if (!personId) return { awards: [], asked: [], offers: [] };
  const awards = await tx.rows<Omit<MySubsidies['awards'][number], 'zh'> & { kind: Kind }>(
    sql`select kind, amount_fen, from_month, last_month, reason from elder_subsidy_award where person_id = ${personId} order by from_month desc limit 10`,
  );
  const cases = await tx.rows<{ id: string; itemId: string }>(sql`select id, item_id from service_case
    where applicant_person_id = ${personId} and flow = 'elder-subsidy' and closed_at is null order by id limit 10`);
  const accountKnown = (await payoutAccountOf(tx, personId)) !== null;
  const offers: MySubsidies['offers'][number][] = [];
  for (const kind of allKinds) {
    const decision = await wouldGet(tx, personId, kind);
    if (decision)
      offers.push({
        kind,
        zh: kinds[kind].zh,
        amountFen: decision.amountFen!,
        fromMonth: decision.effectiveMonth!,
        accountKnown,
        item: kinds[kind].item,
      });
  }
  return {
    awards: awards.map(({ kind, ...row }) => ({ ...row, zh: kinds[kind].zh })),
    asked: cases.map(({ id, itemId }) => ({ id, zh: kinds[kindOfItem(itemId)].zh })),
    offers,
  };
}

/** The person confirms: the form is what is on record, the account that other money goes to. */
export async function acceptOffer(tx: Tx, kind: Kind): Promise<Result<CaseReceipt>> {
  const { personId } = tx.actor;
  const { item: itemId, zh } = kinds[kind];
  if (!personId || !(await wouldGet(tx, personId, kind)) || !(await payoutAccountOf(tx, personId)))
    return fail('ELDER_SUBSIDY_NO_OFFER', { benefit: zh });
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const idNumber = await reveal(tx, { personId, field: 'idNumber', purpose: `确认申请${zh}` });
  if (!idNumber.ok) return idNumber;
  const { name, registeredDivision: division } = person.value;
  const opened = await openCaseIn(tx, {
    itemId,
    channel: 'mobile',
    form: { applicant: { name, idNumber: idNumber.value, division }, consent: true },
  });
  if (opened.ok) await closeOffer(tx, personId, kind);
  return opened;
}
