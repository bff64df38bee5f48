/** What people are told of their vouchers: every use, with what is left. Nothing of health stands in a message. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'care-voucher.offer': {
    title: '您可以申请消费券',
    text: '您可以申请养老服务消费券：每月一张，在养老机构、居家服务点付一部分费用。在“我的消费券”里申请，也可以请乡镇（街道）代办。',
  },
  'care-voucher.todo': { title: '待您办理', text: '{name}的养老服务消费券资格到了您这一步：{step}。' },
  'care-voucher.granted': {
    title: '消费券资格已确认',
    text: '您的养老服务消费券从{month}起每月一张，当月有效。没有手机的，用养老服务卡，卡号{card}。',
  },
  'care-voucher.refused': { title: '消费券资格没有通过', text: '您的养老服务消费券资格没有通过，原因写在告知书里；咨询{tel}。' },
  'care-voucher.issued': {
    title: '消费券到账',
    text: '{month}消费券{amount}元已到账，{date}24时失效。',
    sms: '【民政】{month}消费券{amount}元已到账，{date}24时失效。',
  },
  'care-voucher.used': {
    title: '用了消费券',
    text: '您在{outlet}用了{month}的消费券{amount}元，另外自付{self}元，券里还有{left}元。不是您本人用的，请马上联系民政部门。',
    sms: '【民政】您在{outlet}用了消费券{amount}元，还有{left}元。不是您本人用的请马上联系民政部门。',
  },
  'care-voucher.returned': { title: '消费券退回', text: '{outlet}退回{amount}元，已经回到{month}的消费券里。' },
  'care-voucher.returned-to-fund': {
    title: '消费券退回',
    text: '{outlet}退回{amount}元；{month}的消费券已经失效，这笔钱退回资金，不能再用。',
  },
  'care-voucher.ended': {
    title: '消费券不再发放',
    text: '您的养老服务消费券发到{month}为止。对能力等级有意见的，可以申请重新评估。',
  },
});
