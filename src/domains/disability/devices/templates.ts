/** What borrowers are told. Neither an illness nor a benefit is named, in a message or in a text that leaves the platform. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'device.reserved': {
    title: '辅具预约成功',
    text: '您预约的{item}已留在{station}，请在{by}前带身份证和押金{deposit}元去取，电话{tel}。',
    sms: '【民政】您预约的物品已留好，请在{by}前到{station}取，电话{tel}。',
  },
  'device.out': {
    title: '辅具已借出',
    text: '您借用的{item}请在{due}前归还，逾期按全额租金计算。需要再用，请在到期前到{station}办理续租，电话{tel}。',
    sms: '【民政】您借用的物品请在{due}前归还，电话{tel}。',
  },
  'device.returned': {
    title: '辅具已归还',
    text: '{item}已归还：租金{rent}元，其中补贴{subsidy}元、自付{own}元。押金最迟{refund}退还，电话{tel}。',
  },
  'device.lapsed': { title: '预约已取消', text: '您预约的{item}没有按时取，预约已经取消，需要时可以重新预约。' },
  'fitting.todo': { title: '待您办理', text: '{name}的辅具配置申请到了您这一步：{step}。' },
  'fitting.accepted': { title: '申请已受理', text: '您的辅具配置申请已受理，工作人员会与您约时间评估。' },
  'fitting.referred': { title: '申请转其他渠道', text: '您的辅具配置申请转由其他渠道办理：{reason}。' },
  'fitting.approved': { title: '申请已批准', text: '您的辅具配置申请已批准，网点准备好后会通知您。' },
  'fitting.refused': {
    title: '申请未批准',
    text: '您的辅具配置申请未批准，理由：{reason}；决定书可在办件里打开，可在60日内申请行政复议、6个月内提起行政诉讼，咨询{tel}。',
  },
  'fitting.signed': { title: '辅具已签收', text: '辅具已经签收，我们会在30天和180天时回访，有问题随时联系网点。' },
  'device.trial-booked': {
    title: '体验预约成功',
    text: '您预约了{day}{half}到{station}试用{item}，地址{address}，电话{tel}。来不了的请提前取消。',
    sms: '【民政】您已预约{day}{half}到{station}，来不了请提前取消，电话{tel}。',
  },
  'device.advice': {
    title: '可以免费试用辅具',
    text: '您可以到附近的辅具网点免费试一试助行、护理等用具，由工作人员看看哪种合适。在“借辅具”里可以预约，也可以等网点与您联系。',
  },
  'device.replaced': {
    title: '已免费更换',
    text: '召回的{item}已经免费换好，租期、费用都不变。有问题请联系{station}，电话{tel}。',
  },
  'device.due-soon': {
    title: '辅具快到期了',
    text: '您借的{item}应在{due}前归还；还要用的，请在到期前续租，{station}电话{tel}。',
  },
  'device.overdue': {
    title: '辅具已经逾期',
    text: '您借的{item}应在{due}前归还，逾期的日子付全额租金。请尽快归还或者联系{station}，电话{tel}。',
  },
  'device.recalled': {
    title: '辅具召回',
    text: '您正在使用的{item}因产品原因召回，请停止使用，并与{station}联系免费更换，电话{tel}。',
    sms: '【民政】您借用的物品因产品原因召回，请停止使用，与{station}联系免费更换，电话{tel}。',
  },
});
