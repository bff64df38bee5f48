/** What is put into the audit log, as people say it. */
import { nameAudited, namedAfter } from '../audit/index.ts';
import { batchActions, recoveryMethods } from './index.ts';

const words = nameAudited({
  'bank-file.exported': '导出送银行文件',
  'bank-letter.recorded': '登记银行书面答复',
  'bank-result.imported': '导入银行回盘',
  'entitlement.ended': '待遇终止',
  'entitlement.granted': '确认待遇',
  'entitlement.moved': '待遇随户籍移交',
  'entitlement.payee-set': '变更领款人',
  'entitlement.reopened': '恢复待遇',
  'entitlement.revised': '待遇调整',
  'household.listed': '在家庭名单中列出',
  'overpayment.court-applied': '申请人民法院强制执行',
  'overpayment.court-resulted': '登记法院强制执行的结果',
  'overpayment.fine-received': '登记缴纳的罚款',
  'overpayment.fined': '罚款决定',
  'overpayment.lessened': '冲减多发款项',
  'overpayment.received': '登记退回的款项',
  'overpayments.listed': '在追回台账中列出',
  'payment-adjustment.confirmed': '确认补发或追回',
  'payment-adjustment.proposed': '提出补发或追回',
  'payment-adjustment.rejected': '不予调整',
  'payment-adjustments.listed': '在补发和追回中列出',
  'payment-batch.back-pay-list': '出具补发名册',
  'payment-batch.frozen': '生成发放批次',
  'payment-line.account-corrected': '更正收款账户',
  'payment-line.estate-contact-set': '登记已故领款人的领取人',
  'payment-lines.not-sent-again': '退回的款项不再应发，退回财政',
  'payment-lines.listed': '在发放明细中列出',
  'payment.held': '暂停发放',
  'payment.released': '解除暂停',
  'payout-account.recorded': '登记收款账户',
  ...namedAfter('payment-batch', batchActions, (zh) => `发放批次：${zh}`),
  ...namedAfter('overpayment.plan', recoveryMethods, (zh) => `定追回方式：${zh}`),
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
