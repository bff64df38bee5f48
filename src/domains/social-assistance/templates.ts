/** What applicants and officers are told, at each turn (4.11). No health, income or family facts leave in a text message. */
import { defineTemplates } from '../../kernel/notice/server.ts';

defineTemplates({
  'assistance.accepted': {
    title: '申请已受理',
    text: '您的救助申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
    sms: '【民政】您的救助申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
  },
  'assistance.supplement': { title: '还差材料', text: '您的申请还缺：{list}，补齐后即受理。' },
  'assistance.mismatch': { title: '核对有不一致', text: '核对发现{n}项信息与申报不一致，可在{date}前提供说明，咨询{tel}。' },
  'assistance.posted': {
    title: '已经公示',
    text: '初审意见已在{village}公示，至{date}。',
    sms: '【民政】初审意见已在{village}公示，至{date}。',
  },
  'assistance.confirmed': {
    title: '申请已确认',
    text: '您的申请已确认，每月{amount}元，自{month}起发放；如有异议可在60日内申请行政复议。',
  },
  'assistance.refused': { title: '申请未予确认', text: '您的申请未予确认，理由：{reason}；可在60日内申请行政复议，咨询{tel}。' },
  'assistance.terminated': { title: '申请已终止', text: '您的申请已终止办理，原因：{reason}；咨询{tel}。' },
  'assistance.todo': { title: '待您办理', text: '{name}的{benefit}申请到了您这一步：{step}。' },
  'assistance.objection': { title: '收到异议', text: '{name}的公示收到异议，请在{date}前重新调查并组织民主评议。' },
  'dibao.recompute': {
    title: '家庭成员去世，待重新核算',
    text: '{name}家有人去世，{month}起的低保金已暂停：{result}。请核实后办理变更。',
  },
});
