/** An audit row in the words that a person reads. */
import { duties, roles } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { AuditRow } from './index.ts';
import { actionNames } from './names.ts';

const families: readonly (readonly [string, string])[] = [
  ['case.', '办理办件'],
  ['verification.', '家庭经济状况核对'],
  ['payment-batch.', '办理发放批次'],
  ['overpayment.plan.', '定追回方式'],
];
/** A section of a file is named where it was opened. */
const wordsOf = ({ action, detail }: Pick<AuditRow, 'action' | 'detail'>): string =>
  action === 'person.section.opened' && typeof detail?.zh === 'string'
    ? `查看档案：${detail.zh}`
    : (actionNames[action] ?? families.find(([prefix]) => action.startsWith(prefix))?.[1] ?? action);

const roleName = (row: Pick<AuditRow, 'role' | 'duty'>): string =>
  row.duty && row.duty in duties
    ? duties[row.duty as keyof typeof duties].zh
    : row.role in roles
      ? roles[row.role as keyof typeof roles]
      : row.role;

export const auditView = (tx: Tx, row: AuditRow) => ({
  id: row.id,
  at: row.recordedAt,
  businessAt: row.businessAt,
  actorName: row.actorName,
  roleZh: roleName(row),
  divisionName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
  action: row.action,
  actionZh: wordsOf(row),
  subjectKind: row.subjectKind,
  subjectId: row.subjectId,
  personId: row.personId,
  caseId: row.caseId,
  purpose: row.purpose,
  detail: row.detail,
});
