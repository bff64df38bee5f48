/** What people and officers are told. A text that leaves the platform never says what for: neither disability nor hardship. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'disability.accepted': {
    title: '申请已受理',
    text: '您的两项补贴申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
    sms: '【民政】您的申请已受理，受理号{no}，最迟{date}前办结，咨询{tel}。',
  },
  'disability.supplement': { title: '还差材料', text: '您的申请还缺：{list}，请在{until}前补交，补齐后接着办。' },
  'disability.approved': {
    title: '补贴已批准',
    text: '您的两项补贴申请已批准，自{month}起每月{amount}元。',
    sms: '【民政】您的申请已批准，自{month}起每月{amount}元，请留意银行卡到账。',
  },
  'disability.refused': { title: '申请未获批准', text: '您的两项补贴申请未获批准，理由：{reason}；咨询{tel}。' },
  'disability.changed': { title: '变更已办好', text: '您的两项补贴变更申请已办好：{what}。' },
  'disability.raised': { title: '补贴标准提高', text: '您的{name}自{month}起由每月{before}元调为{amount}元。' },
  'disability.moved': {
    title: '补贴转到迁入地',
    text: '您的户籍已迁到{place}，{name}从{month}起由迁入地发放，每月{amount}元，不用重新申请。',
  },
  'disability.moved-within': {
    title: '户籍迁移已登记',
    text: '您的户籍已迁到{place}，残疾人补贴由那里的乡镇（街道）接着办，钱照常发，不用重新申请。',
  },
  'disability.ended': { title: '补贴停发', text: '您的{name}发到{month}为止，原因：{reason}。有疑问请联系当地民政部门。' },
  'disability.suspended': {
    title: '补贴暂停',
    text: '您的{name}自{month}起暂停：残疾人证已过期或者冻结。三个月内换证的，自动恢复并补发。',
  },
  'disability.suspended-unconfirmed': {
    title: '补贴暂停',
    text: '您的{name}自{month}起暂停：年度确认时两次没有配合。请联系村（社区）工作人员，见到本人以后恢复并补发。',
  },
  'disability.restored': { title: '补贴恢复', text: '您的{name}已恢复发放，暂停期间的会补发。' },
  'disability.expiring': { title: '残疾人证快到期了', text: '您的残疾人证将于{date}到期，请及时换证，逾期将暂停发放。' },
  'disability.invitation': {
    title: '您可以领取{name}',
    text: '根据现有信息，您可能符合{name}的条件，每月{amount}元。确认收款账户、同意核对即可申请，不用再交材料。',
    sms: '【民政】您可能符合一项补贴的条件，登录民政服务平台确认收款账户即可申请，也可以咨询当地村（社区）工作人员。',
  },
  'disability.objected': { title: '公示有异议', text: '有人对{name}的公示提出了意见，请核实后登记。' },
  'disability.todo': { title: '待您办理', text: '{name}的{item}申请到了您这一步：{step}。' },
  'disability.comparison': { title: '比对结果待核实', text: '{name}的两项补贴：{what}，相关月份已暂停发放，请核实。' },
  'disability.pushed': { title: '收到异地推送的申请', text: '{window}推送了{name}的两项补贴申请，请受理。' },
  'disability.feedback': { title: '异地申请有了结果', text: '{name}的两项补贴申请已有结果：{result}，请在{date}前告知申请人。' },
});
