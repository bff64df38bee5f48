/** What the case engine records. The actions of a flow are named by the flow, when it is registered. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'case.claimed': '领办',
  'case.handed-over': '办件转交',
  'case.released': '交回领办的办件',
  'case.deem': '视为受理',
  'case.listed': '在办件列表中列出',
  'case.moved': '办件随户籍移交',
  'case.open': '提交申请',
  'case.not-mine': '申请人说不是本人办的',
  'case.view': '查看办件',
  'notice.objected': '公示收到异议',
  'service-item.published': '发布事项',
  'service-item.edit-proposed': '提出修改事项的文字',
  'service-item.edit-changed': '改动待批准的事项文字',
  'service-item.edit-confirmed': '批准事项的文字',
  'service-item.edit-rejected': '退回事项文字的修改',
  'service-item.edit-withdrawn': '撤回事项文字的修改',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {
    [ofAFlow: `case.${string}`]: string;
  }
}
