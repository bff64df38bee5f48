import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'family-bed.started': {
    title: '家庭养老床位开始服务',
    text: '您的家庭养老床位已经开始服务，建设补贴{amount}元打到您的卡里；{date}复评。',
  },
  'family-bed.review': {
    title: '家庭养老床位要复评',
    text: '{name}的家庭养老床位{date}复评：现在没有2级以上的有效评估，请安排重新评估，不符合的撤床。',
  },
});
