/** What people are told of the quota of purchased home service. Nothing of health stands in a message. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'home-care-quota.approved': { title: '已批准，正在公示', text: '您的{item}已批准，公示到{date}，没有异议的发额度通知。' },
  'home-care-quota.granted': {
    title: '有居家服务额度了',
    text: '您每月有{amount}元政府购买居家服务额度，从{month}起。不是现金，当月有效，预约居家服务时先用它。',
    sms: '【民政】您从{month}起每月有政府购买居家服务额度，预约居家服务时先用它。',
  },
});
