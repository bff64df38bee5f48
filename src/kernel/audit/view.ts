/** An audit row in the words that a person reads. */
import { duties, roles } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { AuditRow } from './index.ts';

/** What was done, as people say it; an action without words of its own shows its code. */
const actionNames: Record<string, string> = {
  'person.opened': '查看档案',
  'person.listed': '在查询结果中列出',
  'person.searched': '在查询结果中列出',
  'person.revealed': '查看完整号码',
  'person.registered': '登记',
  'person.identified': '核对身份',
  'case.view': '查看办件',
  'case.open': '提交申请',
  'verification.viewed': '查看核对结果',
  'file.opened': '查看材料',
  'document.opened': '打开文书',
  'document.issued': '出具文书',
  'consent.recorded': '登记授权',
  'sign-in': '登录',
  'household.registered': '登记家庭',
  'exchange.asked': '向部门查询',
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
  actionZh: actionNames[row.action] ?? (row.action.startsWith('case.') ? '办理办件' : row.action),
  subjectKind: row.subjectKind,
  subjectId: row.subjectId,
  personId: row.personId,
  caseId: row.caseId,
  purpose: row.purpose,
  detail: row.detail,
});
