/** An audit row in the words that a person reads. */
import { duties, roles } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { AuditRow } from './index.ts';

/** What was done, as people say it; an action without words of its own shows its code. */
const actionNames: Record<string, string> = {
  'bank-file.exported': '导出送银行文件',
  'bank-letter.recorded': '登记银行书面答复',
  'bank-result.imported': '导入银行回盘',
  'case.listed': '在办件列表中列出',
  'case.open': '提交申请',
  'case.view': '查看办件',
  'consent.recorded': '登记授权',
  'consent.revoked': '撤回授权',
  'department-scenario.set': '演示：设置部门表现',
  'document.issued': '出具文书',
  'document.opened': '打开文书',
  'document.revoked': '撤销文书',
  'duty.added': '增加岗位',
  'duty.ended': '结束岗位',
  'duty.switched': '切换岗位',
  'entitlement.ended': '待遇终止',
  'entitlement.granted': '确认待遇',
  'entitlement.revised': '待遇调整',
  'exchange.answer.read': '查看部门答复',
  'exchange.query.answered': '部门答复',
  'exchange.query.asked': '向部门查询',
  'file.opened': '查看材料',
  'file.uploaded': '上传材料',
  'household.head.changed': '变更户主',
  'household.member.joined': '登记家庭成员',
  'household.member.left': '家庭成员离开',
  'household.registered': '登记家庭',
  'list.exported': '导出名单',
  'notice.objected': '公示收到异议',
  'appeal.recorded': '登记复议或诉讼',
  'appeal.resulted': '登记复议或诉讼的结果',
  'overpayment.fined': '罚款决定',
  'overpayment.fine-received': '登记缴纳的罚款',
  'overpayment.received': '登记退回的款项',
  'overpayments.listed': '在追回台账中列出',
  'parameter.added': '录入标准',
  'payment-adjustment.confirmed': '确认补发或追回',
  'payment-adjustment.proposed': '提出补发或追回',
  'payment-adjustment.rejected': '不予调整',
  'payment-adjustments.listed': '在补发和追回中列出',
  'payment-batch.frozen': '生成发放批次',
  'payment-line.account-corrected': '更正收款账户',
  'payment-lines.listed': '在发放明细中列出',
  'payment.held': '暂停发放',
  'payment.released': '解除暂停',
  'payout-account.recorded': '登记收款账户',
  'indicator.listed': '在指标的明细中列出',
  'household.compared': '与申请表核对同户家人',
  'person.contact.changed': '更新联系方式',
  'person.death.reported': '报告死亡',
  'person.died': '登记死亡',
  'person.identified': '核对身份',
  'person.opened': '查看档案',
  'person.registered': '登记人员',
  'person.revealed': '查看完整号码',
  'person.searched': '在查询结果中列出',
  'service-item.published': '发布事项',
  'sign-in': '登录',
  'sign-in.refused': '登录失败',
  'user.created': '新建账号',
  'verification.discrepancy.disposed': '处置核对差异',
  'verification.viewed': '查看核对结果',
};

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
