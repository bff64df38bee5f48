/**
 * 按月比对 (4.6): those who are paid are asked about where a life may have changed without anybody telling: deaths, custody, a new job, car,
 * house or firm, once a quarter also what they have in banks. Within a consent that still holds and under its case, never without. A hit becomes the same report or event that a department would have
 * sent, and with it a warning for a person to verify; the answer itself is not kept.
 */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { destroyAnswers, type Query, readAnswers, requestQueries, waysOf } from '../../../kernel/exchange/server.ts';
import { type PersonId, personPlace, reportDeath } from '../../../kernel/resident/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { isInCustody } from '../warning/signals.ts';
import { hearAssets } from './new-assets.ts';
import { beginsQuarter, DEPOSITS, financial, hearDeposits } from './new-deposits.ts';
import { hearJobs } from './new-jobs.ts';
import { sourceList, sourceOwner, type VerificationSource } from './sources.ts';
import { VERIFICATION_PURPOSE } from './states.ts';

const COMPARISON = 'comparison';
const compared = [
  'civil-registration',
  'justice',
  'social-insurance',
  'vehicles',
  'real-estate',
  'market-entities',
] as const satisfies readonly VerificationSource[];
const custody: Readonly<Record<string, string>> = { imprisoned: 'prison', 'compulsory-rehab': 'rehabilitation' };

interface Paid {
  caseId: string;
  division: DivisionCode;
  personId: PersonId;
  name: string;
  idNumber: Buffer;
  sources: string[];
}

/** Asks about everybody in these entitlements whose consent names the sources today. Asking twice in a month is asking once. */
export async function bulkCompare(tx: Tx, entitlementIds: readonly string[]): Promise<number> {
  const rows =
    await tx.rows<Paid>(sql`select distinct on (p.id) c.case_id, c.division, p.id as person_id, p.name, p.id_number, c.sources
    from entitlement_member m join person p on p.id = m.person_id and p.life_state = 'alive' and p.id_kind = 'resident-id'
      join consent c on c.person_id = p.id and c.purpose = ${VERIFICATION_PURPOSE} and c.case_id is not null
        and c.revoked_at is null and c.valid_to >= ${tx.today} and c.sources && ${[...compared, ...financial]}::text[]
    where m.entitlement_id = any(${[...entitlementIds]}::uuid[]) and m.months @> month_no(${monthOf(tx.today)})
    order by p.id, c.valid_to desc limit 2000`);
  // Nothing that has to be written to by hand: a comparison is what answers by itself.
  const way = await waysOf(tx, sourceList, tx.today);
  const month = monthOf(tx.today);
  const rounds = [
    { round: COMPARISON, asked: compared.filter((source) => way(source) === 'interface') },
    ...(beginsQuarter(month) ? [{ round: DEPOSITS, asked: financial.filter((source) => way(source) === 'interface') }] : []),
  ];
  const caseIds = [...new Set(rows.map((row) => row.caseId))];
  // A consent taken back while a bank was asked leaves the others' answers behind.
  if (beginsQuarter(plusMonths(month, -1)))
    await destroyAnswers(tx, { references: caseIds.map((caseId) => `${DEPOSITS}:${plusMonths(month, -1)}:${caseId}`) });
  for (const caseId of caseIds) {
    const own = rows.filter((row) => row.caseId === caseId);
    for (const { round, asked } of rounds)
      await requestQueries(tx, {
        caseId,
        division: own[0]!.division,
        purpose: VERIFICATION_PURPOSE,
        reference: `${round}:${month}:${caseId}`,
        asOf: tx.today,
        questions: own.flatMap((person) => questionsAbout(tx, person, asked)),
      });
  }
  return rows.length;
}

const questionsAbout = (tx: Tx, { personId, name, idNumber, sources }: Paid, asked: readonly VerificationSource[]) =>
  asked
    .filter((source) => sources.includes(source))
    .map((source) => ({
      source,
      personId,
      subject: { idNumber: tx.keys.open(idNumber, personPlace('idNumber', personId)), name },
    }));

/** Hook of the exchange: what a comparison brought is told on, and its answers are destroyed. */
export async function hearComparison(tx: Tx, queries: readonly Query[]): Promise<void> {
  await hearDeposits(tx, queries);
  const answered = queries.filter((q) => q.state === 'answered' && q.reference.startsWith(`${COMPARISON}:`));
  for (const reference of new Set(answered.map((q) => q.reference))) {
    const ids = new Set(answered.filter((q) => q.reference === reference).map((q) => q.id));
    for (const query of await readAnswers(tx, { reference, purpose: VERIFICATION_PURPOSE })) {
      if (!ids.has(query.id)) continue;
      await hearAssets(tx, query);
      await hearJobs(tx, query);
      for (const { kind, date } of query.answer?.items ?? []) {
        const on = date ?? query.answerAsOf ?? tx.today;
        const personId = query.personId as PersonId;
        // Refused where the death is known already: then there is nothing to tell.
        if (kind === 'death') await reportDeath(tx, { personId, diedOn: on, source: `按月比对：${sourceOwner(query.source)}` });
        const held = custody[kind];
        if (held && !(await isInCustody(tx, personId)))
          await emit(tx, {
            type: 'custody.started',
            subject: { kind: 'person', id: personId },
            division: query.division,
            payload: { personId, kind: held, startedOn: on },
            occurredAt: `${on}T00:00:00+08:00`,
            sensitivity: 'sensitive',
          });
      }
    }
    await destroyAnswers(tx, { references: [reference] });
  }
}
