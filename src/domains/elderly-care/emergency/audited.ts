/** What the emergency desk puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'emergency-home.opened': '开通紧急呼叫',
  'emergency-home.ended': '停用紧急呼叫',
  'emergency-home.listed': '查看紧急呼叫登记',
  'care-device.registered': '登记智能设备',
  'care-device.retired': '停用智能设备',
  'emergency-responder.registered': '登记应急响应人',
  'emergency-responder.ended': '注销应急响应人',
  'emergency-drill.started': '发起应急演练',
  'emergency-drill.ended': '总结应急演练',
  'emergency.read': '查看紧急呼叫',
  'emergency.answer': '接听紧急呼叫',
  'emergency.classify': '给紧急呼叫分级',
  'emergency.dispatch': '派出救援',
  'emergency.help-answer': '记录响应人答复',
  'emergency.arrive': '记录到场',
  'emergency.resolve': '记录处置',
  'emergency.call-back': '记录回访',
  'emergency.false-alarm': '认定误报',
  'emergency.merge': '紧急呼叫并案',
  'emergency.recorded': '登记紧急来电',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
