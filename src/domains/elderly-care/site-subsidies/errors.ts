import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  SITE_SUBSIDY_NOT_FOR: { http: 409, zh: '“{kind}”没有{purpose}。' },
  SITE_SUBSIDY_EARLY: { http: 409, zh: '{year}年还没有过完。', next: '第二年再申请。' },
  SITE_SUBSIDY_NOT_OPEN: { http: 409, zh: '{name}{year}年还没有投用。' },
  SITE_SUBSIDY_FUNDED: { http: 409, zh: '{name}的{what}已经登记过别的项目给的钱。' },
  SITE_SUBSIDY_ELSEWHERE: {
    http: 409,
    zh: '{name}的{what}已经由“{programme}”给过。',
    next: '同一处设施的同一用途，只能由一个项目给钱。',
  },
  SITE_SUBSIDY_PAID_HERE: {
    http: 409,
    zh: '{name}的{what}已经在这里申请过。',
    next: '同一处设施的同一用途，只能由一个项目给钱。',
  },
  SITE_SUBSIDY_TWIN: { http: 409, zh: '{name}和“{other}”疑似同一处。', next: '县里到现场核实是两处以后再申请。' },
  SITE_SUBSIDY_UNACCEPTED: { http: 409, zh: '{name}现在是“{state}”，验收以后才有建设补贴。' },
  SITE_SUBSIDY_LEAVING: { http: 409, zh: '{name}连续两年不合格，在退出名单上。' },
  SITE_SUBSIDY_UNASSESSED: { http: 409, zh: '{name}{year}年还没有评估。', next: '先做年度评估，再核补贴。' },
});
