/** What people are told. The matter is named in none of them: a message may be read over a shoulder. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'rehab.todo': { title: '待您办理', text: '有一件社区服务申请到了您这一步，请在工作台查看。' },
  'rehab.registered': { title: '申请已登记', text: '您的社区服务申请已登记，正在为您联系服务机构。' },
  'rehab.refused': {
    title: '申请未登记',
    text: '您的社区服务申请没有登记，理由见决定书，可在办件里打开；可在60日内申请行政复议、6个月内提起行政诉讼，咨询{tel}。',
  },
  'rehab.referred': { title: '已联系服务机构', text: '您的申请已转到{name}，机构会与您联系，电话{tel}。' },
  'rehab.consent-withdrawn': { title: '已撤回同意', text: '您已撤回同意，服务会在一个工作日内停止，不影响以后重新申请。' },
  'rehab.discharged': { title: '服务对象已出院', text: '有一位服务对象已经出院，可以联系本人恢复服务，请在工作台查看。' },
  'rehab.settlement-returned': { title: '结算单退回', text: '{month}的结算单已退回，请看退回的理由，更正后重新提交。' },
  'rehab.incident': { title: '收到一份事件报告', text: '{name}报告了一件需要关注的事，请与机构联系，电话{tel}。' },
});
