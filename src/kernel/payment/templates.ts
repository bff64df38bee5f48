/** What people and officers are told (social assistance 4.11). A text message names no programme of hardship and no full account. */
import { defineTemplates } from '../notice/server.ts';

defineTemplates({
  'benefit.paid': {
    title: '款项已到账',
    text: '{month}{money}{amount}元已发放至尾号{last4}账户。',
    sms: '【民政】{month}款项{amount}元已发放至尾号{last4}账户。',
  },
  'benefit.returned': {
    title: '款项被退回',
    text: '{month}{money}退回，原因：{reason}，请更正账户。',
    sms: '【民政】{month}款项被银行退回，请到村（社区）更正账户。',
  },
  'benefit.returned.task': {
    title: '退票待更正',
    text: '{name}{month}{money}{amount}元被银行退回，原因：{reason}，请在{due}前更正账户。',
  },
  'account.replaced': {
    title: '收款账户已更换',
    text: '{place}为您登记了新的收款账户：{bank}，尾号{last4}，以后的款项发到这个账户。不是您本人提供的，请马上打电话{tel}。',
    sms: '【民政】您的收款账户已更换为尾号{last4}，不是您本人提供的请致电{tel}。',
  },
  'benefit.overpaid': {
    title: '有一笔款项需要退回',
    text: '经核实，多发给您家{money}{amount}元，请在{date}前退回；一次退回有困难的，可以商量按月抵扣或分期。',
    sms: '【民政】有一笔款项需要退回，请在{date}前与乡镇（街道）联系。',
  },
  'payment.fined': {
    title: '行政处罚决定',
    text: '已作出罚款{amount}元的行政处罚决定，决定书在“我的档案”的“我的文书”里，请在{date}前缴纳；不服的可以申请行政复议或者提起行政诉讼。',
    sms: '【民政】有一份行政处罚决定书，请到乡镇（街道）领取或在平台查看。',
  },
  'payment.township': { title: '发放名单待确认', text: '{month}{programme}发放名单已送乡镇，请在{due}前确认。' },
  'payment.todo': { title: '发放批次待办', text: '{county}{month}{programme}发放批次到了您这一步：{step}，请在{due}前办理。' },
  'payment.frozen': {
    title: '银行过期没有回盘',
    text: '{month}{programme}送{bank}的文件过了期限没有回盘，已冻结，不能重发；请向银行查询，取得书面答复后登记。',
  },
  'payment.result-late': {
    title: '银行答应的回盘没有来',
    text: '{month}{programme}送{bank}的文件，银行书面答复已经付款、回盘另送，过了期限仍没有回盘；文件仍然冻结，请再向银行查询。',
  },
  'payment.changed': {
    title: '发放批次有变动',
    text: '{county}{month}{programme}发放批次因{reason}重新计算，共{count}笔{amount}元，请重新复核。',
  },
});
