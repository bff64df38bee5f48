/** Opening an application for a one-off benefit: who asks, and where. */
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { appliedFor, type Case, type Opening } from '../../../kernel/service/server.ts';
import type { Benefit, OneOffForm } from './index.ts';

export async function openOneOff(tx: Tx, { place }: Benefit, form: OneOffForm): Promise<Result<Opening>> {
  const division = place.of(form);
  const { path } = place;
  if (tx.divisions.get(division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path, message: '请选择到村（社区）' }]);
  if (tx.actor.kind === 'staff' && tx.actor.division && !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path, message: '不在您的办理范围内' }]);
  const person = await identifyApplicant(tx, { ...form.applicant, division });
  if (!person.ok) return person;
  return ok({
    division,
    ...appliedFor(tx, person.value, form.applicant.name),
    form,
  });
}

/** Of an application that is examined anew the papers lie with the case that it came from. */
export const bindOneOffPapers = async (tx: Tx, kase: Case): Promise<Result<null>> =>
  kase.parentId
    ? ok(null)
    : bindFiles(tx, (kase.form as OneOffForm).papers, {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
