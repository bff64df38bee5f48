/** Opening a 特困 application: the family's checks, and that nobody of the family who owes support is left out. */
import type { Tx } from '../../../kernel/context/server.ts';
import { type FieldProblem, fail, type Result } from '../../../kernel/result/index.ts';
import type { Opening } from '../../../kernel/service/server.ts';
import { isMinor } from '../family/minor.ts';
import { openApplication } from '../family/open.ts';
import type { TekunApplication } from './application.ts';

/** Of the same roof, those who owe support by law: they are told among the obligors, too. */
const OWES = new Set(['spouse', 'child', 'parent']);

export async function openTekun(tx: Tx, form: TekunApplication): Promise<Result<Opening>> {
  const { supporters, childScheme, childChoice } = form.tekun;
  const told = new Set(supporters.map((s) => s.name));
  const problems: FieldProblem[] = form.members
    .filter((m) => OWES.has(m.relation) && !isMinor(m.idNumber, tx.today) && !told.has(m.name))
    .map((m) => ({ path: 'tekun.supporters', message: `“${m.name}”是法定义务人，请也填在这里` }));
  if (childScheme !== 'none' && !isMinor(form.applicant.idNumber, tx.today))
    problems.push({ path: 'tekun.childScheme', message: '只有申请人是孩子时才选' });
  if (childScheme !== 'none' && !childChoice) problems.push({ path: 'tekun.childChoice', message: '请选择其中一项' });
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  return openApplication(tx, form);
}
