/** An audit row in the words that a person reads. */
import { duties, roles } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { AuditRow } from './index.ts';
import { auditedNames } from './names.ts';

/** A row may say which of several it was: the section of a file, the action in the words of its flow. */
const wordsOf = ({ action, detail }: Pick<AuditRow, 'action' | 'detail'>): string => {
  const zh = auditedNames().get(action) ?? action;
  return typeof detail?.zh === 'string' ? `${zh.split('：')[0]}：${detail.zh}` : zh;
};

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
