/** Whom an application is for: of a village, old enough by the standard in force, known or entered in the registry. */
import { ageOn } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { particularsOf } from '../../../kernel/resident/index.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { OLD_AGE } from './clauses.ts';

/** Refused with the age of the standard where somebody has not reached it. */
export async function refuseTooYoung(
  tx: Tx,
  birthDate: PlainDate,
  division: DivisionCode,
): Promise<Result<null, 'ELDER_TOO_YOUNG' | 'PARAM_MISSING'>> {
  const least = await wholeParameter(tx, OLD_AGE, division, tx.today);
  if (!least.ok) return least;
  return ageOn(birthDate, tx.today) < least.value ? fail('ELDER_TOO_YOUNG', { age: least.value }) : ok(null);
}

/** The person's id; a telephone that was not given is left alone. */
export async function identifyElder(
  tx: Tx,
  applicant: { name: string; idNumber: string; phone?: string | undefined; division: DivisionCode },
): Promise<Result<string>> {
  if (tx.divisions.get(applicant.division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.division', message: '请选择到村（社区）' }]);
  const birthDate = particularsOf({ ...applicant, idKind: 'resident-id' })?.birthDate;
  if (birthDate) {
    const old = await refuseTooYoung(tx, birthDate, applicant.division);
    if (!old.ok) return old;
  }
  const { phone, ...stated } = applicant;
  return identifyApplicant(tx, phone ? { ...stated, phone } : stated);
}
