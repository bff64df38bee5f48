/** What people are told of the subsidies. Nothing of health stands in a message. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'elder-subsidy.accepted': {
    title: '申请已受理',
    text: '您的{item}申请已受理，编号{no}，预计{date}前办结；咨询{tel}。',
    sms: '【民政】您的{item}申请已受理，预计{date}前办结。',
  },
  'elder-subsidy.supplement': { title: '请补齐内容', text: '还差：{list}。请在{until}前补齐，补齐以后接着办。' },
  'elder-subsidy.todo': { title: '待您办理', text: '{name}的{item}到了您这一步：{step}。' },
  'elder-subsidy.objected': { title: '公示有异议', text: '有人对{name}的{item}公示提出异议，请核实。' },
  'elder-subsidy.approved': { title: '已批准，正在公示', text: '您的{item}已批准，公示到{date}，没有异议的从{month}起发放。' },
  'elder-subsidy.granted': {
    title: '开始发放',
    text: '您的{item}自{month}起发放，每月{amount}元。',
    sms: '【民政】您的{item}自{month}起发放，请留意银行卡到账。',
  },
  'elder-subsidy.refused': { title: '没有批准', text: '您的{item}没有批准，原因：{reason}；咨询{tel}。' },
  'elder-subsidy.changed': { title: '补贴金额变动', text: '您的{item}自{month}起每月{amount}元。' },
  'elder-subsidy.ended': {
    title: '补贴停发',
    text: '您的{item}发到{month}为止，原因：{reason}。有疑问请联系当地民政部门。',
  },
  'elder-subsidy.moved': { title: '补贴转到迁入地', text: '您的户籍已迁到{place}，{item}从{month}起由那里发放，不用重新申请。' },
  'elder-subsidy.offer': {
    title: '您可以领一项补贴',
    text: '按现在登记的情况，您可以领{item}。在“老人的补贴和评估”里确认就行，也可以请乡镇（街道）、村（社区）代办。',
    sms: '【民政】您可以领{item}，在民政服务里确认，或者请村（社区）代办，不收费。',
  },
});
