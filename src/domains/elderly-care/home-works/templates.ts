/** What people are told of works at home. Nothing of health stands in a message. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'home-works.accepted': { title: '申请已受理', text: '您的{item}申请已受理，编号{no}；咨询{tel}。' },
  'home-works.supplement': { title: '请补齐内容', text: '还差：{list}。请在{until}前补齐，补齐以后接着办。' },
  'home-works.todo': { title: '待您办理', text: '{name}的{item}到了您这一步：{step}。' },
  'home-works.objected': { title: '公示有异议', text: '有人对{name}的{item}公示提出异议，请核实。' },
  'home-works.approved': { title: '已批准，正在公示', text: '您的{item}已批准，公示到{date}，没有异议的派人上门。' },
  'home-works.refused': { title: '没有批准', text: '您的{item}没有批准，原因：{reason}；咨询{tel}。' },
  'home-works.planned': {
    title: '约好上门了',
    text: '{assessor}将于{on}上门看您家，{builder}负责施工，请家里人在场，先看证件再开门。',
    sms: '【民政】{assessor}将于{on}上门看您家，请先看证件再开门。',
  },
  'home-works.visit': { title: '上门评估', text: '请于{on}到{place}{name}家评估改造方案。' },
  'home-works.paid': {
    title: '补贴已批准拨付',
    text: '您家的{item}已验收，补贴{amount}元，打到您的卡里；{date}前后会有人上门回访，坏了、不好用的请告诉他。',
    sms: '【民政】您家的{item}补贴{amount}元已批准拨付，请留意银行卡到账。',
  },
  'home-works.broken': { title: '回访发现问题', text: '{name}家的{item}回访时有问题：{fault}。请尽快上门维修。' },
});
