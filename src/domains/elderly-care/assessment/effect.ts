/** A result in force: the fact that every domain reads, and the event by which they hear of it. */
import { sql } from '../../../database/sql.ts';
import { addMonths, longDate, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { factsAsOf, recordFact } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import type { Level } from './rules.ts';
import { type Assessment, changeAssessment } from './store.ts';
import type { CapacityLevel } from './terms.ts';

/** The level of a person on a day; null where none is in force. */
export async function levelOn(tx: Tx, personId: string, day: PlainDate): Promise<CapacityLevel | null> {
  const [fact] = await factsAsOf(tx, { kind: 'person', id: personId }, { validOn: day, kinds: ['capacity-level'] });
  return (fact?.value as CapacityLevel | undefined) ?? null;
}

/** From the day on which it was told. Another domain hears the level, never an item. */
export async function putInForce(tx: Tx, assessment: Assessment, validFrom: PlainDate): Promise<Result<null>> {
  const { personId, division, content, scheme } = assessment;
  const level: Level = content!.result.final;
  const months = await wholeParameter(tx, 'ASSESS-VALID-MONTHS', division, validFrom);
  if (!months.ok) return months;
  const validTo = plusDays(addMonths(validFrom, months.value), -1);
  const previous = await levelOn(tx, personId, validFrom);
  const value: CapacityLevel = { level, scheme, assessmentId: assessment.id, validTo };
  const recorded = await recordFact(tx, {
    subject: { kind: 'person', id: personId },
    kind: 'capacity-level',
    value,
    source: '老年人能力评估',
    validFrom,
    validTo: plusDays(validTo, 1),
  });
  if (!recorded.ok) return recorded;
  await changeAssessment(tx, assessment.id, sql`state = 'in-force', valid_from = ${validFrom}, valid_to = ${validTo}`);
  await emit(tx, {
    type: 'elder.assessment.completed',
    subject: { kind: 'person', id: personId },
    division,
    payload: { personId, scheme, level, previousLevel: previous?.level ?? null, validFrom, validTo },
    sensitivity: 'sensitive',
  });
  await notify(tx, {
    to: { personId },
    template: 'assessment.in-force',
    params: { date: longDate(validTo) },
    caseId: assessment.caseId,
  });
  return ok(null);
}
