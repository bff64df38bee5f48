/** What people are told of the old-age allowance. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'allowance.proposed': {
    title: '您可以领高龄津贴了',
    text: '您{on}满{age}周岁，可以领高龄津贴，不用申请。村（社区）工作人员会来核实本人和社保卡账户。',
    sms: '【民政】您可以领高龄津贴，不用申请，村（社区）工作人员会上门核实，请准备好身份证和社保卡。不收任何费用。',
  },
  'allowance.todo': { title: '待您办理', text: '{name}的高龄津贴到了您这一步：{step}。' },
  'allowance.granted': {
    title: '高龄津贴已批准',
    text: '您的高龄津贴自{month}起发放，每月{amount}元。',
    sms: '【民政】您的高龄津贴自{month}起发放，每月{amount}元，请留意银行卡到账。',
  },
  'allowance.refused': { title: '高龄津贴未获批准', text: '您的高龄津贴没有批准，原因：{reason}；咨询{tel}。' },
  'allowance.raised': { title: '高龄津贴调整', text: '您的高龄津贴自{month}起每月{amount}元。' },
  'allowance.ended': { title: '高龄津贴停发', text: '您的高龄津贴发到{month}为止，原因：{reason}。有疑问请联系当地民政部门。' },
  'allowance.moved': {
    title: '高龄津贴转到迁入地',
    text: '您的户籍已迁到{place}，高龄津贴从{month}起由那里发放，每月{amount}元，不用重新申请。',
  },
  'allowance.moved-within': { title: '户籍迁移已登记', text: '您的户籍已迁到{place}，高龄津贴照常发，不用重新申请。' },
  'allowance.check': {
    title: '请做年度认证',
    text: '请在{date}前完成年度认证，也可由村（社区）上门办理。看病、刷社保卡、工作人员上门见过的，自动认证，不用专门跑。',
    sms: '【民政】请在{date}前完成年度认证，也可由村（社区）上门办理，不用专门跑。',
  },
  'allowance.check-asked': { title: '约了年度认证', text: '{name}约了高龄津贴年度认证（{way}），请在{by}前办。' },
  'allowance.check-late': {
    title: '约的年度认证没有办',
    text: '{name}约的高龄津贴年度认证（{way}）过了期限，村（社区）还没有办。',
  },
  'allowance.suspended': {
    title: '高龄津贴暂停',
    text: '您的高龄津贴自{month}起暂停：年度认证没有做。见到本人以后马上恢复，停着的月份补发。',
  },
  'allowance.restored': { title: '高龄津贴恢复', text: '您的高龄津贴已恢复发放，停着的月份会补发。' },
});
