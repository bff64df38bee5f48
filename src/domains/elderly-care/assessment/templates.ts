/** What people are told. A text that leaves the platform says nothing of health, and no level. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'assessment.accepted': {
    title: '申请已受理',
    text: '您的{item}申请已受理，编号{no}，预计{date}前办结，咨询{tel}。',
  },
  'assessment.supplement': { title: '还差材料', text: '您的申请还缺：{list}，请在{until}前补交，补齐后接着办。' },
  'assessment.planned': {
    title: '评估人员要上门',
    text: '评估员{first}、{second}将于{on}上门，请核对证件，请家里人在场。',
    sms: '【民政】评估员{first}、{second}将于{on}上门，请核对证件，请家里人在场。',
  },
  'assessment.visit': { title: '有一户要评估', text: '请于{on}与{other}一起到{place}评估，打开“要评估的老人”查看。' },
  'assessment.told': {
    title: '评估已完成',
    text: '能力评估已完成，可凭证件查看；如有异议请在{date}前提出。',
    sms: '【民政】您的评估已完成，可凭证件查看；如有异议请在{date}前提出。',
  },
  'assessment.final': { title: '复评已完成', text: '能力评估复评已完成，可凭证件查看，复评结论为最终结论。' },
  'assessment.in-force': { title: '评估结果已生效', text: '您的评估结果已生效，有效期到{date}，报告在“我的文书”里。' },
  'assessment.expiring': {
    title: '评估快到期了',
    text: '您的能力评估到{date}为止，还要用的请在到期前申请重新评估，咨询{tel}。',
    sms: '【民政】您的评估到{date}为止，还要用的请在到期前申请重新评估，咨询{tel}。',
  },
  'assessment.todo': { title: '待您办理', text: '{name}的{item}到了您这一步：{step}。' },
});
