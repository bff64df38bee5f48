import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'respite.todo': { title: '待您办理', text: '{name}家的喘息服务到了您这一步：{step}。' },
  'respite.approved': { title: '已批准', text: '您家的喘息服务已批准，乡镇（街道）会和您商量去哪里、哪几天。' },
  'respite.refused': { title: '没有批准', text: '您家的喘息服务没有批准，原因详见告知书；咨询{tel}。' },
  'respite.arranged': { title: '安排好了', text: '喘息服务已安排：{from}到{to}，{place}，电话{phone}。' },
  'respite.settled': { title: '已结算', text: '喘息服务已结算：补贴{days}天，{amount}元，打到您的卡里。' },
});
